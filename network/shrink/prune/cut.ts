import type { Tensors } from '../../onnx/emit.js';
import type { WeightSpec } from '../../spec/weights.js';
import type { ChannelGroup } from '../channel-groups.js';

/** How long a filter is: the sum of its weights' sizes, or the root of their squares' sum. */
export type Norm = 'l1' | 'l2';

/** Channels of a group that stay, rising. */
export interface Cut {
  readonly group: ChannelGroup;
  readonly kept: readonly number[];
}

/** Weights with only the kept entries along every axis that a cut goes through. */
export function cutWeights(
  weights: Tensors,
  specs: readonly WeightSpec[],
  cuts: readonly Cut[],
): Map<string, Float32Array> {
  const tensors = new Map(
    specs.map(({ name, shape }) => [name, { shape, data: weights.get(name)! }] as const),
  );
  for (const { group, kept } of cuts) {
    for (const { weight, axis } of group.axes) {
      tensors.set(weight, takeAlong(tensors.get(weight)!, axis, kept));
    }
  }
  return new Map([...tensors].map(([name, { data }]) => [name, data]));
}

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The entries `kept` along `axis`. */
function takeAlong({ shape, data }: Tensor, axis: number, kept: readonly number[]): Tensor {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const row = inner * shape[axis];
  const taken = new Float32Array((data.length / shape[axis]) * kept.length);
  for (let from = 0, to = 0; from < data.length; from += row) {
    for (const entry of kept) {
      const start = from + entry * inner;
      taken.set(data.subarray(start, start + inner), to);
      to += inner;
    }
  }
  return { shape: shape.with(axis, kept.length), data: taken };
}

/**
 * The length of what computes each channel: the norm of the weights of all its filters. `weights`
 * are such as act, with normalisation folded in, under the names of the raw ones.
 */
export function channelLengths(
  { channels, axes }: ChannelGroup,
  weights: Tensors,
  norm: Norm,
): Float64Array {
  const lengths = new Float64Array(channels);
  for (const { weight } of axes.filter(({ role }) => role === 'filter')) {
    const data = weights.get(weight)!;
    const size = data.length / channels;
    for (const [i, w] of data.entries()) {
      lengths[Math.floor(i / size)] += norm === 'l1' ? Math.abs(w) : w * w;
    }
  }
  return norm === 'l1' ? lengths : lengths.map(Math.sqrt);
}
