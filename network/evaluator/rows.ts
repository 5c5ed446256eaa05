import type { Board } from '../../engine/board.js';
import { symmetryMap } from '../../engine/symmetry.js';
import type { HeadOutputs } from '../runtime/runtime.js';
import type { HeadName } from '../spec/heads/table.js';

/** The answers of a batch, row by row, as in the engine's Batch. */
export interface Results {
  /** [capacity, area + 1], probabilities, pass last. */
  readonly policy: Float32Array;
  /** [capacity]. */
  readonly value: Float32Array;
  /** [capacity, area]. */
  readonly ownership?: Float32Array;
  /** [capacity]. */
  readonly score?: Float32Array;
}

/** Room for the results of `capacity` positions from a network with these heads. */
export function newResults(board: Board, capacity: number, heads: readonly HeadName[]): Results {
  return {
    policy: new Float32Array(capacity * (board.area + 1)),
    value: new Float32Array(capacity),
    ...(heads.includes('ownership') && { ownership: new Float32Array(capacity * board.area) }),
    ...(heads.includes('score') && { score: new Float32Array(capacity) }),
  };
}

/** Moves results between a network's outputs, a batch and a cache, on one board. */
export class Rows {
  /** Numbers in a row's results, as a cache keeps them. */
  readonly recordLength: number;
  private readonly exponentials: Float32Array;

  constructor(
    private readonly board: Board,
    heads: readonly HeadName[],
  ) {
    this.recordLength = board.area + 3 + (heads.includes('ownership') ? board.area : 0);
    this.exponentials = new Float32Array(board.area + 1);
  }

  /**
   * Adds `weight` times what a network said of a position it saw under a symmetry, row `from` of its
   * outputs, to row `row`. A network without a policy prefers nothing; one without a value expects 0.
   */
  add(
    outputs: HeadOutputs,
    from: number,
    symmetry: number,
    weight: number,
    to: Results,
    row: number,
  ): void {
    const map = symmetryMap(this.board, symmetry);
    const { policy, value, ownership, score } = outputs;
    this.addPolicy(policy, from, map, weight, to.policy, row);
    if (value !== undefined) to.value[row] += weight * value[from];
    if (ownership !== undefined && to.ownership !== undefined) {
      this.addOwnership(ownership, from, map, weight, to.ownership, row);
    }
    if (score !== undefined && to.score !== undefined) to.score[row] += weight * score[from];
  }

  /** Adds the softmax of logits. */
  private addPolicy(
    logits: Float32Array | undefined,
    from: number,
    map: Int32Array,
    weight: number,
    to: Float32Array,
    row: number,
  ): void {
    const { exponentials } = this;
    const moves = exponentials.length;
    const start = row * moves;
    if (logits === undefined) {
      for (let p = 0; p < moves; p++) to[start + p] += weight / moves;
      return;
    }
    const seen = from * moves;
    let most = -Infinity;
    for (let p = 0; p < moves; p++) if (logits[seen + p] > most) most = logits[seen + p];
    let sum = 0;
    for (let p = 0; p < moves; p++) {
      const exponential = Math.exp(logits[seen + p] - most);
      exponentials[p] = exponential;
      sum += exponential;
    }
    const factor = weight / sum;
    for (let p = 0; p < moves; p++) to[start + p] += factor * exponentials[map[p]];
  }

  private addOwnership(
    seen: Float32Array,
    from: number,
    map: Int32Array,
    weight: number,
    to: Float32Array,
    row: number,
  ): void {
    const { area } = this.board;
    for (let p = 0; p < area; p++) to[row * area + p] += weight * seen[from * area + map[p]];
  }

  /** Sets a row to 0. */
  clear(results: Results, row: number): void {
    const { area } = this.board;
    results.policy.fill(0, row * (area + 1), (row + 1) * (area + 1));
    results.value[row] = 0;
    results.ownership?.fill(0, row * area, (row + 1) * area);
    if (results.score !== undefined) results.score[row] = 0;
  }

  /** Keeps a row at `at` of a cache's records, as it is seen under a symmetry. */
  keep(results: Results, row: number, symmetry: number, records: Float32Array, at: number): void {
    const map = symmetryMap(this.board, symmetry);
    const { area } = this.board;
    const { policy, value, ownership, score } = results;
    for (let p = 0; p <= area; p++) records[at + map[p]] = policy[row * (area + 1) + p];
    records[at + area + 1] = value[row];
    if (score !== undefined) records[at + area + 2] = score[row];
    if (ownership === undefined) return;
    for (let p = 0; p < area; p++) records[at + area + 3 + map[p]] = ownership[row * area + p];
  }

  /** The reverse of {@link keep}, for a position seen under a symmetry. */
  recall(results: Results, row: number, symmetry: number, records: Float32Array, at: number): void {
    const map = symmetryMap(this.board, symmetry);
    const { area } = this.board;
    const { policy, value, ownership, score } = results;
    for (let p = 0; p <= area; p++) policy[row * (area + 1) + p] = records[at + map[p]];
    value[row] = records[at + area + 1];
    if (score !== undefined) score[row] = records[at + area + 2];
    if (ownership === undefined) return;
    for (let p = 0; p < area; p++) ownership[row * area + p] = records[at + area + 3 + map[p]];
  }
}
