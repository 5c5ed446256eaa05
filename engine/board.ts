/** The largest side of a board: 25, the last that a GTP vertex can name. */
export const MAX_SIDE = 25;

/**
 * An empty grid: its sides and the numbering of its points. Immutable, one object per shape, so
 * several sizes live side by side in one process.
 *
 * Two numberings are in use. A **point** is `row · width + column` from the top left, as in planes,
 * policies and records; `pass` is the number after the last point, so that a point is also an index
 * into a policy. A **cell** is the same place on the grid framed by a border, so that the four
 * neighbours of every point exist and lie at fixed distances; only loops that must be fast use it.
 *
 * Bit sets of points ({@link Bits}) have one word a row, bit `x` for column `x`.
 */
export class Board {
  readonly width: number;
  readonly height: number;
  /** How many points there are. */
  readonly area: number;
  /** The move that is not a point. */
  readonly pass: number;
  /** Every column of a row: the mask of each word of a bit set. */
  readonly fullRow: number;

  /** Distance between vertically neighbouring cells. The one border column serves both sides. */
  readonly stride: number;
  /** From a cell to its neighbours north, west, east, south, then to its four corners. */
  readonly around: Int32Array;
  /** How many cells there are, border included. */
  readonly cells: number;
  /** Point → cell. */
  readonly cellOf: Int32Array;
  /** Cell → point, −1 on the border. */
  readonly pointOf: Int32Array;
  /** Cell → word of a bit set, 0 on the border. */
  readonly rowOf: Int32Array;
  /** Cell → bit within that word, 0 on the border. */
  readonly bitOf: Int32Array;

  private static readonly known = new Map<number, Board>();

  /**
   * The board of that shape, sides from 1 to {@link MAX_SIDE}.
   * @throws RangeError on other sides: check a user's input with {@link isSide} first.
   */
  static of(width: number, height = width): Board {
    if (!isSide(width) || !isSide(height)) {
      throw new RangeError(`no board of ${width}×${height}: sides are 1 to ${MAX_SIDE}`);
    }
    const key = height * (MAX_SIDE + 1) + width;
    let board = Board.known.get(key);
    if (board === undefined) {
      board = new Board(width, height);
      Board.known.set(key, board);
    }
    return board;
  }

  private constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.area = width * height;
    this.pass = this.area;
    this.fullRow = (1 << width) - 1;
    this.stride = width + 1;
    const s = this.stride;
    this.around = Int32Array.of(-s, -1, 1, s, -s - 1, -s + 1, s - 1, s + 1);
    this.cells = (height + 2) * this.stride + 1;
    this.cellOf = new Int32Array(this.area);
    this.pointOf = new Int32Array(this.cells).fill(-1);
    this.rowOf = new Int32Array(this.cells);
    this.bitOf = new Int32Array(this.cells);
    for (let point = 0; point < this.area; point++) {
      const x = point % width;
      const y = (point - x) / width;
      const cell = (y + 1) * this.stride + x + 1;
      this.cellOf[point] = cell;
      this.pointOf[cell] = point;
      this.rowOf[cell] = y;
      this.bitOf[cell] = 1 << x;
    }
  }

  /** The point in column `x` and row `y`, counted from 0 at the top left. */
  point(x: number, y: number): number {
    return y * this.width + x;
  }

  /** Column of a point. */
  x(point: number): number {
    return point % this.width;
  }

  /** Row of a point, 0 at the top. */
  y(point: number): number {
    return Math.floor(point / this.width);
  }

  toString(): string {
    return `${this.width}×${this.height}`;
  }
}

/** Whether a board can have a side that long. */
export function isSide(side: number): boolean {
  return Number.isInteger(side) && side >= 1 && side <= MAX_SIDE;
}
