import type { Game } from '../../engine/game.js';
import { mayEnd, opponentPassed, passWins } from '../../engine/passing.js';
import type { Random } from '../../engine/random.js';
import { candidates, drawFrom } from '../../engine/search/result.js';
import type { Thinker } from '../../engine/search/thinker.js';
import type { Choosing } from './task.js';

/** A beginner overlooks much, but does not play moves that look this much worse than the best. */
const LEAST_SHARE = 0.02;

/** The move to make in a game, by what a search of its position has found. */
export function chooseMove(
  thinker: Thinker,
  game: Game,
  choosing: Choosing,
  random: Random,
): number {
  const { pass } = game.board;
  if (opponentPassed(game, game.toMove) && passWins(game, game.toMove)) return pass;
  const best = thinker.bestMove();
  if (best === pass) return passOrNot(thinker, game);
  if (choosing.temperature === 0) return best;
  const shares = sharesOf(thinker, game, choosing);
  return shares[best] === 0 ? best : drawFrom(shares, choosing.temperature, random);
}

/** Move → its share of the policy, [area + 1]: moves to draw from, passing not among them. */
function sharesOf(thinker: Thinker, game: Game, { byPriors }: Choosing): Float32Array {
  const shares = new Float32Array(game.board.area + 1);
  if (byPriors) thinker.writePriors(shares);
  else thinker.writePolicy(shares);
  shares[game.board.pass] = 0;
  const most = shares.reduce((a, b) => Math.max(a, b));
  return shares.map((share) => (share < LEAST_SHARE * most ? 0 : share));
}

/** Whether to pass, where that looks best: not as long as a game that is not won could be. */
function passOrNot(thinker: Thinker, game: Game): number {
  const { pass } = game.board;
  const found = candidates(thinker.search.tree);
  const other = found.find(({ move }) => move !== pass);
  const passing = found.find(({ move }) => move === pass);
  if (other === undefined || passing === undefined) return pass;
  const ends = mayEnd(passing.value, other.value) || passWins(game, game.toMove);
  return ends ? pass : other.move;
}
