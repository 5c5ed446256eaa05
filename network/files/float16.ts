/** The largest finite number that 16 bits hold (IEEE 754-2019, binary16). */
export const MAX_FLOAT16 = 65504;

/** Numbers from 2^-14 up have 11 significant bits; below, steps are 2^-24. */
const SMALLEST_NORMAL = 2 ** -14;
const SMALLEST_STEP = 2 ** -24;

/**
 * The nearest numbers in binary16, ties to even, as bit patterns.
 * @throws RangeError where one is too large, or no number.
 */
export function toFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, toBits);
}

/** The numbers that bit patterns of binary16 stand for. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, fromBits);
}

function toBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // Steps of the number's own binade: its bits are then a count of them.
  const exponent = size < SMALLEST_NORMAL ? -14 : Math.floor(Math.log2(size));
  const steps = roundHalfToEven(size / (SMALLEST_STEP * 2 ** (exponent + 14)));
  // A carry out of the steps rightly raises the exponent. Normal numbers imply their first bit.
  const bits = (exponent + 14) * 1024 + steps;
  if (!(bits < 0x7c00))
    throw new RangeError(`${value} does not fit into 16 bits, which reach to ${MAX_FLOAT16}`);
  return sign | bits;
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

function fromBits(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * SMALLEST_STEP;
  return sign * (1024 + fraction) * SMALLEST_STEP * 2 ** (exponent - 1);
}
