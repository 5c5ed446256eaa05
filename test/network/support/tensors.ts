import assert from 'node:assert/strict';
import type { Random } from '../../../engine/random.js';

/** A dense tensor, row-major. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type DenseMap = ReadonlyMap<string, Dense>;

export const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Magnitudes in [0.2, 1) with random signs: away from the kinks of relu and the poles of 1/x. */
export function randomDense(random: Random, shape: readonly number[]): Dense {
  const draw = () => (0.2 + 0.8 * random.float()) * (random.float() < 0.5 ? -1 : 1);
  return { shape, data: Float32Array.from({ length: count(shape) }, draw) };
}

export function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

/** Fails unless all agree within `tolerance` of the largest magnitude, which is at least `floor`. */
export function assertClose(
  actual: Float32Array,
  expected: Float32Array,
  tolerance: number,
  what: string,
  floor = 1,
): void {
  assert.equal(actual.length, expected.length, `${what}: lengths differ`);
  const scale = expected.reduce((max, x) => Math.max(max, Math.abs(x)), floor);
  for (const [i, x] of expected.entries()) {
    const close = Math.abs(actual[i] - x) <= tolerance * scale;
    assert.ok(close, `${what}: element ${i} is ${actual[i]}, expected ${x}`);
  }
}
