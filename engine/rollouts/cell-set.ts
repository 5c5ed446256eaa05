import type { Board } from '../board.js';

/** A set of cells of a board, which can be drawn from. */
export class CellSet {
  /** Its cells in no order that means anything, `size` of them. */
  readonly cells: Int32Array;
  size = 0;
  /** Cell → its place in `cells` and 1 more; 0 for none. */
  private readonly places: Int32Array;

  /** The empty set. */
  constructor(board: Board) {
    this.cells = new Int32Array(board.cells);
    this.places = new Int32Array(board.cells);
  }

  clear(): void {
    while (this.size > 0) this.places[this.cells[--this.size]] = 0;
  }

  has(cell: number): boolean {
    return this.places[cell] !== 0;
  }

  /** Adds a cell, or takes it out. */
  set(cell: number, isIn: boolean): void {
    const { cells, places } = this;
    if ((places[cell] !== 0) === isIn) return;
    if (isIn) {
      cells[this.size++] = cell;
      places[cell] = this.size;
      return;
    }
    const last = cells[--this.size];
    cells[places[cell] - 1] = last;
    places[last] = places[cell];
    places[cell] = 0;
  }
}
