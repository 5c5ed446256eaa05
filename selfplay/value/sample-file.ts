import { decode, encode } from '@msgpack/msgpack';
import * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import { AppendFile } from '../disk/append-file.js';
import type { DiskFailure } from '../disk/failure.js';
import { readIfThere } from '../disk/json-lines.js';
import { makeFrame, readFrames } from '../records/frame.js';
import type { Sample } from './sample.js';

/*
 * Samples on disk are frames of MessagePack, one for each chunk of them: its number, how many moves
 * each sample has, all their moves one after another (uint16, little-endian), and the results.
 */

/** Samples in a chunk: what is lost where a process is killed, for each thread. */
export const CHUNK = 256;

const FRAME = v.object({
  chunk: v.number(),
  lengths: v.instance(Uint8Array),
  moves: v.instance(Uint8Array),
  results: v.instance(Uint8Array),
});

/** The samples of a value network, kept as they are made. */
export class SampleFile {
  private constructor(
    private readonly chunks: Map<number, readonly Sample[]>,
    private readonly file: AppendFile,
  ) {}

  /** Opens a file, made if it is not there. A torn tail is cut off; damaged chunks are made again. */
  static open(path: string): Result<SampleFile, DiskFailure> {
    const { frames, end } = readFrames(readIfThere(path), path);
    const chunks = new Map(frames.flatMap(({ payload }) => chunkOf(payload) ?? []));
    const file = AppendFile.open(path, end);
    return file.ok ? { ok: true, value: new SampleFile(chunks, file.value) } : file;
  }

  /** How many samples there are. */
  get size(): number {
    return [...this.chunks.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** The chunks below a number that are not there. */
  missing(chunks: number): number[] {
    return Array.from({ length: chunks }, (_, chunk) => chunk).filter(
      (chunk) => !this.chunks.has(chunk),
    );
  }

  add(chunk: number, samples: readonly Sample[]): Result<void, DiskFailure> {
    this.chunks.set(chunk, samples);
    return this.file.append(makeFrame(encode(frameOf(chunk, samples))));
  }

  /** All samples, in the order of their numbers. */
  get all(): Sample[] {
    const chunks = [...this.chunks].sort(([a], [b]) => a - b);
    return chunks.flatMap(([, samples]) => samples);
  }

  close(): void {
    this.file.close();
  }
}

function frameOf(
  chunk: number,
  samples: readonly Sample[],
): Record<keyof v.InferOutput<typeof FRAME>, unknown> {
  const moves = Uint16Array.from(samples.flatMap((sample) => [...sample.moves]));
  return {
    chunk,
    lengths: bytesOf(Uint16Array.from(samples, (sample) => sample.moves.length)),
    moves: bytesOf(moves),
    results: Uint8Array.from(samples, ({ result }) => result + 1),
  };
}

/** The chunk that a frame holds; undefined where it holds something else. */
function chunkOf(payload: Uint8Array): [[number, Sample[]]] | undefined {
  const frame = v.safeParse(FRAME, decode(payload));
  if (!frame.success) return undefined;
  const { chunk, lengths, moves, results } = frame.output;
  const all = wordsOf(moves);
  let start = 0;
  const samples = Array.from(wordsOf(lengths), (length, i) => {
    const end = start + length;
    const sample = { moves: all.slice(start, end), result: results[i] - 1 };
    start = end;
    return sample;
  });
  return [[chunk, samples]];
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function wordsOf(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(new Uint8Array(bytes).buffer);
}
