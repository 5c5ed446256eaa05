import { closeSync, openSync, readSync } from 'node:fs';
import { decode, encode } from '@msgpack/msgpack';
import * as v from 'valibot';
import { ok, type Result } from '../../engine/result.js';
import { AppendFile } from '../disk/append-file.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { makeFrame } from '../records/frame.js';
import type { Sample, Samples } from './sample.js';
import { scanFrames } from './scan-frames.js';

/*
 * Samples on disk are frames of MessagePack, in the order in which their games ended: the sample's
 * number, the result plus 1, and its moves (uint16, little-endian).
 */
const FRAME = v.tuple([
  v.pipe(v.number(), v.integer(), v.minValue(0)),
  v.picklist([0, 1, 2]),
  v.instance(Uint8Array),
]);

/**
 * The samples of a value network, kept as they are made and read when they are asked for: in memory is
 * only where each lies, 12 bytes, so that there may be more of them than memory could hold.
 */
export class SampleFile implements Samples {
  private constructor(
    private readonly path: string,
    private readonly index: SampleIndex,
    private readonly file: AppendFile,
    private readonly descriptor: number,
  ) {}

  /**
   * Opens a file for so many samples, made if it is not there. A torn tail is cut off; samples that are
   * damaged are missing, and those with higher numbers are left out.
   */
  static open(path: string, length: number): Result<SampleFile, DiskFailure> {
    const index = new SampleIndex(length);
    const end = scanFrames(path, ({ payload, offset, bytes }) => {
      const number = parse(payload)?.[0];
      if (number !== undefined) index.note(number, offset + bytes, payload.length);
    });
    if (!end.ok) return end;
    const file = AppendFile.open(path, end.value);
    if (!file.ok) return file;
    const descriptor = onDisk(path, () => openSync(path, 'r'));
    if (!descriptor.ok) return descriptor;
    return ok(new SampleFile(path, index, file.value, descriptor.value));
  }

  /** How many samples there are to be. */
  get length(): number {
    return this.index.lengths.length;
  }

  /** How many there are. */
  get size(): number {
    return this.index.size;
  }

  /** A byte for each sample, 1 for those that are there. */
  known(): SharedArrayBuffer {
    const known = new SharedArrayBuffer(this.length);
    new Uint8Array(known).set(this.index.lengths.map((length) => Math.min(length, 1)));
    return known;
  }

  add(number: number, sample: Sample): Result<void, DiskFailure> {
    const payload = encode([number, sample.result + 1, bytesOf(sample.moves)]);
    const added = this.file.append(makeFrame(payload));
    if (added.ok) this.index.note(number, this.file.size, payload.length);
    return added;
  }

  /** @throws Error where the sample is not there, or the disk fails. */
  get(number: number): Sample {
    const { offsets, lengths } = this.index;
    const payload = new Uint8Array(lengths[number]);
    readSync(this.descriptor, payload, 0, payload.length, offsets[number]);
    const frame = parse(payload);
    if (frame === undefined) throw new Error(`${this.path}: sample ${number} cannot be read`);
    const [, result, moves] = frame;
    return { moves: wordsOf(moves), result: result - 1 };
  }

  close(): void {
    this.file.close();
    closeSync(this.descriptor);
  }
}

/** Where samples lie in their file. */
class SampleIndex {
  size = 0;
  readonly offsets: Float64Array;
  /** Bytes of each sample's payload; 0 for one that is not there. */
  readonly lengths: Uint32Array;

  constructor(length: number) {
    this.offsets = new Float64Array(length);
    this.lengths = new Uint32Array(length);
  }

  /** Notes a sample whose payload ends there. */
  note(number: number, end: number, length: number): void {
    if (number >= this.lengths.length) return;
    if (this.lengths[number] === 0) this.size++;
    this.offsets[number] = end - length;
    this.lengths[number] = length;
  }
}

/** What a frame holds; undefined where it is no sample. */
function parse(payload: Uint8Array): v.InferOutput<typeof FRAME> | undefined {
  if (payload.length === 0) return undefined;
  const frame = v.safeParse(FRAME, decode(payload));
  return frame.success ? frame.output : undefined;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function wordsOf(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(new Uint8Array(bytes).buffer);
}
