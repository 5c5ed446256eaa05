import { staticDim } from '../../graph/shape.js';
import { INNER, kernelSize, width } from '../parameters.js';
import { block } from './block.js';

export const plain = block({
  summary: 'Convolution, normalisation, ReLU; no shortcut (AlphaGo: Silver et al. 2016).',
  activation: 'after',
  parameters: {
    filters: width('Filters of the convolution.'),
    kernel: kernelSize('Side of the kernel.', 3),
  },
  build: (layers, x, { filters, kernel }) => layers.convNormRelu('conv', x, filters, { kernel }),
});

export const residual = block({
  summary:
    'Two 3×3 convolutions and a shortcut (He et al. 2016; AlphaGo Zero: Silver et al. 2017).',
  activation: 'after',
  parameters: { inner: INNER },
  build(layers, x, { inner }) {
    const filters = staticDim(x.shape, 1);
    const first = layers.convNormRelu('conv1', x, inner ?? filters);
    return layers.relu(layers.sum(x, layers.convNorm('conv2', first, filters)));
  },
});

export const bottleneck = block({
  summary: 'A 3×3 convolution between two 1×1 that narrow and widen (He et al. 2016).',
  activation: 'after',
  parameters: { inner: width('Filters of the 3×3 convolution.') },
  build(layers, x, { inner }) {
    const narrow = layers.convNormRelu('conv1', x, inner, { kernel: 1 });
    const middle = layers.convNormRelu('conv2', narrow, inner);
    const branch = layers.convNorm('conv3', middle, staticDim(x.shape, 1), { kernel: 1 });
    return layers.relu(layers.sum(x, branch));
  },
});

export const dilated = block({
  summary: 'A residual block whose first convolution skips points (Yu and Koltun 2016).',
  activation: 'after',
  parameters: {
    dilation: { min: 1, max: 9, default: 2, meaning: 'Distance between taps, in points.' },
    inner: INNER,
  },
  build(layers, x, { dilation, inner }) {
    const filters = staticDim(x.shape, 1);
    const first = layers.convNormRelu('conv1', x, inner ?? filters, { dilation });
    return layers.relu(layers.sum(x, layers.convNorm('conv2', first, filters)));
  },
});
