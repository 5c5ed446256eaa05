import type { Board } from '../board.js';
import { BLACK } from '../color.js';
import type { Batch, Evaluator } from '../evaluator.js';
import type { Game } from '../game.js';
import { playout, playoutScore } from '../playout.js';
import { Position } from '../position.js';
import type { Random } from '../random.js';
import { compensation } from '../rules.js';
import { area } from '../territory.js';
import { countBits } from '../bits.js';

/**
 * Judges a position by the mean result of `playouts` light playouts from it, every move as likely as
 * the others: with UCT, the Go programs of 2006. Area is counted whatever the rules, since that is what
 * a playout leaves behind.
 */
export function rolloutEvaluator(random: Random, playouts = 1): Evaluator {
  return {
    description: `${playouts} light playout${playouts === 1 ? '' : 's'}`,
    batch: (board, capacity) => new RolloutBatch(board, capacity, random, playouts),
    evaluate: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** Plays out as positions are added, so that none has to be kept. */
class RolloutBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly score: Float32Array;
  size = 0;
  private readonly scratch: Position;

  constructor(
    readonly board: Board,
    readonly capacity: number,
    private readonly random: Random,
    private readonly playouts: number,
  ) {
    const moves = board.area + 1;
    this.policy = new Float32Array(capacity * moves).fill(1 / moves);
    this.value = new Float32Array(capacity);
    this.score = new Float32Array(capacity);
    this.scratch = new Position(board);
  }

  add(game: Game): number {
    const { board, scratch, random, playouts } = this;
    const givenWhite = game.rules.komi + compensation(game.rules, game.handicap);
    let wins = 0;
    let points = 0;
    for (let i = 0; i < playouts; i++) {
      scratch.copyFrom(game.position);
      const margin = blackPoints(scratch, playout(scratch, random, 3 * board.area)) - givenWhite;
      wins += Math.sign(margin);
      points += margin;
    }
    const sign = game.toMove === BLACK ? 1 : -1;
    this.value[this.size] = (sign * wins) / playouts;
    this.score[this.size] = (sign * points) / playouts;
    return this.size++;
  }

  clear(): void {
    this.size = 0;
  }
}

/** Black's points less White's after a playout of so many moves. One cut short is counted in full. */
function blackPoints(position: Position, moves: number): number {
  const { board } = position;
  if (moves < 3 * board.area) return playoutScore(position);
  const { black, white } = area(board, position);
  return countBits(black) - countBits(white);
}
