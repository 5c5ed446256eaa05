import type { Board } from '../board.js';
import { BLACK, type Color, WHITE } from '../color.js';
import { type Outcome, UNKNOWN } from '../outcome.js';
import type { Rules } from '../rules.js';

/** A move of a record: a point, or the board's pass. */
export interface RecordedMove {
  readonly color: Color;
  readonly point: number;
}

/** Stones on the board before the first move, as rising points. */
export interface Setup {
  readonly black: readonly number[];
  readonly white: readonly number[];
}

/** A player as the file names one; empty where it does not. */
export interface Player {
  readonly name: string;
  readonly rank: string;
}

/**
 * A game's main line as plain data. It is notation: whether the moves are legal is for the rules to
 * say. What is not known is empty.
 */
export interface GameRecord {
  readonly board: Board;
  /** Komi included. */
  readonly rules: Rules;
  /** What the file calls the rules, whether that is a preset's name or not. */
  readonly rulesName: string;
  /** Stones of handicap as declared (HA), 0 for none; those on the board are in `setup`. */
  readonly handicap: number;
  readonly setup: Setup;
  /** Who is to make the first move. */
  readonly toMove: Color;
  readonly moves: readonly RecordedMove[];
  readonly outcome: Outcome;
  readonly black: Player;
  readonly white: Player;
  readonly date: string;
  readonly event: string;
  readonly round: string;
  readonly place: string;
  readonly gameName: string;
  /** On the game as a whole. */
  readonly comment: string;
}

const NOBODY: Player = { name: '', rank: '' };

/** A record of an empty board under these rules, Black to move, with nothing else known but `known`. */
export function newRecord(
  board: Board,
  rules: Rules,
  known: Partial<Omit<GameRecord, 'board' | 'rules'>> = {},
): GameRecord {
  return {
    board,
    rules,
    rulesName: '',
    handicap: 0,
    setup: { black: [], white: [] },
    toMove: BLACK,
    moves: [],
    outcome: UNKNOWN,
    black: NOBODY,
    white: NOBODY,
    date: '',
    event: '',
    round: '',
    place: '',
    gameName: '',
    comment: '',
    ...known,
  };
}

/**
 * Who moves first where the file does not say (PL): who does in its first move; White where there
 * are handicap stones on the board; else Black.
 */
export function impliedToMove({
  handicap,
  setup,
  moves,
}: Pick<GameRecord, 'handicap' | 'setup' | 'moves'>): Color {
  if (moves.length > 0) return moves[0].color;
  return handicap >= 2 && setup.black.length > 0 ? WHITE : BLACK;
}

/** The fields of a record that are texts, and the properties that hold them. */
export const TEXT_PROPERTIES = {
  date: 'DT',
  event: 'EV',
  round: 'RO',
  place: 'PC',
  gameName: 'GN',
} as const;
