import { lowestBit } from '../bits.js';
import type { Board } from '../board.js';
import { symmetryMap } from '../symmetry.js';

/** Planes [planes, height, width] within an array of a caller's, as they are seen under a symmetry. */
export class Canvas {
  private out: Float32Array = new Float32Array(0);
  private offset = 0;
  private map: Int32Array;

  constructor(private readonly board: Board) {
    this.map = symmetryMap(board, 0);
  }

  /** Turns to `planes` planes from `offset` of `out` on, and clears them. */
  begin(planes: number, symmetry: number, out: Float32Array, offset: number): void {
    this.map = symmetryMap(this.board, symmetry);
    this.out = out;
    this.offset = offset;
    out.fill(0, offset, offset + planes * this.board.area);
  }

  /** Sets a plane's entry at one point to 1. */
  mark(plane: number, point: number): void {
    this.out[this.offset + plane * this.board.area + this.map[point]] = 1;
  }

  /** Sets a plane's entries at the points of a bit set, word `start` of `rows` and on, to 1. */
  markAll(plane: number, rows: Int32Array, start = 0): void {
    const { out, map } = this;
    const { width, height, area } = this.board;
    const offset = this.offset + plane * area;
    for (let y = 0; y < height; y++) {
      const first = y * width;
      for (let row = rows[start + y]; row !== 0; row &= row - 1) {
        out[offset + map[first + lowestBit(row)]] = 1;
      }
    }
  }

  /**
   * Makes a plane equal to another, in which {@link markAll} has marked the set of points at `was`, but
   * for what differs in the set at `is`: both are words of `rows`.
   */
  copyChanged(from: number, to: number, rows: Int32Array, was: number, is: number): void {
    const { out, map } = this;
    const { width, height, area } = this.board;
    const source = this.offset + from * area;
    const offset = this.offset + to * area;
    out.copyWithin(offset, source, source + area);
    for (let y = 0; y < height; y++) {
      const first = y * width;
      const now = rows[is + y];
      for (let row = now ^ rows[was + y]; row !== 0; row &= row - 1) {
        const x = lowestBit(row);
        out[offset + map[first + x]] = (now >>> x) & 1;
      }
    }
  }

  /** Sets every entry of a plane to one value. */
  fill(plane: number, value = 1): void {
    const { area } = this.board;
    this.out.fill(value, this.offset + plane * area, this.offset + (plane + 1) * area);
  }
}
