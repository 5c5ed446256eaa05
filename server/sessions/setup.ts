import { Board } from '../../engine/board.js';
import { makeSgfMove } from '../../engine/coordinates.js';
import { fixedHandicap } from '../../engine/handicap.js';
import { UNKNOWN, type Outcome } from '../../engine/outcome.js';
import { ok, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { Player } from '../../engine/sgf/record.js';
import type { Properties } from '../../engine/sgf/tree.js';
import { PERSON } from '../messages/game.js';
import type { GameSettings } from '../messages/settings.js';
import type { Table } from './replay.js';
import { GameTree } from './tree.js';

/** A game that a session takes up: new, or from a file. */
export interface OpenedGame {
  readonly table: Table;
  readonly tree: GameTree;
  readonly black: Player;
  readonly white: Player;
  readonly outcome: Outcome;
}

/** What a person and the engine are called in files. */
const SOMEBODY: Player = { name: PERSON, rank: '' };
const ENGINE: Player = { name: 'Tengen', rank: '' };

/** A new game. `ERR_HANDICAP` where the board has no places for as many stones. */
export function newGame(settings: GameSettings, firstId: number): Result<OpenedGame> {
  const { width, height, komi, handicap, people } = settings;
  const board = Board.of(width, height);
  const points = handicap < 2 ? ok([]) : fixedHandicap(board, handicap);
  if (!points.ok) return points;
  const properties: Properties =
    handicap < 2 ? {} : { AB: points.value.map((point) => makeSgfMove(board, point)), PL: ['W'] };
  return ok({
    table: { board, rules: { ...RULE_PRESETS[settings.rules], komi }, handicap },
    tree: new GameTree(properties, firstId),
    black: people === 'black' || people === 'both' ? SOMEBODY : ENGINE,
    white: people === 'white' || people === 'both' ? SOMEBODY : ENGINE,
    outcome: UNKNOWN,
  });
}

/** The game of a session that has just begun. */
export const FIRST_GAME: GameSettings = {
  width: 9,
  height: 9,
  rules: 'chinese',
  komi: 7,
  handicap: 0,
  people: 'black',
  strength: { kind: 'level', level: 5 },
  time: { kind: 'none' },
};
