import type { Board } from '../board.js';
import type { Game } from '../game.js';

/**
 * Writes input planes of games on one board. It keeps scratch memory of its own, so each thread needs
 * one; what it writes depends on its arguments only.
 */
export interface PlaneWriter {
  /**
   * Writes the planes of the position now, for the side to move, to `out` from `offset` on:
   * [planes, height, width], rows from the top, every entry 0 or 1 where the set does not say
   * otherwise. They are seen under a symmetry of the board: the entry of point `p` stands at
   * `symmetryMap(board, symmetry)[p]` of its plane.
   */
  write(game: Game, symmetry: number, out: Float32Array, offset: number): void;
}

/** A set of input planes: what they show, and how to write them. */
export interface PlaneSet {
  /** How many planes there are. */
  readonly planes: number;
  /** What each of them shows, in order. */
  readonly names: readonly string[];
  /** A new writer for games on that board. */
  writer(board: Board): PlaneWriter;
}
