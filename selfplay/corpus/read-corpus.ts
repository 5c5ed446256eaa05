import { readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { decodeSgf } from '../../engine/sgf/bytes.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { compactGame, type CompactGame, type GameRules } from './compact-game.js';
import { Corpus } from './corpus.js';
import type { SourceFile } from './sgf-files.js';
import { SkipTally } from './skips.js';

/** How far the reading of games is. */
export interface ReadingProgress {
  readonly file: number;
  readonly files: number;
  readonly games: number;
  readonly skipped: number;
}

/** Games that can be learnt from, and what became of the others. */
export interface Reading {
  readonly corpus: Corpus;
  readonly skips: SkipTally;
}

/** How long events may have to wait, in milliseconds. */
const BREATH = 50;

/**
 * Reads all games of some files. A game that is broken or of no use is counted with its reason, and
 * left out, as is a file that cannot be read. Tells of its progress several times a second.
 */
export async function readCorpus(
  files: readonly SourceFile[],
  rules: GameRules,
  onProgress: (progress: ReadingProgress) => void = () => undefined,
): Promise<Reading> {
  const reader = new CorpusReader(rules);
  let breathed = performance.now();
  for (const [i, { path }] of files.entries()) {
    for (const read of reader.read(path)) {
      if (performance.now() - breathed < BREATH) continue;
      onProgress({ file: i + 1, files: files.length, ...read });
      await breathe();
      breathed = performance.now();
    }
  }
  return reader.reading();
}

class CorpusReader {
  private readonly games: CompactGame[] = [];
  private readonly hashes = new Set<number>();
  private readonly skips = new SkipTally();

  constructor(private readonly rules: GameRules) {}

  /** Reads the games of a file; stops after each to tell how many there are so far. */
  *read(path: string): Generator<{ readonly games: number; readonly skipped: number }> {
    const text = textOf(path);
    if (typeof text !== 'string') {
      this.skips.add({ reason: 'file', detail: text.failure });
      return;
    }
    let number = 0;
    for (const record of readRecords(text, path)) {
      number++;
      if (!record.ok) this.skips.add({ reason: 'unreadable', detail: record.error.message });
      else this.add(compactGame(record.value, this.rules), `${path}, game ${number}`);
      yield { games: this.games.length, skipped: this.skips.total };
    }
  }

  reading(): Reading {
    return { corpus: Corpus.of(this.rules.board, this.games), skips: this.skips };
  }

  private add(game: ReturnType<typeof compactGame>, where: string): void {
    if (!game.ok) {
      const { code: reason, message } = game.error;
      this.skips.add({ reason, detail: `${where}: ${message}` });
    } else if (this.hashes.has(game.value.hash)) {
      this.skips.add({ reason: 'duplicate', detail: where });
    } else {
      this.hashes.add(game.value.hash);
      this.games.push(game.value);
    }
  }
}

function textOf(path: string): string | { readonly failure: string } {
  try {
    const text = decodeSgf(readFileSync(path), path);
    return text.ok ? text.value : { failure: text.error.message };
  } catch (error) {
    return { failure: `${path}: ${(error as Error).message}` };
  }
}
