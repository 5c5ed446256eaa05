import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { makeOutcome } from '../../engine/outcome.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { ReportGame } from './report-data.js';

/** A game as the page's script reads it: it need know no rules. */
export interface Replay {
  readonly title: string;
  readonly result: string;
  readonly width: number;
  readonly height: number;
  readonly komi: number;
  /** Points, area for a pass. */
  readonly moves: readonly number[];
  /** Ply → points from which that move took stones away; others are left out. */
  readonly captures: Readonly<Record<number, readonly number[]>>;
  /** Ply → value for Black in hundredths; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** Plays a game again. It ends before the first move that the rules do not allow. */
export function makeReplay(shown: ReportGame): Replay {
  const { width, height, komi, players } = shown;
  const board = Board.of(width, height);
  const game = new Game(board, { ...RULE_PRESETS[shown.rules], komi });
  const captures: Record<number, number[]> = {};
  for (let ply = 0; ply < shown.moves.length; ply++) {
    const before = stonesOf(game);
    const move = shown.moves[ply];
    if (!game.tryPlay(move).ok) break;
    const after = stonesOf(game);
    if (move !== board.pass) before[move] = game.colorAt(ply);
    const taken = pointsWhere(before, (color, point) => color !== after[point]);
    if (taken.length > 0) captures[ply] = taken;
  }
  return {
    title: `Game ${shown.number}` + (players ? `: ${players.black} – ${players.white}` : ''),
    result: makeOutcome(shown.outcome),
    width,
    height,
    komi,
    moves: Array.from({ length: game.length }, (_, ply) => game.moveAt(ply)),
    captures,
    values: valuesForBlack(shown, game.length),
  };
}

/** Point → colour. */
function stonesOf({ board, position }: Game): number[] {
  return Array.from(board.cellOf, (cell) => position.color[cell]);
}

function pointsWhere(
  colors: readonly number[],
  holds: (color: number, point: number) => boolean,
): number[] {
  return [...colors.keys()].filter((point) => holds(colors[point], point));
}

function valuesForBlack({ turns }: ReportGame, length: number): (number | null)[] {
  const values = Array.from({ length }, (): number | null => null);
  for (const { ply, value } of turns) {
    if (ply < length) values[ply] = Math.round(100 * (ply % 2 === 0 ? value : -value));
  }
  return values;
}
