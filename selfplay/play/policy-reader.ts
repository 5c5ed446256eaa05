import { emptyBits, lowestBit, type Bits } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import { drawFrom } from '../../engine/search/result.js';
import type { Random } from '../../engine/random.js';
import type { Visit } from '../../engine/search/search.js';
import type { SharedEvaluator, Visitor } from './shared-evaluator.js';

/**
 * A network's policy as a player of its own, without search: the softmax over the moves that it may
 * make. Those are passing, and every legal point but the eyes of its own, as in playouts: a policy
 * that drew such moves would fill its eyes in time, and no game would ever end.
 */
export class PolicyReader implements Visitor {
  /** Probability of each move in the position that was read last, [area + 1], pass last. */
  readonly policy: Float32Array;
  private readonly legal: Bits;
  private game: Game | undefined;
  private row = 0;

  constructor(board: Board) {
    this.policy = new Float32Array(board.area + 1);
    this.legal = emptyBits(board);
  }

  get isDone(): boolean {
    return this.game === undefined;
  }

  /** Asks an evaluator about the position that a game is in. @throws what the evaluator throws. */
  async read(evaluator: SharedEvaluator, game: Game): Promise<void> {
    this.game = game;
    await evaluator.visitAll(this);
  }

  /** A move drawn from the policy that was read. */
  draw(random: Random): number {
    return drawFrom(this.policy, 1, random);
  }

  /** The likeliest move. */
  best(): number {
    return this.policy.indexOf(this.policy.reduce((a, b) => Math.max(a, b)));
  }

  descend(batch: Batch): Visit {
    this.row = batch.add(this.game!);
    return 'leaf';
  }

  collect(batch: Batch): void {
    const game = this.game!;
    restrictPolicy(game, batch.policy, this.row * (game.board.area + 1), this.legal, this.policy);
    this.game = undefined;
  }
}

/**
 * Writes a policy, from `at` of `policy` on, restricted to the moves that a player without search may
 * make, to `out`, [area + 1]. `legal` is room for a bit set of the board.
 */
export function restrictPolicy(
  game: Game,
  policy: Float32Array,
  at: number,
  legal: Bits,
  out: Float32Array,
): void {
  const { board, position } = game;
  game.legalPoints(legal);
  out.fill(0);
  out[board.pass] = policy[at + board.pass];
  let total = out[board.pass];
  for (let y = 0; y < board.height; y++) {
    for (let row = legal[y]; row !== 0; row &= row - 1) {
      const point = board.point(lowestBit(row), y);
      if (!position.isSensible(board.cellOf[point])) continue;
      total += out[point] = policy[at + point];
    }
  }
  if (total > 0) for (let move = 0; move < out.length; move++) out[move] /= total;
  else out[board.pass] = 1;
}
