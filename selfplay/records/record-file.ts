import { statSync } from 'node:fs';
import { readIfThere } from '../disk/json-lines.js';
import type { Damage } from '../disk/damage.js';
import { readJson, writeJson } from '../disk/whole-file.js';
import { parseRecord } from './encode.js';
import { readFrames } from './frame.js';
import type { PlayedGame } from './played-game.js';

/** What a file of games holds. */
export interface RecordFile {
  /** In the order they were recorded. */
  readonly games: readonly PlayedGame[];
  readonly damages: readonly Damage[];
  /** Where to write on: see {@link readFrames}. */
  readonly end: number;
}

/** Reads a file of games, a frame each. A frame that is whole but no record is skipped and named. */
export function readRecordFile(path: string): RecordFile {
  const { frames, damages, end } = readFrames(readIfThere(path), path);
  const games: PlayedGame[] = [];
  const foreign: Damage[] = [];
  for (const { payload, offset, bytes } of frames) {
    const game = parseRecord(payload);
    if (game.ok) games.push(game.value);
    else foreign.push({ file: path, offset, bytes, reason: game.error.message });
  }
  return { games, damages: [...damages, ...foreign].sort((a, b) => a.offset - b.offset), end };
}

/** What is to be known of a file of games without reading it. */
export interface Summary {
  readonly numbers: readonly number[];
  /** Turns that the policy is to be learnt from. */
  readonly fullTurns: number;
}

export function summaryOf(games: readonly PlayedGame[]): Summary {
  return {
    numbers: games.map(({ number }) => number),
    fullTurns: games.reduce((sum, game) => sum + fullTurnsOf(game), 0),
  };
}

/** The summary of no games. */
export const NO_GAMES: Summary = { numbers: [], fullTurns: 0 };

/** The summary of some games and then others. */
export function joinSummaries(a: Summary, b: Summary): Summary {
  return { numbers: [...a.numbers, ...b.numbers], fullTurns: a.fullTurns + b.fullTurns };
}

/** How many of its turns the policy is to be learnt from. */
export function fullTurnsOf({ turns }: PlayedGame): number {
  return turns.reduce((sum, { full }) => sum + Number(full), 0);
}

/**
 * Keeps the summary of a file that is complete, beside it. It only saves time: where it is missing,
 * or the file has another length than it says, the file is read again.
 */
export function writeSummary(path: string, { numbers, fullTurns }: Summary): void {
  writeJson(indexOf(path), { bytes: statSync(path).size, fullTurns, numbers });
}

/** The summary kept beside a file; undefined if it has none that fits. */
export function readSummary(path: string): Summary | undefined {
  const json = readJson(indexOf(path));
  if (!json.ok || !isIndex(json.value)) return undefined;
  return json.value.bytes === statSync(path).size ? json.value : undefined;
}

function isIndex(json: unknown): json is Summary & { readonly bytes: number } {
  if (typeof json !== 'object' || json === null) return false;
  const { bytes, fullTurns, numbers } = json as Record<string, unknown>;
  const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  return (
    isNumber(bytes) && isNumber(fullTurns) && Array.isArray(numbers) && numbers.every(isNumber)
  );
}

function indexOf(path: string): string {
  return path.replace(/\.games$/, '.index.json');
}
