import type { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import { BATCH } from '../../../network/graph/shape.js';
import type { Tensors } from '../../../network/onnx/emit.js';
import type { Network } from '../../../network/spec/build.js';
import type { HeadName } from '../../../network/spec/heads/table.js';
import type { Board } from '../../../network/spec/layers.js';
import { parseNetworkSpec, type NetworkSpec } from '../../../network/spec/network-spec.js';
import { initialiseWeights, type WeightSpec } from '../../../network/spec/weights.js';
import { targetName } from '../../../network/training/loss.js';
import { count, type Dense } from './tensors.js';

export const BOARDS: readonly Board[] = [
  { height: 3, width: 3 },
  { height: 5, width: 4 },
];

export const boardName = ({ height, width }: Board): string => `${height}x${width}`;

/** A small network; `parts` replace its trunk, normalisation or heads. */
export function smallSpec(parts: Readonly<Record<string, unknown>> = {}): NetworkSpec {
  const spec = {
    inputPlanes: 3,
    stem: { filters: 4 },
    trunk: [{ type: 'residual', count: 1 }],
    heads: {
      policy: { type: 'alphago-zero' },
      value: { type: 'alphago-zero', hidden: 8 },
    },
    ...parts,
  };
  return unwrap(parseNetworkSpec(spec));
}

/** The weights of a network some way into its training: no factor 1, no bias 0. */
export function trainedWeights(
  weights: readonly WeightSpec[],
  random: Random,
): Map<string, Float32Array> {
  const fresh = initialiseWeights(weights, random);
  for (const { name, trainable } of weights) {
    const data = fresh.get(name)!;
    // Running variances stay positive.
    const noise = () => (trainable ? random.float() - 0.5 : random.float());
    for (const i of data.keys()) data[i] += 0.5 * noise();
  }
  return fresh;
}

export function denseWeights(network: Network, data: Tensors): Map<string, Dense> {
  return new Map(
    network.weights.map(({ name, shape }) => [name, { shape, data: data.get(name)! }]),
  );
}

/** Random positions, and targets such as a search and a finished game give. */
export function randomBatch(network: Network, size: number, random: Random): Map<string, Dense> {
  const { planes, heads } = network;
  const entries = Object.entries(heads).map(([name, { shape }]) => {
    const full = shape.map((dim) => (dim === BATCH ? size : dim));
    return [targetName(name as HeadName), target(name as HeadName, full, random)] as const;
  });
  const input = planes.shape.map((dim) => (dim === BATCH ? size : dim));
  return new Map([['planes', filled(input, () => random.float())], ...entries]);
}

function filled(shape: readonly number[], draw: () => number): Dense {
  return { shape, data: Float32Array.from({ length: count(shape) }, draw) };
}

function target(head: HeadName, shape: readonly number[], random: Random): Dense {
  switch (head) {
    case 'policy':
      return probabilities(shape, random);
    case 'value':
    case 'ownership':
      return filled(shape, () => (random.float() < 0.5 ? -1 : 1));
    case 'score':
      return filled(shape, () => 40 * random.float() - 20);
  }
}

function probabilities(shape: readonly number[], random: Random): Dense {
  const { data } = filled(shape, () => random.float() ** 4);
  const moves = shape[1];
  for (let start = 0; start < data.length; start += moves) {
    const row = data.subarray(start, start + moves);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((x, i) => (row[i] = x / sum));
  }
  return { shape, data };
}
