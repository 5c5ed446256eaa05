import type { Game } from '../../engine/game.js';
import { mayEnd, opponentPassed, passWins } from '../../engine/passing.js';
import type { Random } from '../../engine/random.js';
import { candidates, drawFrom } from '../../engine/search/result.js';
import type { Thinker } from '../../engine/search/thinker.js';
import type { Choosing } from './task.js';

/** What a prior counts beside a visit: it decides between moves that have not been visited. */
const PRIOR_SHARE = 1e-4;

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
  const { temperature, noticed } = choosing;
  if (temperature === 0 && noticed === 1) return best;
  const shares = sharesOf(thinker, game);
  if (noticed < 1) overlook(shares, noticed, random);
  return shares.some((share) => share > 0) ? drawFrom(shares, temperature, random) : best;
}

/** Move → what speaks for it, [area + 1]; passing, and filling an eye of one's own, do not count. */
function sharesOf(thinker: Thinker, { board, position }: Game): Float32Array {
  const [shares, priors] = [board.area + 1, board.area + 1].map((moves) => new Float32Array(moves));
  thinker.writePolicy(shares);
  thinker.writePriors(priors);
  return shares.map((share, move) =>
    priors[move] > 0 && move !== board.pass && position.isSensible(board.cellOf[move])
      ? share + PRIOR_SHARE * priors[move]
      : 0,
  );
}

/** Takes away all but a share of the moves, drawn at random; one stays at least. */
function overlook(shares: Float32Array, noticed: number, random: Random): void {
  const moves = [...shares.keys()].filter((move) => shares[move] > 0);
  for (let left = Math.floor((1 - noticed) * moves.length); left > 0 && moves.length > 1; left--) {
    const [overlooked] = moves.splice(random.below(moves.length), 1);
    shares[overlooked] = 0;
  }
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
