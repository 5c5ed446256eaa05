import type { Color } from '../../engine/color.js';
import type { Game } from '../../engine/game.js';
import { mayEnd, passWins } from '../../engine/passing.js';
import type { Report } from '../thinking/engine.js';

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
  const ends = mayEnd(best.value, other.value) || passWins(game, color);
  return ends ? pass : other.move;
}
