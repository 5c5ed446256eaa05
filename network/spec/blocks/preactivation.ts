import { pad } from '../../graph/expressions.js';
import type { Value } from '../../graph/graph.js';
import { staticDim } from '../../graph/shape.js';
import type { Layers } from '../layers.js';
import { INNER, width } from '../parameters.js';
import { block } from './block.js';

export const preActivation = block({
  summary:
    'A residual block with normalisation and ReLU before each convolution (He et al. 2016b).',
  activation: 'before',
  parameters: { inner: INNER },
  build(layers, x, { inner }) {
    const filters = staticDim(x.shape, 1);
    const first = layers.conv('conv1', layers.normRelu('norm1', x), inner ?? filters);
    return layers.sum(x, layers.conv('conv2', layers.normRelu('norm2', first), filters));
  },
});

export const wide = block({
  summary: 'A pre-activation block of its own width (Zagoruyko and Komodakis 2016).',
  activation: 'before',
  parameters: { filters: width('Filters of both convolutions, and planes of the result.') },
  build(layers, x, { filters }) {
    const active = layers.normRelu('norm1', x);
    const first = layers.conv('conv1', active, filters);
    const branch = layers.conv('conv2', layers.normRelu('norm2', first), filters);
    return layers.sum(shortcut(layers, x, active, filters), branch);
  },
});

/** The planes themselves, or where the width changes, a projection of the activated ones. */
function shortcut(layers: Layers, x: Value, active: Value, filters: number): Value {
  if (staticDim(x.shape, 1) === filters) return x;
  return layers.conv('shortcut', active, filters, { kernel: 1 });
}

export const pyramid = block({
  summary:
    'Each block is a little wider than the last; the shortcut gains zeros (Han et al. 2017).',
  activation: 'before',
  parameters: { widen: { min: 0, max: 1024, meaning: 'Planes that each block adds.' } },
  build(layers, x, { widen }) {
    const filters = staticDim(x.shape, 1) + widen;
    const first = layers.convNormRelu('conv1', layers.norm('norm', x), filters);
    return layers.sum(pad(x, 1, 0, widen), layers.convNorm('conv2', first, filters));
  },
});

export const dense = block({
  summary: 'Each layer sees all before it and adds its planes to theirs (Huang et al. 2017).',
  activation: 'before',
  parameters: {
    layers: { min: 1, max: 64, default: 4, meaning: 'Layers in the block.' },
    growth: width('Planes that each layer adds.', 16),
  },
  build(layers, x, { layers: depth, growth }) {
    return Array.from({ length: depth }).reduce<Value>((planes, _, i) => {
      const active = layers.normRelu(`norm${i}`, planes);
      return layers.join([planes, layers.conv(`conv${i}`, active, growth)]);
    }, x);
  },
});
