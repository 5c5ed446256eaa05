import type { Value } from '../../graph/graph.js';
import { elementCount, staticDim } from '../../graph/shape.js';
import { emitOnnx, type Tensors } from '../../onnx/emit.js';
import { openSession, tensorOf } from '../../runtime/session.js';
import type { Board } from '../../spec/layers.js';

/** Positions to calibrate on: a few hundred, such as games lead to, from all their phases. */
export interface Positions {
  readonly board: Board;
  readonly count: number;
  /** [count, inputPlanes, height, width]. */
  readonly planes: Float32Array;
}

/** The least and the greatest number in each channel of some planes, zero counted. */
export interface ChannelRanges {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Positions that run together. */
const BATCH = 16;

/** The ranges of `values`, planes of a network with these weights, over all positions. */
export async function measureRanges(
  values: readonly Value[],
  weights: Tensors,
  { planes, count, board }: Positions,
): Promise<ChannelRanges[]> {
  const model = emitOnnx(byName(values), { constants: weights });
  const session = await openSession(model, { device: 'cpu', threads: 1 });
  const size = planes.length / count;
  const shape = [size / (board.height * board.width), board.height, board.width];
  const ranges = values.map((value) => new Extremes(value));
  for (let start = 0; start < count; start += BATCH) {
    const rows = Math.min(BATCH, count - start);
    const part = planes.subarray(start * size, (start + rows) * size);
    const results = await session.run({ planes: tensorOf(part, [rows, ...shape]) });
    for (const [i, range] of ranges.entries()) range.add(results[nameOf(i)].data as Float32Array);
  }
  await session.release();
  return ranges;
}

const nameOf = (i: number): string => `value.${i}`;

function byName(values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, i) => [nameOf(i), value] as const));
}

/** The ranges of one value's channels in all that was added. */
class Extremes implements ChannelRanges {
  readonly low: number[];
  readonly high: number[];
  /** Points of a plane. */
  private readonly area: number;

  constructor({ shape }: Value) {
    const channels = staticDim(shape, 1);
    this.area = elementCount(shape) / channels;
    this.low = new Array<number>(channels).fill(0);
    this.high = new Array<number>(channels).fill(0);
  }

  /** `data`: [rows, channels, height, width]. */
  add(data: Float32Array): void {
    const { low, high, area } = this;
    for (let start = 0; start < data.length; start += area) {
      const channel = (start / area) % low.length;
      for (let i = start; i < start + area; i++) {
        low[channel] = Math.min(low[channel], data[i]);
        high[channel] = Math.max(high[channel], data[i]);
      }
    }
  }
}
