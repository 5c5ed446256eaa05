import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import type { DiskFailure } from '../disk/failure.js';
import type { GameRules } from './compact-game.js';
import { readCorpusFile, writeCorpusFile } from './corpus-file.js';
import { readCorpus, type Reading, type ReadingProgress } from './read-corpus.js';
import { findGameFiles, type SourceFailure } from './sgf-files.js';
import { describeSkips } from './skips.js';

export type CorpusFailure = SourceFailure | Failure<'ERR_GAMES_NONE'> | DiskFailure;

export interface OpenOptions {
  /** Where the games are kept in compact form, so that they need not be read again. */
  readonly cache?: string;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/**
 * The games of some files and folders that the rules allow, from the cache if it is of the same files
 * as they are now. ERR_GAMES_MISSING where a path leads nowhere; ERR_GAMES_NONE where no game is of
 * use, with the reasons.
 */
export async function openCorpus(
  paths: readonly string[],
  rules: GameRules,
  { cache, onProgress }: OpenOptions = {},
): Promise<Result<Reading, CorpusFailure>> {
  const files = findGameFiles(paths);
  if (!files.ok) return files;
  const kept = cache === undefined ? undefined : readCorpusFile(cache, files.value, rules);
  if (kept !== undefined) return ok(kept);
  const reading = await readCorpus(files.value, rules, onProgress);
  if (reading.corpus.games === 0) {
    const reasons = describeSkips(reading.skips).join('; ');
    return fail(
      'ERR_GAMES_NONE',
      `no game can be learnt from: ${reasons || 'the files are empty'}`,
    );
  }
  if (cache === undefined) return ok(reading);
  const written = writeCorpusFile(cache, files.value, rules, reading);
  return written.ok ? ok(reading) : written;
}
