import { readFileSync } from 'node:fs';
import { decode, encode } from '@msgpack/msgpack';
import { Board } from '../../engine/board.js';
import type { Result } from '../../engine/result.js';
import type { DiskFailure } from '../disk/failure.js';
import { writeWhole } from '../disk/whole-file.js';
import { makeFrame, readFrames } from '../records/frame.js';
import type { GameRules } from './compact-game.js';
import { Corpus, type CorpusData } from './corpus.js';
import type { Reading } from './read-corpus.js';
import type { SourceFile } from './sgf-files.js';
import { SkipTally, type SkipCount } from './skips.js';

/*
 * A corpus on disk is one frame of MessagePack, kept so that games need not be read again: what it was
 * read from and by which rules, what was left out, and the arrays as they are in memory, which is
 * little-endian on every machine that Node.js runs on.
 */

/** Raised whenever the same files would be read otherwise. */
const VERSION = 3;

interface CorpusFile extends Omit<CorpusData, ArrayName> {
  readonly key: string;
  readonly skips: readonly SkipCount[];
  readonly arrays: Readonly<Record<ArrayName, Uint8Array>>;
}

const ARRAYS = {
  moves: Int16Array,
  starts: Uint32Array,
  results: Float32Array,
  margins: Float32Array,
  komis: Float32Array,
  rules: Uint8Array,
  hashes: Float64Array,
} as const;

type ArrayName = keyof typeof ARRAYS;

const ARRAY_NAMES = Object.keys(ARRAYS) as ArrayName[];

/** Keeps what was read from files by rules. */
export function writeCorpusFile(
  path: string,
  sources: readonly SourceFile[],
  rules: GameRules,
  { corpus, skips }: Reading,
): Result<void, DiskFailure> {
  const { data } = corpus;
  const { width, height, ruleNames } = data;
  const arrays = Object.fromEntries(ARRAY_NAMES.map((name) => [name, bytesOf(data[name])]));
  const file = {
    key: keyOf(sources, rules),
    width,
    height,
    ruleNames,
    skips: skips.counts,
    arrays,
  };
  return writeWhole(path, makeFrame(encode(file)));
}

/** What is kept of those files and rules; undefined where nothing is, or it is damaged. */
export function readCorpusFile(
  path: string,
  sources: readonly SourceFile[],
  rules: GameRules,
): Reading | undefined {
  try {
    const [frame] = readFrames(readFileSync(path), path).frames;
    const file = decode(frame.payload) as CorpusFile;
    if (file.key !== keyOf(sources, rules)) return undefined;
    const { width, height, ruleNames, skips } = file;
    const arrays = Object.fromEntries(
      ARRAY_NAMES.map((name) => [name, arrayOf(name, file.arrays[name])]),
    ) as unknown as Pick<CorpusData, ArrayName>;
    const data = { width, height, ruleNames, ...arrays };
    return { corpus: new Corpus(Board.of(width, height), data), skips: new SkipTally(skips) };
  } catch {
    return undefined; // it is made again
  }
}

/** What a corpus depends on, as text. */
function keyOf(sources: readonly SourceFile[], rules: GameRules): string {
  const { board, ...others } = rules;
  return JSON.stringify([VERSION, board.toString(), others, sources]);
}

function bytesOf({ buffer, byteOffset, byteLength }: CorpusData[ArrayName]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A copy, since MessagePack's bytes begin anywhere. */
function arrayOf(name: ArrayName, bytes: Uint8Array): CorpusData[ArrayName] {
  return new ARRAYS[name](new Uint8Array(bytes).buffer);
}
