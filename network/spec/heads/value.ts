import { multiply, reshape, tanh } from '../../graph/expressions.js';
import type { Value } from '../../graph/graph.js';
import type { Layers } from '../layers.js';
import { width } from '../parameters.js';
import { globalPoolForValue } from '../pooling.js';
import { head, type Head } from './head.js';

const HIDDEN = 'Units of the hidden layer.';
const FILTERS = 'Filters of the convolution.';

/** Features [batch, n] through a hidden layer to one number for each position, [batch]. */
function oneNumber(layers: Layers, features: Value, hidden: number): Value {
  const active = layers.relu(layers.dense('hidden', features, hidden));
  const output = layers.dense('output', active, 1);
  return reshape(output, output.shape.slice(0, 1));
}

/** `x` through a 1×1 convolution, pooled, to one number for each position, [batch]. */
function pooledNumber(layers: Layers, x: Value, filters: number, hidden: number): Value {
  const planes = layers.convNormRelu('conv', x, filters, { kernel: 1 });
  return oneNumber(layers, globalPoolForValue(planes, layers.board), hidden);
}

/** Value heads. They give [batch], in (−1, 1): the expected outcome for the side to move. */
export const VALUE_HEADS: Readonly<Record<string, Head>> = {
  'alphago-zero': head({
    summary: '1×1 convolution, normalisation, ReLU, two fully connected (Silver et al. 2017).',
    oneBoardSize: true,
    parameters: { filters: width(FILTERS, 1), hidden: width(HIDDEN, 256) },
    build(layers, x, { filters, hidden }) {
      const planes = layers.convNormRelu('conv', x, filters, { kernel: 1 });
      return tanh(oneNumber(layers, layers.flatten(planes), hidden));
    },
  }),

  'global-pooling': head({
    summary:
      '1×1 convolution, pooled over the board, two fully connected; for every size (Wu 2019).',
    oneBoardSize: false,
    parameters: { filters: width(FILTERS, 32), hidden: width(HIDDEN, 64) },
    build: (layers, x, { filters, hidden }) => tanh(pooledNumber(layers, x, filters, hidden)),
  }),
};

/** Ownership heads: [batch, area], in (−1, 1): 1 where the side to move will own the point. */
export const OWNERSHIP_HEADS: Readonly<Record<string, Head>> = {
  convolution: head({
    summary: '1×1 convolution to one plane; for every board size (Wu 2019).',
    oneBoardSize: false,
    parameters: {},
    build: (layers, x) => tanh(layers.flatten(layers.pointwise('conv', x, 1))),
  }),
};

/** Points that a score head's result of 1 stands for, so that weights stay of middling size. */
export const SCORE_SCALE = 10;

/** Score heads: [batch], in points: the margin expected for the side to move. */
export const SCORE_HEADS: Readonly<Record<string, Head>> = {
  'global-pooling': head({
    summary: '1×1 convolution, pooled over the board, two fully connected; for every board size.',
    oneBoardSize: false,
    parameters: { filters: width(FILTERS, 32), hidden: width(HIDDEN, 64) },
    build: (layers, x, { filters, hidden }) =>
      multiply(pooledNumber(layers, x, filters, hidden), SCORE_SCALE),
  }),
};
