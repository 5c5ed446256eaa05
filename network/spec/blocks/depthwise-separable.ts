import { staticDim } from '../../graph/shape.js';
import { kernelSize } from '../parameters.js';
import { block } from './block.js';

export const depthwiseSeparable = block({
  summary:
    '1×1 to more planes, one kernel for each plane, 1×1 back (MobileNetV2: Sandler et al. 2018).',
  activation: 'before',
  parameters: {
    expansion: { min: 1, max: 16, default: 2, meaning: 'Planes between, as a multiple.' },
    kernel: kernelSize('Side of the kernel of each plane.', 3),
  },
  build(layers, x, { expansion, kernel }) {
    const planes = staticDim(x.shape, 1);
    const wide = layers.convNormRelu('expand', x, planes * expansion, { kernel: 1 });
    const spatial = layers.depthwise('depthwise', wide, kernel);
    const active = layers.normRelu('depthwise', spatial);
    return layers.sum(x, layers.convNorm('project', active, planes, { kernel: 1 }));
  },
});
