import type { Board } from '../../engine/board.js';
import { BLACK, opponent } from '../../engine/color.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';

/** What a fake evaluator says of a position: a prior for each move, pass last, and a value. */
export interface Opinion {
  readonly policy: readonly number[];
  readonly value: number;
}

export type Opinions = (game: Game) => Opinion;

/** An evaluator whose opinions a test makes up. */
export function fakeEvaluator(opinions: Opinions): Evaluator {
  return {
    description: 'fake',
    batch: (board, capacity) => new FakeBatch(board, capacity, opinions),
    evaluate: () => undefined,
    close: () => Promise.resolve(),
  };
}

class FakeBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  size = 0;

  constructor(
    readonly board: Board,
    readonly capacity: number,
    private readonly opinions: Opinions,
  ) {
    this.policy = new Float32Array(capacity * (board.area + 1));
    this.value = new Float32Array(capacity);
  }

  add(game: Game): number {
    const { policy, value } = this.opinions(game);
    this.policy.set(policy, this.size * (this.board.area + 1));
    this.value[this.size] = value;
    return this.size++;
  }

  clear(): void {
    this.size = 0;
  }
}

/** Opinions drawn from a hash of the stones and the side to move: lively, and always the same. */
export function hashedOpinions(game: Game): Opinion {
  const { position, board } = game;
  let state = position.hashLow ^ (game.toMove === BLACK ? 0x9e3779b9 : 0);
  const draw = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) + 0x7f4a7c15;
    return (state >>> 8) / 2 ** 24;
  };
  const policy = Array.from({ length: board.area + 1 }, () => draw() ** 4);
  return { policy, value: draw() - 0.5 };
}

/** Opinions that look the same from every side: each point is judged by what stands round it. */
export function symmetricOpinions(game: Game): Opinion {
  const { position, board } = game;
  const { cellOf, around } = board;
  const weight = (cell: number): number => {
    let near = 0;
    for (let i = 0; i < 8; i++) {
      const color = position.color[cell + around[i]];
      near +=
        (color === game.toMove ? 3 : color === opponent(game.toMove) ? 5 : 1) * (i < 4 ? 7 : 1);
    }
    return 1 + (near % 11);
  };
  const policy = Array.from(cellOf, weight);
  const balance = policy.reduce((sum, w, p) => sum + (position.at(p) === game.toMove ? w : -w), 0);
  return { policy: [...policy, 0.5], value: Math.tanh(balance / 100) };
}
