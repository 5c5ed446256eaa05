import type { Board } from '../board.js';
import { BLACK } from '../color.js';
import type { Batch, Evaluator } from '../evaluator.js';
import type { Game } from '../game.js';
import { Position } from '../position.js';
import { playoutScore } from '../playout.js';
import type { Random } from '../random.js';
import {
  playOn,
  type Rollout,
  type RolloutPolicy,
  type SoftmaxRollout,
} from '../rollouts/rollout.js';
import { UNIFORM_ROLLOUTS } from '../rollouts/uniform.js';
import { compensation } from '../rules.js';
import { area } from '../territory.js';
import { countBits } from '../bits.js';

/** How much of the prior of a softmax policy is spread over all moves, so that none has nothing. */
const SPREAD = 0.1;

/**
 * Judges a position by the mean result of `playouts` playouts from it. With every move as likely as the
 * others, and UCT, that is the Go programs of 2006; a softmax policy also tells which moves are
 * promising. Area is counted whatever the rules, since that is what a playout leaves behind.
 */
export function rolloutEvaluator(
  random: Random,
  playouts = 1,
  policy: RolloutPolicy = UNIFORM_ROLLOUTS,
): Evaluator {
  const kind = policy === UNIFORM_ROLLOUTS ? 'light' : policy.name;
  return {
    description: `${playouts} ${kind} playout${playouts === 1 ? '' : 's'}`,
    batch: (board, capacity) =>
      new RolloutBatch(board, capacity, policy.on(board), random, playouts),
    evaluate: (batch) => {
      if (!(batch instanceof RolloutBatch)) throw new TypeError('a batch of another evaluator');
      batch.playOut();
    },
    close: () => Promise.resolve(),
  };
}

/** Keeps positions, to be played out when the batch is evaluated: other threads may be at work then. */
class RolloutBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly score: Float32Array;
  size = 0;
  private readonly positions: Position[] = [];
  /** Of each position: the cells of the last move and the one before, and what White was given. */
  private readonly last: Int32Array;
  private readonly before: Int32Array;
  private readonly givenWhite: Float64Array;
  /** How many positions have been judged. */
  private judged = 0;

  constructor(
    readonly board: Board,
    readonly capacity: number,
    private readonly rollout: Rollout,
    private readonly random: Random,
    private readonly playouts: number,
  ) {
    const moves = board.area + 1;
    this.policy = new Float32Array(capacity * moves).fill(1 / moves);
    this.value = new Float32Array(capacity);
    this.score = new Float32Array(capacity);
    this.last = new Int32Array(capacity);
    this.before = new Int32Array(capacity);
    this.givenWhite = new Float64Array(capacity);
  }

  add(game: Game): number {
    const row = this.size++;
    (this.positions[row] ??= new Position(this.board)).copyFrom(game.position);
    this.last[row] = cellPlayed(game, 1);
    this.before[row] = cellPlayed(game, 2);
    this.givenWhite[row] = game.rules.komi + compensation(game.rules, game.handicap);
    return row;
  }

  clear(): void {
    this.size = 0;
    this.judged = 0;
  }

  /** Judges the positions that have not been judged yet. */
  playOut(): void {
    while (this.judged < this.size) this.judge(this.judged++);
  }

  private judge(row: number): void {
    const { rollout, random, playouts } = this;
    const position = this.positions[row];
    let wins = 0;
    let points = 0;
    for (let i = 0; i < playouts; i++) {
      rollout.begin(position, this.last[row], this.before[row]);
      if (i === 0 && isSoftmax(rollout)) this.writePriors(rollout, row);
      const margin = playedOut(rollout, random) - this.givenWhite[row];
      wins += Math.sign(margin);
      points += margin;
    }
    const sign = position.toMove === BLACK ? 1 : -1;
    this.value[row] = (sign * wins) / playouts;
    this.score[row] = (sign * points) / playouts;
  }

  private writePriors(rollout: SoftmaxRollout, row: number): void {
    const { policy, board } = this;
    const moves = board.area + 1;
    const start = row * moves;
    rollout.probabilities(policy, start);
    for (let i = start; i < start + moves; i++) {
      policy[i] = (1 - SPREAD) * policy[i] + SPREAD / moves;
    }
  }
}

function isSoftmax(rollout: Rollout): rollout is SoftmaxRollout {
  return 'probabilities' in rollout;
}

/** The cell of a move of the game, counted from its end, the last being 1; 0 for a pass or none. */
export function cellPlayed(game: Game, back: number): number {
  const { board, length } = game;
  if (length < back) return 0;
  const point = game.moveAt(length - back);
  return point === board.pass ? 0 : board.cellOf[point];
}

/** Plays a rollout to its end. @returns Black's points less White's. */
export function playedOut(rollout: Rollout, random: Random): number {
  const { position } = rollout;
  const { board } = position;
  const most = 3 * board.area;
  if (playOn(rollout, random, most) < most) return playoutScore(position);
  // One cut short has more than eyes left to count.
  const { black, white } = area(board, position);
  return countBits(black) - countBits(white);
}
