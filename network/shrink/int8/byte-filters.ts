/** A convolution's weights and bias as whole numbers, each filter in steps of its own. */
export interface ByteFilters {
  /** [out, in, kernel, kernel]: w = scales[filter] · byte. */
  readonly weights: Int8Array;
  readonly scales: Float32Array;
  /** In steps of the input's scale · scales[filter], as sums of products are. */
  readonly bias: Int32Array;
}

const MAX_INT8 = 127;
/**
 * Without VNNI, x86 multiplies uint8 by int8 with VPMADDUBSW, which adds the products of two
 * neighbours in 16 bits and cuts off what does not fit. Where two such weights sum to no more than
 * this nothing is cut off, since 255 · 128 < 2¹⁵: results are exact, and the same on any processor.
 */
const MAX_PAIR = 128;
/** Leaves room in 32 bits for the products that the bias is added to. */
const MAX_BIAS = 2 ** 30;

/**
 * Rounds `weights` [out, in, kernel, kernel] and `bias` [out], of a convolution over bytes of scale
 * `inputScale`, each filter in the smallest steps that let all of it fit.
 */
export function toByteFilters(
  weights: Float32Array,
  shape: readonly number[],
  bias: Float32Array,
  inputScale: number,
): ByteFilters {
  const [filters, channels, height, width] = shape;
  const size = channels * height * width;
  const bytes = new Int8Array(weights.length);
  const scales = new Float32Array(filters);
  for (let filter = 0; filter < filters; filter++) {
    const part = weights.subarray(filter * size, (filter + 1) * size);
    const leastForBias = Math.abs(bias[filter]) / (inputScale * MAX_BIAS);
    const scale = Math.fround(Math.max(leastScale(part, channels), leastForBias) || 1);
    scales[filter] = scale;
    for (let i = 0; i < size; i++) bytes[filter * size + i] = Math.round(part[i] / scale);
  }
  const wholeBias = Int32Array.from(scales, (s, i) => Math.round(bias[i] / (inputScale * s)));
  return { weights: bytes, scales, bias: wholeBias };
}

/** The smallest steps for one filter, [channels, taps]; 0 where all of it is. */
function leastScale(filter: Float32Array, channels: number): number {
  const largest = filter.reduce((max, weight) => Math.max(max, Math.abs(weight)), 0);
  // Rounding may add a half to each of a pair.
  return Math.max(largest / MAX_INT8, largestPair(filter, channels) / (MAX_PAIR - 1));
}

/** The largest sum, in magnitude, of two weights that are multiplied together. */
function largestPair(filter: Float32Array, channels: number): number {
  const taps = filter.length / channels;
  // The order in which ONNX Runtime multiplies: all channels of a tap, then the next tap.
  const inOrder = (i: number) => filter[(i % channels) * taps + Math.floor(i / channels)];
  let largest = 0;
  for (let i = 0; i + 1 < filter.length; i += 2) {
    largest = Math.max(largest, Math.abs(inOrder(i) + inOrder(i + 1)));
  }
  return largest;
}
