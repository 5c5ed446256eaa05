import { BLACK, opponent } from '../../../engine/color.js';
import type { Game } from '../../../engine/game.js';
import { win } from '../../../engine/outcome.js';
import type { Random } from '../../../engine/random.js';

/** One who plays a game. */
export interface Seat {
  choose(): Promise<number | 'resign'>;
}

/** Plays on to the game's end, or that many moves. Who makes an illegal move loses. */
export async function playGame(game: Game, black: Seat, white: Seat, most = 500): Promise<void> {
  while (game.end === undefined && game.length < most) {
    const color = game.toMove;
    const choice = await (color === BLACK ? black : white).choose();
    if (choice === 'resign') game.resign(color);
    else if (!game.tryPlay(choice).ok) game.declare(win(opponent(color), 'forfeit'));
  }
}

/** Plays any legal move that does not fill an eye of its own. */
export function randomSeat(game: Game, random: Random): Seat {
  const { board, position } = game;
  const points = Array.from({ length: board.area }, (_, point) => point);
  return {
    choose: () => {
      const free = points.filter((p) => game.isLegal(p) && position.isSensible(board.cellOf[p]));
      return Promise.resolve(free.length === 0 ? board.pass : free[random.below(free.length)]);
    },
  };
}
