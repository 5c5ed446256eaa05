import { add, concat, expandLike, reshape, slice } from '../../graph/expressions.js';
import type { Value } from '../../graph/graph.js';
import type { Board } from '../layers.js';
import { width } from '../parameters.js';
import { globalPool } from '../pooling.js';
import { head, type Head } from './head.js';

const area = ({ height, width: columns }: Board): number => height * columns;

/**
 * Policy heads. They give logits [batch, area + 1] for the side to move: points row by row, the
 * pass last; softmax makes them probabilities.
 */
export const POLICY_HEADS: Readonly<Record<string, Head>> = {
  'alphago-zero': head({
    summary: '1×1 convolution, normalisation, ReLU, fully connected (Silver et al. 2017).',
    oneBoardSize: true,
    parameters: { filters: width('Filters of the convolution.', 2) },
    build(layers, x, { filters }) {
      const planes = layers.convNormRelu('conv', x, filters, { kernel: 1 });
      return layers.dense('dense', layers.flatten(planes), area(layers.board) + 1);
    },
  }),

  'alphago-lee': head({
    summary: '1×1 convolution to one plane, and a bias for each point (Silver et al. 2016).',
    oneBoardSize: true,
    parameters: {},
    build(layers, x) {
      const points = layers.flatten(layers.conv('conv', x, 1, { kernel: 1 }));
      const bias = layers.constant('bias', [area(layers.board)], 0);
      return withPass(add(points, bias), layers.constant('pass', [1, 1], 0));
    },
  }),

  'global-pooling': head({
    summary: '1×1 convolutions, shifted by pooled planes; for every board size (Wu 2019).',
    oneBoardSize: false,
    parameters: { filters: width('Filters of each convolution.', 32) },
    build(layers, x, { filters }) {
      const global = layers.convNormRelu('pool', x, filters, { kernel: 1 });
      const pooled = globalPool(global, layers.board);
      const shift = layers.dense('shift', pooled, filters);
      const local = layers.conv('conv', x, filters, { kernel: 1 });
      const shifted = layers.sum(local, reshape(shift, [...shift.shape, 1, 1]));
      const points = layers.pointwise('points', layers.normRelu('norm', shifted), 1);
      return concat([layers.flatten(points), layers.dense('pass', pooled, 1)], 1);
    },
  }),
};

/** Logits of points [batch, area] with one more for the pass, the same at every position. */
function withPass(points: Value, pass: Value): Value {
  return concat([points, expandLike(pass, slice(points, 1, 0, 1))], 1);
}
