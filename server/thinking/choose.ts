import { emptyBits } from '../../engine/bits.js';
import { WHITE } from '../../engine/color.js';
import { deadStones, playoutOwnership } from '../../engine/dead-stones.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { candidates, drawFrom } from '../../engine/search/result.js';
import type { Thinker } from '../../engine/search/thinker.js';
import { score } from '../../engine/scoring.js';
import type { Choosing } from './task.js';

/** Playouts by which dead stones are told. A fixed seed: the same position is judged the same way. */
const PLAYOUTS = 200;
const SEED = 1;

/** How much worse than passing a move must be for passing to be right, though it may not win. */
const PASS_MARGIN = 0.2;

/** Who expects less than this gains nothing by going on: he would fill his own eyes. */
const HOPELESS = -0.9;

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
  if (opponentPassed(game) && passWins(game)) return pass;
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
  const ends = other.value < HOPELESS || passing.value - other.value > PASS_MARGIN;
  return ends || passWins(game) ? pass : other.move;
}

function opponentPassed(game: Game): boolean {
  const last = game.length - 1;
  return last >= 0 && game.moveAt(last) === game.board.pass && game.colorAt(last) !== game.toMove;
}

/**
 * Whether the player to move has won if both pass now, however dead stones are treated. Under
 * territory rules they are always taken off.
 */
function passWins(game: Game): boolean {
  const { position, rules, handicap, board } = game;
  const ownership = playoutOwnership(position, new Random(SEED), PLAYOUTS);
  const dead = deadStones(position, ownership, rules.suicide);
  const counts = rules.scoring === 'territory' ? [dead] : [dead, emptyBits(board)];
  return counts.every((taken) => {
    const { margin } = score(position, rules, handicap, taken);
    return (game.toMove === WHITE ? margin : -margin) > 0;
  });
}
