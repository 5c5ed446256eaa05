import type { Color } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import type { MoveReport, Report } from '../thinking/engine.js';
import { passWins } from './passing.js';

/** How much worse than passing a move must be for passing to be right, though it may not win. */
const PASS_MARGIN = 0.2;

const HOPELESS = -0.9;

/** The move to make by what a search has found, of those that the rules of the game allow. */
export function chooseMove(game: Game, color: Color, { moves }: Report, mayPass = true): number {
  const { pass } = game.board;
  const allowed = moves.filter(({ move }) => game.isLegal(move));
  const best = allowed.at(0);
  if (best === undefined) return pass;
  if (best.move !== pass) return best.move;
  const other = allowed.find(({ move, visits }) => move !== pass && (visits > 0 || !mayPass));
  if (other === undefined) return pass;
  if (!mayPass) return other.move;
  const ends = isHopeless(other) || isWorthMore(best, other) || passWins(game, color);
  return ends ? pass : other.move;
}

/** Whether a game is not to be won by a move either: who goes on then fills his own eyes. */
function isHopeless({ value }: MoveReport): boolean {
  return value < HOPELESS;
}

function isWorthMore(pass: MoveReport, other: MoveReport): boolean {
  return pass.value - other.value > PASS_MARGIN;
}
