import { emptyBits, intersects, lowestBit, neighbours, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, EMPTY, WHITE, opponent, type Color } from './color.js';
import { fail, ok, type Result } from './result.js';
import { KO, LIBERTY, Stones, TAKEN_FROM, TO_MOVE } from './stones.js';

/** Stones that may be put on a board at once: possibly not a legal position. */
export interface Setup {
  readonly board: Board;
  readonly black: Bits;
  readonly white: Bits;
  readonly toMove: Color;
}

/**
 * Stones, whose turn it is, and the point that a simple ko forbids. What came before, and what may
 * be repeated, is for the {@link Game}; a Position knows of rules only captures and suicide.
 */
export class Position extends Stones {
  /** Rows for {@link legalPoints}. */
  private readonly reached: Bits;

  /** The empty board, Black to move. */
  constructor(board: Board) {
    super(board);
    this.reached = emptyBits(board);
    this.state[TO_MOVE] = BLACK;
  }

  /** A position with those stones. `ERR_SETUP_OVERLAP`, or `ERR_SETUP_NO_LIBERTY` for dead chains. */
  static from(setup: Setup): Result<Position> {
    const position = new Position(setup.board);
    return position.setUp(setup) ? ok(position) : fail(...whyNoSetup(setup));
  }

  /** A position of its own, equal to this one. */
  clone(): Position {
    const copy = new Position(this.board);
    copy.copyFrom(this);
    return copy;
  }

  /** Takes all stones off; Black to move. */
  clear(): void {
    this.sweep();
    this.begin(BLACK);
  }

  /**
   * Becomes the position of a setup on the same board, with no ko and no prisoners. Returns false,
   * and leaves the board empty, if two stones share a point or a chain has no liberty.
   */
  setUp({ black, white, toMove }: Setup): boolean {
    this.clear();
    if (intersects(black, white)) return false;
    this.putAll(black, BLACK);
    this.putAll(white, WHITE);
    const legal = this.captured(BLACK) === 0 && this.captured(WHITE) === 0;
    if (!legal) this.sweep();
    this.begin(toMove);
    return legal;
  }

  get toMove(): Color {
    return this.state[TO_MOVE] as Color;
  }

  /** Gives the turn to a player; a ko that the other could not retake is over. */
  set toMove(color: Color) {
    if (color !== this.toMove) this.pass();
  }

  /** The point that may not be played because of a simple ko, −1 if there is none. */
  get ko(): number {
    return this.board.pointOf[this.state[KO]];
  }

  /**
   * Whether the side to move may play there: an empty point, not a simple ko, and no suicide, unless
   * `suicide` allows taking off two or more stones of one's own. Passing is always legal.
   */
  isLegal(point: number, suicide: boolean): boolean {
    if (point === this.board.pass) return true;
    const cell = this.board.cellOf[point];
    return this.color[cell] === EMPTY && this.isLegalCell(cell, suicide);
  }

  /** As {@link isLegal}, for an empty cell. */
  isLegalCell(cell: number, suicide: boolean): boolean {
    return this.isNextTo(cell, EMPTY) || this.isLegalEnclosed(cell, suicide);
  }

  /** Whether the side to move may play on an empty cell (no suicide) and would not fill its own eye. */
  isSensible(cell: number): boolean {
    if (this.isNextTo(cell, EMPTY)) return true;
    return !this.isEye(cell, this.toMove) && this.isLegalEnclosed(cell, false);
  }

  /** Writes the points where {@link isLegal} holds to `out`. */
  legalPoints(suicide: boolean, out: Bits): void {
    const { board, black, white, reached, stride } = this;
    const { height, fullRow } = board;
    for (let y = 0; y < height; y++) out[y] = fullRow & ~(black[y] | white[y]);
    neighbours(board, out, reached);
    for (let y = 0; y < height; y++) {
      let legal = out[y] & reached[y];
      for (let enclosed = out[y] & ~reached[y]; enclosed !== 0; enclosed &= enclosed - 1) {
        const x = lowestBit(enclosed);
        if (this.isLegalEnclosed((y + 1) * stride + x + 1, suicide)) legal |= 1 << x;
      }
      out[y] = legal;
    }
  }

  /** Plays a legal move, or a pass, for the side to move. That it is legal is the caller's to know. */
  play(point: number): void {
    if (point === this.board.pass) this.pass();
    else this.place(this.board.cellOf[point]);
  }

  /** Leaves the turn to the other player; a ko may be retaken after that. */
  pass(): void {
    this.state[KO] = 0;
    this.state[TO_MOVE] = opponent(this.toMove);
  }

  /** Plays a legal move of the side to move on an empty cell. */
  place(cell: number): void {
    const own = this.toMove;
    this.put(cell, own);
    this.state[TO_MOVE] = opponent(own);
  }

  /** As {@link isLegal}, for an empty cell without empty neighbours. */
  private isLegalEnclosed(cell: number, suicide: boolean): boolean {
    if (cell === this.state[KO]) return false;
    const own = this.state[TO_MOVE];
    return (suicide && this.isNextTo(cell, own)) || this.leavesLiberty(cell, own);
  }

  /** Whether a neighbour of the cell is EMPTY, BLACK, WHITE or EDGE, as asked. */
  private isNextTo(cell: number, what: number): boolean {
    const { color, stride } = this;
    return (
      color[cell - stride] === what ||
      color[cell - 1] === what ||
      color[cell + 1] === what ||
      color[cell + stride] === what
    );
  }

  /** Whether a stone on a cell without empty neighbours takes something or joins a free chain. */
  private leavesLiberty(cell: number, own: number): boolean {
    const { color, head, liberties, stride } = this;
    const north = head[cell - stride];
    const west = head[cell - 1];
    const east = head[cell + 1];
    const south = head[cell + stride];
    const pair = LIBERTY + cell;
    liberties[north] -= pair;
    liberties[west] -= pair;
    liberties[east] -= pair;
    liberties[south] -= pair;
    // A friend must keep a liberty, or an enemy must lose its last. The border, head 0, is neither.
    const lives =
      (north !== 0 && (liberties[north] === 0) === (color[cell - stride] !== own)) ||
      (west !== 0 && (liberties[west] === 0) === (color[cell - 1] !== own)) ||
      (east !== 0 && (liberties[east] === 0) === (color[cell + 1] !== own)) ||
      (south !== 0 && (liberties[south] === 0) === (color[cell + stride] !== own));
    liberties[north] += pair;
    liberties[west] += pair;
    liberties[east] += pair;
    liberties[south] += pair;
    return lives;
  }

  private begin(toMove: Color): void {
    const { state } = this;
    state[TO_MOVE] = toMove;
    state[KO] = 0;
    state[TAKEN_FROM] = 0;
    state[TAKEN_FROM + 1] = 0;
  }
}

/** Says what {@link Position.setUp} refused. */
function whyNoSetup({ board, black, white }: Setup): [code: string, message: string] {
  return intersects(black, white)
    ? [
        'ERR_SETUP_OVERLAP',
        `a point of the ${board.toString()} board has both a black and a white stone`,
      ]
    : ['ERR_SETUP_NO_LIBERTY', `a chain on the ${board.toString()} board has no liberty`];
}
