import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeOutcome } from '../../engine/outcome.js';
import { ok, type Result } from '../../engine/result.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { readRecordFile, readSummary } from '../../selfplay/records/record-file.js';
import { refusal } from '../messages/errors.js';
import type { ListedGame, ReplayInfo } from '../messages/runs.js';
import { replayOf } from './replays.js';

const NAME = /^\d{6,}\.games$/;

/** Games of a list. */
const LISTED = 50;

/** Files whose games are kept: people look at games that lie beside each other. */
const KEPT = 2;

/** A file of games, as large as it was when it was read. */
interface Opened {
  readonly path: string;
  readonly size: number;
  /** In the order they were recorded. */
  readonly games: readonly PlayedGame[];
}

/**
 * The recorded games of a run, newest first. Of the files only those are read that hold what was asked
 * for, one or two, and the few that have no summary beside them.
 */
export class GameBrowser {
  private opened: readonly Opened[] = [];
  /** Path → the numbers of its games, of files that are complete. */
  private readonly complete = new Map<string, ReadonlySet<number>>();

  constructor(private readonly folder: string) {}

  /** Games before one of that number, or the newest; whether there are more. */
  list(before?: number): { games: ListedGame[]; more: boolean } {
    const paths = this.paths();
    const from = before === undefined ? 0 : paths.findIndex((path) => this.has(path, before));
    const games: ListedGame[] = [];
    let passed = before === undefined;
    for (const path of from < 0 ? [] : paths.slice(from)) {
      for (const game of this.open(path).toReversed()) {
        if (passed && games.length === LISTED) return { games, more: true };
        if (passed) games.push(listed(game));
        passed ||= game.number === before;
      }
    }
    return { games, more: false };
  }

  /** One game. ERR_RUN_GAME_MISSING. */
  show(number: number): Result<ReplayInfo> {
    const path = this.paths().find((each) => this.has(each, number));
    const game = path === undefined ? path : this.open(path).find((each) => each.number === number);
    return game === undefined ? refusal('ERR_RUN_GAME_MISSING') : ok(replayOf(game));
  }

  /** The files, the newest first. */
  private paths(): string[] {
    try {
      const names = readdirSync(this.folder).filter((name) => NAME.test(name));
      names.sort((a, b) => parseInt(b) - parseInt(a));
      return names.map((name) => join(this.folder, name));
    } catch {
      return [];
    }
  }

  private has(path: string, number: number): boolean {
    const numbers = this.complete.get(path) ?? this.summary(path);
    return numbers?.has(number) ?? this.open(path).some((game) => game.number === number);
  }

  /** The numbers of the games of a file that will not change; undefined if it may. */
  private summary(path: string): ReadonlySet<number> | undefined {
    const summary = readSummary(path);
    if (summary === undefined) return undefined;
    const numbers = new Set(summary.numbers);
    this.complete.set(path, numbers);
    return numbers;
  }

  private open(path: string): readonly PlayedGame[] {
    const { size } = statSync(path);
    const known = this.opened.find((file) => file.path === path && file.size === size);
    const others = this.opened.filter((file) => file.path !== path).slice(0, KEPT - 1);
    const file = known ?? { path, size, games: readRecordFile(path).games };
    this.opened = [file, ...others];
    return file.games;
  }
}

function listed({ number, width, height, moves, outcome, champion }: PlayedGame): ListedGame {
  const result = makeOutcome(outcome);
  return { number, width, height, moves: moves.length, result, champion: champion.last };
}
