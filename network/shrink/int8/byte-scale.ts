/** How bytes stand for numbers: x = scale · (byte − zeroPoint). Zero is always exact. */
export interface ByteScale {
  readonly scale: number;
  readonly zeroPoint: number;
}

const MAX_BYTE = 255;

/** The scale at which bytes cover `low` to `high`, and zero. */
export function scaleOver(low: number, high: number): ByteScale {
  const [bottom, top] = [Math.min(low, 0), Math.max(high, 0)];
  if (bottom === top) return { scale: 1, zeroPoint: 0 };
  const scale = Math.fround((top - bottom) / MAX_BYTE);
  return { scale, zeroPoint: Math.round(-bottom / scale) };
}
