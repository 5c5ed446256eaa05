import type { Bits } from './bits.js';
import { WHITE, type Color } from './color.js';
import { deadStones, playoutOwnership } from './dead-stones.js';
import type { Game } from './game.js';
import { Random } from './random.js';
import { score, type Score } from './scoring.js';

/** Playouts by which dead stones are told. A fixed seed: the same position is judged the same way. */
const PLAYOUTS = 200;
const SEED = 1;

/** The stones that are dead where the game stands, as far as playouts and proof tell. */
export function deadIn({ position, rules }: Game, seed = SEED, playouts = PLAYOUTS): Bits {
  const ownership = playoutOwnership(position, new Random(seed), playouts);
  return deadStones(position, ownership, rules.suicide);
}

/** The score of a game where it stands, dead stones taken off. */
export function scoreOf(game: Game, dead = deadIn(game)): Score {
  return score(game.position, game.rules, game.handicap, dead);
}

/** The margin by which a player leads, dead stones taken off: negative if he is behind. */
export function leadOf(game: Game, color: Color, dead?: Bits): number {
  const { margin } = scoreOf(game, dead);
  return color === WHITE ? margin : -margin;
}
