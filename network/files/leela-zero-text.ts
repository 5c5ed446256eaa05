import { gunzipSync, gzipSync } from 'node:zlib';
import { ok, type Result } from '../../engine/result.js';
import type { NetworkFailure, Refuse } from './errors.js';

const VERSIONS = [1, 2] as const;
export type LeelaZeroVersion = (typeof VERSIONS)[number];

/** A file of Leela Zero's weights, its numbers still to be read. */
export interface WeightText {
  readonly version: LeelaZeroVersion;
  /** The lines after the first: line 2 of the file is entry 0. */
  readonly lines: readonly Uint8Array[];
}

const NEWLINE = 10;
const SPACE = 32;
/** More lines than any network has: of blocks a spec has at most 1,000, of 8 lines each. */
const MOST_LINES = 10_000;
/** A number takes fewer characters, whoever wrote it, and a line is read as one string. */
const MOST_CHARACTERS = 32;
const LONGEST_LINE = 2 ** 28;

/**
 * Unpacked text may be that much: the largest networks there are, of 40 blocks, take 500 MB; and a
 * small file that unpacks to very much more than numbers can is no network.
 */
const MOST_TEXT = 2 ** 30;
const ALWAYS_ALLOWED = 2 ** 26;
const MOST_PACKED = 20;

/** Whether a file is packed by gzip, or may be a text of weights: it begins with a short number. */
export function looksLikeLeelaZero(bytes: Uint8Array): boolean {
  return isGzip(bytes) || /^\d{1,3}\s*\n/.test(textOf(bytes.subarray(0, 8)));
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Unpacks a text, if gzip has packed it, and finds its version and lines. */
export function readWeightText(
  bytes: Uint8Array,
  refuse: Refuse,
): Result<WeightText, NetworkFailure> {
  if (bytes.length === 0) return refuse('ERR_NETWORK_CORRUPT', 'the file is empty');
  const unpacked = isGzip(bytes) ? unpack(bytes, refuse) : ok(bytes);
  if (!unpacked.ok) return unpacked;
  const [first, ...lines] = splitLines(unpacked.value);
  const version = readVersion(first, refuse);
  return version.ok ? ok({ version: version.value, lines }) : version;
}

function unpack(bytes: Uint8Array, refuse: Refuse): Result<Uint8Array, NetworkFailure> {
  const most = Math.min(MOST_TEXT, ALWAYS_ALLOWED + MOST_PACKED * bytes.length);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: most }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return refuse('ERR_NETWORK_FOREIGN', `unpacks to over ${most} bytes: no file of weights`);
    }
    return refuse('ERR_NETWORK_CORRUPT', `damaged or cut short: it does not unpack (${message})`);
  }
}

/** The lines of a text, at least one, less empty ones at its end; no more than can be wanted. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  do {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  } while (start < bytes.length && lines.length < MOST_LINES);
  while (lines.length > 1 && lines[lines.length - 1].every((byte) => byte <= SPACE)) lines.pop();
  return lines;
}

function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

function readVersion(line: Uint8Array, refuse: Refuse): Result<LeelaZeroVersion, NetworkFailure> {
  const word = line.length > MOST_CHARACTERS ? '' : textOf(line).trim();
  const version = VERSIONS.find((known) => word === known.toString());
  if (version !== undefined) return ok(version);
  if (!/^\d{1,9}$/.test(word)) {
    return refuse('ERR_NETWORK_FOREIGN', 'not Leela Zero weights: line 1 must be 1 or 2');
  }
  const known = VERSIONS.join(' and ');
  return refuse('ERR_NETWORK_VERSION', `Leela Zero weights of version ${word}; known are ${known}`);
}

/** The numbers of a line that should have at most so many, all finite; or what is wrong with it. */
export function readNumbers(line: Uint8Array, most: number): Float32Array | string {
  if (line.length > Math.min(most * MOST_CHARACTERS, LONGEST_LINE)) {
    return `${line.length} characters are more than ${most} numbers can have`;
  }
  const words = textOf(line).trim().split(/\s+/);
  const numbers = new Float32Array(words.length);
  for (const [i, word] of words.entries()) {
    numbers[i] = readNumber(word);
    if (!Number.isFinite(numbers[i])) {
      return `${JSON.stringify(word.slice(0, 40))} is not a finite number of 32 bits (word ${i + 1})`;
    }
  }
  return numbers;
}

/** A decimal number; NaN for other words, even those that JavaScript takes for numbers. */
function readNumber(word: string): number {
  return /^[-+.\deE]+$/.test(word) ? Number(word) : NaN;
}

/** Nine digits tell every number of 32 bits from every other. */
const DIGITS = 9;

/** The bytes of a text of weights, plain or packed by gzip. */
export function makeWeightText(
  version: LeelaZeroVersion,
  lines: readonly Float32Array[],
  gzip: boolean,
): Uint8Array {
  const text = lines.map((line) => `${Array.from(line, makeNumber).join(' ')}\n`);
  const bytes = Buffer.concat([`${version}\n`, ...text].map((line) => Buffer.from(line, 'latin1')));
  return new Uint8Array(gzip ? gzipSync(bytes) : bytes);
}

function makeNumber(x: number): string {
  return Object.is(x, -0) ? '-0' : Number(x.toPrecision(DIGITS)).toString();
}
