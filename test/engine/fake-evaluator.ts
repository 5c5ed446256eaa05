import type { Board } from '../../engine/board.js';
import { BLACK, EMPTY } from '../../engine/color.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';

/**
 * What a fake evaluator says of a position: a prior for each move, pass last, and a value; and, if it
 * is one that tells, the margin and the owner of each point.
 */
export interface Opinion {
  readonly policy: readonly number[];
  readonly value: number;
  readonly score?: number;
  readonly ownership?: readonly number[];
}

export type Opinions = (game: Game) => Opinion;

/** An evaluator whose opinions a test makes up; it tells margins or owners if all opinions have them. */
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
  score?: Float32Array;
  ownership?: Float32Array;
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
    const { policy, value, score, ownership } = this.opinions(game);
    const { area } = this.board;
    this.policy.set(policy, this.size * (area + 1));
    this.value[this.size] = value;
    if (score !== undefined) {
      this.score ??= new Float32Array(this.capacity);
      this.score[this.size] = score;
    }
    if (ownership !== undefined) {
      this.ownership ??= new Float32Array(this.capacity * area);
      this.ownership.set(ownership, this.size * area);
    }
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

/** The same, with margins of up to 15 points and owners. */
export function hashedOpinionsOfPoints(game: Game): Opinion {
  const { policy, value } = hashedOpinions(game);
  const ownership = policy.slice(0, -1).map((p) => Math.sin(100 * p));
  return { policy, value, score: 30 * Math.sin(1000 * value), ownership };
}

/**
 * Opinions that look exactly the same from every side: each point is judged by its distances from the
 * stones and from the middle, in whole numbers, whose sums do not depend on their order.
 */
export function symmetricOpinions({ position, board, toMove }: Game): Opinion {
  const points = [...board.cellOf.keys()];
  const stones = points.filter((point) => position.at(point) !== EMPTY);
  const distance = (x: number, y: number, point: number): number =>
    (2 * board.x(point) - x) ** 2 + (2 * board.y(point) - y) ** 2;
  const look = (point: number): number => {
    const middle = distance(board.width - 1, board.height - 1, point);
    const [x, y] = [2 * board.x(point), 2 * board.y(point)];
    const sides = stones.map((stone) =>
      mix(2 * distance(x, y, stone) + (position.at(stone) === toMove ? 1 : 0)),
    );
    return mix(sides.reduce((a, b) => (a + b) | 0, middle));
  };
  const looks = points.map(look);
  const whole = mix(looks.reduce((a, b) => (a + b) | 0, 0));
  const policy = [...looks.map((seen) => 1 + (seen >>> 9)), 1 << 20];
  return { policy, value: whole / 2 ** 32, score: mix(whole) / 2 ** 28 };
}

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return x ^ (x >>> 15);
}
