import type { Board } from './board.js';
import type { Game } from './game.js';

/**
 * What a search asks about positions: how good they are, and which moves are promising. A network
 * answers it, or playouts, or a mixture, or a table in a test; the search cannot tell.
 */
export interface Evaluator {
  /** What really does the work, for people: runtime, device, network. */
  readonly description: string;
  /** Room for up to `capacity` positions of one board at a time. Several batches may be in use. */
  batch(board: Board, capacity: number): Batch;
  /** Fills in the results of a batch of its own. Returns a promise only if it had to wait. */
  evaluate(batch: Batch): Promise<void> | void;
  /** Gives back what it holds: sessions, threads. */
  close(): Promise<void>;
}

/**
 * Positions to be evaluated together, and the results, row by row. Every perspective is that of the
 * side to move in its position.
 */
export interface Batch {
  readonly board: Board;
  readonly capacity: number;
  /** How many positions have been added. */
  readonly size: number;
  /** How many of them need no evaluation, their results being known already; 0 if absent. */
  readonly known?: number;
  /** Adds the position that a game is in, which may go on at once; returns its row. */
  add(game: Game): number;
  /** Forgets the positions. */
  clear(): void;
  /** Probability of each move, [capacity, area + 1], pass last. Illegal moves may have some. */
  readonly policy: Float32Array;
  /** Expected result, [capacity], from −1 for a lost game to 1 for a won one. */
  readonly value: Float32Array;
  /** Expected owner of each point, [capacity, area], from −1 for the opponent's to 1. */
  readonly ownership?: Float32Array;
  /** Expected margin in points, [capacity], komi counted. */
  readonly score?: Float32Array;
}
