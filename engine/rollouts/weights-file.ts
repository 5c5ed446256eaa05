import { gunzipSync, gzipSync } from 'node:zlib';
import { fail, ok, type Result } from '../result.js';
import {
  layoutOf,
  ROLLOUT_KINDS,
  type PatternLists,
  type RolloutKind,
  type RolloutWeights,
} from './weights.js';

/*
 * A file of weights is packed by gzip, whose checksum it relies on. Unpacked, it is a line of JSON,
 *
 *   {"format":"tengen-rollout","version":1,"kind":"linear","patterns":9,"shapes":9,"responses":9,"diamonds":0,"values":99}
 *
 * padded with spaces so that, with its line end, it is a multiple of four bytes long, and then the
 * lists of codes (int32) and the weights (float32), so many of each, little-endian.
 */
const FORMAT = 'tengen-rollout';

/** Raised whenever codes or features mean something else. */
const VERSION = 1;

const LISTS = ['patterns', 'shapes', 'responses', 'diamonds'] as const;

/** The most bytes of a file, unpacked. */
const MOST_BYTES = 1 << 28;

interface Header extends Record<(typeof LISTS)[number] | 'values', number> {
  readonly kind: RolloutKind;
}

/** The bytes of a file of weights. */
export function makeWeightsFile(weights: RolloutWeights): Uint8Array {
  const lengths = LISTS.map((name) => [name, weights[name].length] as const);
  const header = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    kind: weights.kind,
    ...Object.fromEntries(lengths),
    values: weights.values.length,
  });
  const line = `${header.padEnd(Math.ceil((header.length + 1) / 4) * 4 - 1)}\n`;
  const arrays = [...LISTS.map((name) => weights[name]), weights.values];
  return gzipSync(Buffer.concat([Buffer.from(line), ...arrays.map(bytesOf)]));
}

/**
 * Reads the bytes of a file of weights, which messages call `file`. ERR_ROLLOUT_FORMAT for another kind
 * of file, ERR_ROLLOUT_VERSION for one of a newer program, ERR_ROLLOUT_DAMAGED for one that is not whole.
 */
export function parseWeightsFile(bytes: Uint8Array, file: string): Result<RolloutWeights> {
  const plain = unpack(bytes, file);
  if (!plain.ok) return plain;
  const header = parseHeader(plain.value, file);
  if (!header.ok) return header;
  const { kind, ...lengths } = header.value;
  let at = plain.value.indexOf('\n') + 1;
  const take = (count: number): ArrayBuffer => {
    const piece = new Uint8Array(plain.value.subarray(at, at + 4 * count)).buffer;
    at += 4 * count;
    return piece;
  };
  const size = [...LISTS, 'values' as const].reduce((sum, name) => sum + 4 * lengths[name], at);
  if (size !== plain.value.length) return damaged(file, 'it is not as long as it says');
  const lists = Object.fromEntries(
    LISTS.map((name) => [name, new Int32Array(take(lengths[name]))]),
  ) as unknown as PatternLists;
  const values = new Float32Array(take(lengths.values));
  const weights: RolloutWeights = { kind, ...lists, values };
  const fault = faultOf(weights);
  return fault === undefined ? ok(weights) : damaged(file, fault);
}

function unpack(bytes: Uint8Array, file: string): Result<Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return foreign(file);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }));
  } catch (error) {
    return damaged(file, (error as Error).message);
  }
}

function parseHeader(plain: Buffer, file: string): Result<Header> {
  const header = parseJson(plain.toString('utf8', 0, Math.max(0, plain.indexOf('\n'))));
  if (header?.['format'] !== FORMAT) return foreign(file);
  const { version, kind } = header;
  if (version !== VERSION) {
    const message = `${file} is of version ${String(version)}, this program reads ${VERSION}: learn it again`;
    return fail('ERR_ROLLOUT_VERSION', message);
  }
  const lengths = [...LISTS, 'values'].map((name) => header[name]);
  const isWhole = lengths.every((length) => Number.isInteger(length) && Number(length) >= 0);
  if (!isWhole || !ROLLOUT_KINDS.includes(kind as RolloutKind)) {
    return damaged(file, 'its header makes no sense');
  }
  return ok(header as unknown as Header);
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(weights: RolloutWeights): string | undefined {
  if (layoutOf(weights).size !== weights.values.length) return 'it has too few or too many weights';
  if (!weights.values.every(Number.isFinite)) return 'a weight is no number';
  const isRising = (codes: Int32Array): boolean =>
    codes.every((code, i) => code >= 0 && (i === 0 || code > codes[i - 1]));
  return LISTS.every((name) => isRising(weights[name]))
    ? undefined
    : 'its patterns are out of order';
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function foreign(file: string): Result<never> {
  const remedy = 'such files are made by selfplay rollout-policy';
  return fail('ERR_ROLLOUT_FORMAT', `${file} holds no weights of a rollout policy: ${remedy}`);
}

function damaged(file: string, reason: string): Result<never> {
  return fail('ERR_ROLLOUT_DAMAGED', `${file} is damaged (${reason}): bring it back from a copy`);
}
