import type { Board } from '../board.js';
import type { Batch, Evaluator } from '../evaluator.js';

/** Knows nothing, at no cost: every move is as likely as the others, every position even. */
export const UNIFORM: Evaluator = {
  description: 'uniform',
  batch: (board, capacity) => new UniformBatch(board, capacity),
  evaluate: () => undefined,
  close: () => Promise.resolve(),
};

class UniformBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  size = 0;

  constructor(
    readonly board: Board,
    readonly capacity: number,
  ) {
    const moves = board.area + 1;
    this.policy = new Float32Array(capacity * moves).fill(1 / moves);
    this.value = new Float32Array(capacity);
  }

  add(): number {
    return this.size++;
  }

  clear(): void {
    this.size = 0;
  }
}
