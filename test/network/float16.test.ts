import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromFloat16, MAX_FLOAT16, toFloat16 } from '../../network/files/float16.js';

/** Every pattern whose number is finite. */
const PATTERNS = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter(
  (bits) => (bits & 0x7c00) !== 0x7c00,
);

const rounded = (x: number): number => fromFloat16(toFloat16(Float32Array.of(x)))[0];

describe('float16', () => {
  it('stands for the numbers that the standard names', () => {
    const bits = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x3555);
    const numbers = [1, -2, MAX_FLOAT16, 2 ** -14, 2 ** -24, -0, 0.333251953125];
    assert.deepEqual([...fromFloat16(bits)], numbers);
    assert.deepEqual(
      [...fromFloat16(Uint16Array.of(0x7c00, 0xfc00, 0x7e00))],
      [Infinity, -Infinity, NaN],
    );
  });

  it('keeps every number of its own', () => {
    assert.equal(PATTERNS.length, 2 * 31 * 1024);
    assert.deepEqual(toFloat16(fromFloat16(PATTERNS)), PATTERNS);
  });

  it('takes others to the nearest, and ties to the even one', () => {
    const numbers = fromFloat16(PATTERNS.subarray(0, PATTERNS.length / 2));
    const property = fc.property(
      fc.nat(numbers.length - 2),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (i, t) => {
        const [low, high] = [numbers[i], numbers[i + 1]];
        const x = Math.fround(low + t * (high - low));
        const nearest = x - low < high - x || (x - low === high - x && i % 2 === 0) ? low : high;
        assert.equal(rounded(x), nearest);
        assert.equal(rounded(-x), -nearest);
        assert.equal(rounded((low + high) / 2), i % 2 === 0 ? low : high);
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });

  it('refuses what it cannot hold', () => {
    assert.equal(rounded(65519), MAX_FLOAT16);
    for (const x of [65520, -65520, 1e30, Infinity, NaN]) {
      assert.throws(() => rounded(x), /RangeError: .* does not fit into 16 bits/);
    }
  });
});
