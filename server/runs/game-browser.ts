import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeOutcome } from '../../engine/outcome.js';
import { ok, type Result } from '../../engine/result.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { readRecordFile } from '../../selfplay/records/record-file.js';
import { refusal } from '../messages/errors.js';
import type { ListedGame, ReplayInfo } from '../messages/runs.js';
import { replayOf } from './replays.js';

const NAME = /^\d{6,}\.games$/;

/** Games of a list. */
const LISTED = 50;

/** A file of games: its size when it was read, and its games, the last one first. */
interface Known {
  readonly size: number;
  readonly games: readonly ListedGame[];
}

/** The recorded games of a run, newest first. Files are read when they are asked for. */
export class GameBrowser {
  private readonly known = new Map<string, Known>();
  /** The file that was opened last: people look at games that lie beside each other. */
  private opened: { readonly path: string; readonly games: readonly PlayedGame[] } | undefined;

  constructor(private readonly folder: string) {}

  /** Games before one of that number, or the newest; whether there are more. */
  list(before?: number): { games: ListedGame[]; more: boolean } {
    const games: ListedGame[] = [];
    let passed = before === undefined;
    for (const { game } of this.newest()) {
      if (passed && games.length === LISTED) return { games, more: true };
      if (passed) games.push(game);
      passed ||= game.number === before;
    }
    return { games, more: false };
  }

  /** One game. ERR_RUN_GAME_MISSING. */
  show(number: number): Result<ReplayInfo> {
    for (const { game, path } of this.newest()) {
      if (game.number !== number) continue;
      const played = this.open(path).find((each) => each.number === number);
      return played === undefined ? refusal('ERR_RUN_GAME_MISSING') : ok(replayOf(played));
    }
    return refusal('ERR_RUN_GAME_MISSING');
  }

  private *newest(): Generator<{ readonly game: ListedGame; readonly path: string }> {
    for (const path of this.paths()) {
      for (const game of this.gamesOf(path)) yield { game, path };
    }
  }

  private paths(): string[] {
    try {
      const names = readdirSync(this.folder).filter((name) => NAME.test(name));
      names.sort((a, b) => parseInt(b) - parseInt(a));
      return names.map((name) => join(this.folder, name));
    } catch {
      return [];
    }
  }

  private gamesOf(path: string): readonly ListedGame[] {
    const { size } = statSync(path);
    const known = this.known.get(path);
    if (known?.size === size) return known.games;
    if (this.opened?.path === path) this.opened = undefined;
    const games = this.open(path).map(listed).reverse();
    this.known.set(path, { size, games });
    return games;
  }

  private open(path: string): readonly PlayedGame[] {
    if (this.opened?.path !== path) this.opened = { path, games: readRecordFile(path).games };
    return this.opened.games;
  }
}

function listed({ number, width, height, moves, outcome, champion }: PlayedGame): ListedGame {
  const result = makeOutcome(outcome);
  return { number, width, height, moves: moves.length, result, champion: champion.last };
}
