import {
  add,
  channelMean,
  channelVariance,
  divide,
  multiply,
  perChannel,
  reduceMean,
  reshape,
  sqrt,
  square,
  subtract,
} from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { elementCount, staticDim } from '../graph/shape.js';
import type { Layers } from './layers.js';
import { meanSquare, STANDARD } from './moments.js';
import type { Entry, Parameters, Values } from './parameters.js';

export interface Normalisation<P extends Parameters = Parameters> extends Entry<P> {
  /** Normalises planes [batch, channels, height, width], with a learned level for each channel. */
  build(layers: Layers, x: Value, parameters: Values<P>): Value;
}

/** Added to variances, as in Ioffe and Szegedy 2015 and in the programs that followed. */
const EPSILON = 1e-5;

function batchNorm(layers: Layers, x: Value): Value {
  const channels = staticDim(x.shape, 1);
  const gamma = layers.constant('gamma', [channels], 1);
  const beta = layers.constant('beta', [channels], 0);
  const mean = layers.constant('mean', [channels], 0, false);
  const variance = layers.constant('variance', [channels], 1, false);
  const { graph, mode, observations } = layers.construction;
  const attributes = { epsilon: EPSILON };
  if (mode === 'inference') {
    return graph.apply('batchNormInference', [x, mean, variance, gamma, beta], attributes);
  }
  const batchMean = channelMean(x);
  const batchVariance = channelVariance(x, batchMean);
  observations.push({ statistic: mean, observed: batchMean });
  observations.push({ statistic: variance, observed: batchVariance });
  return graph.apply('batchNormTrain', [x, batchMean, batchVariance, gamma, beta], attributes);
}

/** Each position by itself, over the board and a group of channels (Wu and He 2018). */
function groupNorm(layers: Layers, x: Value, groups: number): Value {
  const channels = staticDim(x.shape, 1);
  const size = elementCount(x.shape.slice(1)) / groups;
  const grouped = reshape(x, [x.shape[0], groups, size]);
  const centred = subtract(grouped, reduceMean(grouped, [2], true));
  const variance = reduceMean(square(centred), [2], true);
  const normal = reshape(divide(centred, sqrt(add(variance, EPSILON))), x.shape);
  const scaled = multiply(normal, perChannel(layers.constant('gamma', [channels], 1)));
  return add(scaled, perChannel(layers.constant('beta', [channels], 0)));
}

/** Divides by the deviation that is expected of a new network instead of a measured one. */
function fixedScale(layers: Layers, x: Value): Value {
  const { moments } = layers.construction;
  const scale = 1 / Math.sqrt(meanSquare(moments.of(x)));
  const scaled = Math.abs(scale - 1) < 1e-9 ? x : multiply(x, scale);
  return add(scaled, perChannel(layers.constant('beta', [staticDim(x.shape, 1)], 0)));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** An entry whose results are expected to be of mean 0 and variance 1. */
function normalisation<P extends Parameters>(entry: Normalisation<P>): Normalisation {
  return {
    ...entry,
    build(layers, x, parameters) {
      const result = entry.build(layers, x, parameters as Values<P>);
      return layers.construction.moments.set(result, STANDARD);
    },
  };
}

/** The kinds of normalisation that a spec can name. */
export const NORMALISATIONS: Readonly<Record<string, Normalisation>> = {
  batch: normalisation({
    summary: 'Over batch and board, running statistics when playing (Ioffe and Szegedy 2015).',
    parameters: {},
    build: batchNorm,
  }),
  layer: normalisation({
    summary: 'Over all channels and the board of one position (Ba et al. 2016).',
    parameters: {},
    build: (layers, x) => groupNorm(layers, x, 1),
  }),
  instance: normalisation({
    summary: 'Over the board, each channel of one position by itself (Ulyanov et al. 2016).',
    parameters: {},
    build: (layers, x) => groupNorm(layers, x, staticDim(x.shape, 1)),
  }),
  group: normalisation({
    summary: 'Over the board and groups of channels of one position (Wu and He 2018).',
    parameters: {
      groups: {
        min: 1,
        max: 1024,
        default: 8,
        meaning: 'Groups of channels; fewer where the channels do not divide evenly.',
      },
    },
    build: (layers, x, { groups }) =>
      groupNorm(layers, x, greatestCommonDivisor(groups, staticDim(x.shape, 1))),
  }),
  none: normalisation({
    summary:
      'None: constant factors that give a new network unit variance (cf. Zhang et al. 2019).',
    parameters: {},
    build: fixedScale,
  }),
};
