/*
 * How the arrays of a record lie in it. Points are bytes where all of a board's moves fit in those
 * (up to 15×15), else 16 bits; fractions are 16 bits. Whole numbers are little-endian.
 */

/** Largest fraction: 1, or a whole. */
const WHOLE = 0xffff;
/** A value of 1, where −WHOLE_VALUE is −1. */
const WHOLE_VALUE = 0x7fff;

/** The bytes of moves on a board with so many points. */
export function packMoves(moves: Uint16Array, area: number): Uint8Array {
  return area > 0xff ? packWords(moves) : new Uint8Array(moves);
}

/** The moves in those bytes; undefined if there is none such on the board. */
export function unpackMoves(bytes: Uint8Array, area: number): Uint16Array | undefined {
  const moves = area > 0xff ? unpackWords(bytes) : new Uint16Array(bytes);
  return moves !== undefined && largest(moves) <= area ? moves : undefined;
}

function largest(words: Uint16Array): number {
  let found = 0;
  for (const word of words) found = Math.max(found, word);
  return found;
}

/**
 * The bytes of shares of a whole, each to within 1/65,535 of it; together they remain the whole, and
 * what is unpacked is packed to the same bytes again. What is rounded are the sums, not the shares.
 */
export function packShares(shares: Float32Array): Uint8Array {
  const total = sumOf(shares);
  const words = new Uint16Array(shares.length);
  let sum = 0;
  let before = 0;
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i];
    const upTo = Math.round((sum / total) * WHOLE);
    words[i] = upTo - before;
    before = upTo;
  }
  return packWords(words);
}

/** The sum of numbers, in double precision. */
export function sumOf(numbers: Float32Array): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/** The shares in those bytes; undefined if they do not add up to 1. */
export function unpackShares(bytes: Uint8Array): Float32Array | undefined {
  const words = unpackWords(bytes);
  if (words === undefined) return undefined;
  const shares = new Float32Array(words.length);
  let sum = 0;
  for (let i = 0; i < words.length; i++) {
    sum += words[i];
    shares[i] = words[i] / WHOLE;
  }
  return sum === WHOLE ? shares : undefined;
}

/** A value in [−1, 1] as a whole number, to within 1/65,534. */
export function packValue(value: number): number {
  return Math.round(value * WHOLE_VALUE);
}

/** The value; undefined if that is none. */
export function unpackValue(packed: number): number | undefined {
  return Math.abs(packed) <= WHOLE_VALUE ? packed / WHOLE_VALUE : undefined;
}

function packWords(words: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * words.length);
  for (let i = 0; i < words.length; i++) {
    bytes[2 * i] = words[i];
    bytes[2 * i + 1] = words[i] >>> 8;
  }
  return bytes;
}

function unpackWords(bytes: Uint8Array): Uint16Array | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const words = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < words.length; i++) words[i] = bytes[2 * i] | (bytes[2 * i + 1] << 8);
  return words;
}
