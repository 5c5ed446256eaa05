import { createHash } from 'node:crypto';
import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import { elements } from '../spec/weights.js';
import type { Slot } from '../training/slots.js';
import { refusalsOf, type NetworkFailure, type Refusal, type Refuse } from './errors.js';
import { readHeader, writeHeader, type TrainingState } from './training-header.js';

/*
 * A state of training is one file, kept beside a network file:
 *
 *   8 bytes   "TENGENTS"
 *   uint32    version
 *   uint32    length of the header
 *   uint64    length of the whole file, so that a cut is told from damage
 *   header    JSON: all but the slots' numbers, with their names and lengths in order
 *   float32   the slots' numbers, one after another
 *   32 bytes  SHA-256 of all that comes before
 *
 * Whole numbers and floats are little-endian.
 */
const MAGIC = new TextEncoder().encode('TENGENTS');
const VERSION = 1;
const VERSION_AT = 8;
const HEADER_LENGTH_AT = 12;
const LENGTH_AT = 16;
const HEADER_AT = 24;
const CHECKSUM_BYTES = 32;
const LONGEST_HEADER = 2 ** 26;

/**
 * The bytes of a file of training's state, every number bit for bit.
 * @throws RangeError where a slot holds NaN or an infinity: such training has failed, and its state
 * must not replace an earlier one.
 */
export function makeTrainingState(state: TrainingState): Uint8Array {
  for (const [name, data] of state.slots) {
    const bad = data.find((x) => !Number.isFinite(x));
    if (bad !== undefined) throw new RangeError(`training has failed: ${name} holds ${bad}`);
  }
  const header = new TextEncoder().encode(writeHeader(state));
  const numbers = [...state.slots.values()];
  const floats = numbers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(HEADER_AT + header.length + floats + CHECKSUM_BYTES);
  writeStart(bytes, header.length);
  bytes.set(header, HEADER_AT);
  let at = HEADER_AT + header.length;
  for (const { buffer, byteOffset, byteLength } of numbers) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  bytes.set(checksumOf(bytes), at);
  return bytes;
}

function writeStart(bytes: Uint8Array, headerLength: number): void {
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(VERSION_AT, VERSION, true);
  view.setUint32(HEADER_LENGTH_AT, headerLength, true);
  view.setBigUint64(LENGTH_AT, BigInt(bytes.length), true);
}

function checksumOf(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes.subarray(0, -CHECKSUM_BYTES)).digest();
}

/**
 * Reads a state of training. `name` is what messages call the file. The codes of failures are
 * ERR_NETWORK_CORRUPT, FOREIGN, VERSION and CONTENT; see errors.ts.
 */
export function readTrainingState(
  bytes: Uint8Array,
  name: string,
): Result<TrainingState, NetworkFailure> {
  const refuse = refusalsOf(name);
  const refusal = checkFrame(bytes, refuse);
  if (refusal !== undefined) return refusal;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(HEADER_LENGTH_AT, true);
  const floatsAt = HEADER_AT + headerLength;
  const end = bytes.length - CHECKSUM_BYTES;
  if (floatsAt > end || headerLength > LONGEST_HEADER) {
    return refuse('ERR_NETWORK_CONTENT', `a header of ${headerLength} bytes cannot be`);
  }
  const text = new TextDecoder().decode(bytes.subarray(HEADER_AT, floatsAt));
  const header = readHeader(text);
  if (header === undefined) return refuse('ERR_NETWORK_CONTENT', 'the header is not as it must be');
  const slots = readSlots(bytes.subarray(floatsAt, end), header.lengths);
  if (slots === undefined) {
    return refuse('ERR_NETWORK_CONTENT', 'the numbers are not as many as the header says');
  }
  return ok({ ...header.state, slots });
}

/** Whether the file is a whole one of this kind and version. */
function checkFrame(bytes: Uint8Array, refuse: Refuse): Refusal | undefined {
  const size = bytes.length;
  if (size === 0) return refuse('ERR_NETWORK_CORRUPT', 'the file is empty');
  if (MAGIC.some((byte, i) => i < size && bytes[i] !== byte)) {
    return refuse('ERR_NETWORK_FOREIGN', 'this is not a state of training');
  }
  const short = (length: string) =>
    refuse('ERR_NETWORK_CORRUPT', `cut short or damaged: it has ${size} of ${length} bytes`);
  if (size < HEADER_AT + CHECKSUM_BYTES) return short(`at least ${HEADER_AT + CHECKSUM_BYTES}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  const version = view.getUint32(VERSION_AT, true);
  if (version !== VERSION) {
    const message = `a state of version ${version}; this program reads ${VERSION}`;
    return refuse(
      'ERR_NETWORK_VERSION',
      `${message}: use the Tengen that wrote it, or a newer one`,
    );
  }
  const length = view.getBigUint64(LENGTH_AT, true);
  if (length !== BigInt(size)) return short(length.toString());
  if (Buffer.compare(checksumOf(bytes), bytes.subarray(-CHECKSUM_BYTES)) === 0) return undefined;
  return refuse('ERR_NETWORK_CORRUPT', 'damaged: its contents do not match their checksum');
}

/** The slots' numbers; undefined where there are more or fewer bytes. */
function readSlots(
  bytes: Uint8Array,
  lengths: readonly (readonly [name: string, length: number])[],
): Tensors | undefined {
  const total = lengths.reduce((sum, [, length]) => sum + length, 0);
  if (bytes.length !== total * Float32Array.BYTES_PER_ELEMENT) return undefined;
  const floats = new Float32Array(new Uint8Array(bytes).buffer);
  let at = 0;
  return new Map(lengths.map(([name, length]) => [name, floats.slice(at, (at += length))]));
}

/** The slots of a state, if they are those of a training step; else ERR_NETWORK_CONTENT. */
export function slotsFor(
  state: TrainingState,
  expected: readonly Slot[],
  name: string,
): Result<Tensors, NetworkFailure> {
  const refuse = refusalsOf(name);
  const start = 'not a state of this training:';
  for (const { name: slot, shape } of expected) {
    const length = state.slots.get(slot)?.length;
    if (length === elements(shape)) continue;
    const what = length === undefined ? 'is missing' : `has ${length} numbers`;
    const wanted = `it should hold ${elements(shape)}`;
    return refuse('ERR_NETWORK_CONTENT', `${start} ${slot} ${what}; ${wanted}`);
  }
  const names = new Set(expected.map((slot) => slot.name));
  const extra = [...state.slots.keys()].find((slot) => !names.has(slot));
  if (extra === undefined) return ok(state.slots);
  return refuse('ERR_NETWORK_CONTENT', `${start} it has ${extra}, which nothing asks for`);
}
