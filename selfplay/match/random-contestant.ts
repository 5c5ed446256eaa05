import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import type { Contestant } from './player.js';

/** Plays any legal move that does not fill an eye of its own: the weakest anchor of ratings. */
export const RANDOM_CONTESTANT: Contestant = {
  name: 'random',
  seat: (_, seed) => {
    const random = new Random(seed);
    return Promise.resolve({ choose: (game) => Promise.resolve(drawAny(game, random)) });
  },
  close: () => Promise.resolve(),
};

function drawAny(game: Game, random: Random): number {
  const { board, position } = game;
  const points = Array.from({ length: board.area }, (_, point) => point).filter(
    (point) => game.isLegal(point) && position.isSensible(board.cellOf[point]),
  );
  return points.length === 0 ? board.pass : points[random.below(points.length)];
}
