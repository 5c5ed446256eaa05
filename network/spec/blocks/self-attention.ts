import { matmul, multiply, reshape, softmax } from '../../graph/expressions.js';
import type { Value } from '../../graph/graph.js';
import { staticDim } from '../../graph/shape.js';
import type { Layers } from '../layers.js';
import { block } from './block.js';

export const selfAttention = block({
  summary:
    'Every point attends to every other (Vaswani et al. 2017, normalised before each part); ' +
    'a depthwise convolution tells where a point is (Chu et al. 2021).',
  activation: 'before',
  parameters: {
    heads: { min: 1, max: 64, default: 4, meaning: 'Attentions side by side.' },
    headSize: {
      min: 1,
      max: 256,
      default: 16,
      meaning: 'Length of the vectors that one compares.',
    },
    expansion: { min: 1, max: 16, default: 2, meaning: 'Hidden planes of the feed-forward part.' },
  },
  build(layers, x, { heads, headSize, expansion }) {
    const planes = staticDim(x.shape, 1);
    const placed = layers.sum(x, layers.depthwise('position', x));
    const normal = layers.norm('norm1', placed);
    const mixed = attention(layers.within('attention'), normal, heads, headSize);
    const attended = layers.sum(placed, layers.conv('merge', mixed, planes, { kernel: 1 }));
    const input = layers.norm('norm2', attended);
    const hidden = layers.relu(layers.conv('hidden', input, planes * expansion, { kernel: 1 }));
    return layers.sum(attended, layers.conv('output', hidden, planes, { kernel: 1 }));
  },
});

/** Scaled dot-product attention over points: [batch, planes, h, w] → [batch, heads · size, h, w]. */
function attention(layers: Layers, x: Value, heads: number, size: number): Value {
  const [batch, , height, width] = x.shape;
  const points = layers.board.height * layers.board.width;
  const project = (name: string) =>
    reshape(layers.conv(name, x, heads * size, { kernel: 1 }), [batch, heads, size, points]);
  const [query, key, value] = [project('query'), project('key'), project('value')];
  const affinity = matmul(query, key, { transposeLeft: true });
  const weights = softmax(multiply(affinity, 1 / Math.sqrt(size)));
  const mixed = matmul(value, weights, { transposeRight: true });
  return reshape(mixed, [batch, heads * size, height, width]);
}
