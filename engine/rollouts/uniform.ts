import type { Board } from '../board.js';
import { drawMove } from '../playout.js';
import { Position } from '../position.js';
import type { Random } from '../random.js';
import type { Rollout, RolloutPolicy } from './rollout.js';

/** Every legal point that is no eye of the player's own is as likely as the others. */
export const UNIFORM_ROLLOUTS: RolloutPolicy = {
  name: 'uniform',
  tellsPriors: false,
  on: (board) => new UniformRollout(board),
};

class UniformRollout implements Rollout {
  readonly position: Position;

  constructor(board: Board) {
    this.position = new Position(board);
  }

  begin(position: Position): void {
    this.position.copyFrom(position);
  }

  draw(random: Random): number {
    return drawMove(this.position, random);
  }

  play(cell: number): void {
    if (cell === 0) this.position.pass();
    else this.position.place(cell);
  }
}
