import type { Board } from '../board.js';
import type { Position } from '../position.js';
import type { Random } from '../random.js';

/**
 * How moves are chosen in playouts. A rollout policy is a probability for each move of a position, cheap
 * enough to be drawn from hundreds of times a playout: uniform, by patterns, or a softmax of features
 * that was learnt from games.
 */
export interface RolloutPolicy {
  readonly name: string;
  /** Whether its rollouts can say how likely each move is: they are {@link SoftmaxRollout}s. */
  readonly tellsPriors: boolean;
  /** Room for playouts on boards of one shape, one at a time. */
  on(board: Board): Rollout;
}

/**
 * A playout under way: a position of its own, and whatever the policy keeps of it from move to move, so
 * that a move costs what it changes and not what the board holds.
 */
export interface Rollout {
  /** The position now. To read; moves go through {@link play}. */
  readonly position: Position;
  /**
   * Starts from a copy of a position. `last` is the cell of the move that led to it, `before` that of
   * the move before; 0 for a pass, or where there was none.
   */
  begin(position: Position, last?: number, before?: number): void;
  /**
   * Draws a move for the side to move, as the policy has it: the cell of a legal point (simple ko, no
   * suicide) that is no eye of its own, or 0 for a pass, where there is no such point.
   */
  draw(random: Random): number;
  /** Plays a cell that was drawn, or any other legal one; 0 passes. */
  play(cell: number): void;
}

/** A rollout of a softmax policy, which can say how likely each move is. */
export interface SoftmaxRollout extends Rollout {
  /**
   * Writes the probability of each move of the side to move, [area + 1], pass last: 1 for a pass where
   * no point can be drawn, else 0.
   */
  probabilities(out: Float32Array, offset?: number): void;
}

/** Plays a rollout on to two passes, or `maxMoves` at most. @returns how many moves it made, passes too. */
export function playOn(rollout: Rollout, random: Random, maxMoves: number): number {
  let moves = 0;
  for (let passes = 0; passes < 2 && moves < maxMoves; moves++) {
    const cell = rollout.draw(random);
    rollout.play(cell);
    passes = cell === 0 ? passes + 1 : 0;
  }
  return moves;
}
