import type { Board } from '../board.js';
import { EMPTY } from '../color.js';
import { Position } from '../position.js';
import { LIBERTY } from '../stones.js';
import { diamondCells, SLOTS } from './diamond.js';

/** A chain with so many liberties or more is safe, and they are not told apart. */
export const SAFE = 3;

/** Pairs of a stone and an empty neighbour that two liberties can make at most. */
const MOST_PAIRS = 8;

/**
 * Follows the liberties of chains through a playout: one, two, or more. After each move it names the
 * empty cells around which something changed: a stone, or the liberties of a chain that they touch.
 */
export class ChainWatch {
  readonly position: Position;
  /** Head of a chain → 1, 2, or {@link SAFE} liberties; 0 for word 0. */
  readonly level: Uint8Array;
  /** Head of a chain with one or two liberties → the first of them. */
  readonly first: Int32Array;
  /** Head of a chain with two liberties → the other. */
  readonly second: Int32Array;
  /** The cells around which the last move changed something; `changes` of them. Some hold stones. */
  readonly changed: Int32Array;
  changes = 0;
  /** The cells from which the last move took stones; `losses` of them. */
  readonly taken: Int32Array;
  losses = 0;

  private readonly stride: number;
  private readonly diamonds: Int32Array;
  private readonly changedAt: Int32Array;
  private move = 0;

  /** `reach` slots of the diamond around a stone see it: 8 for 3×3 patterns, 12 for diamonds. */
  constructor(
    board: Board,
    private readonly reach: number,
  ) {
    const { cells } = board;
    this.position = new Position(board);
    this.stride = board.stride;
    this.diamonds = diamondCells(board);
    this.level = new Uint8Array(cells);
    this.first = new Int32Array(cells);
    this.second = new Int32Array(cells);
    this.changed = new Int32Array(cells);
    this.taken = new Int32Array(cells);
    this.changedAt = new Int32Array(cells);
  }

  /** Starts from a copy of a position. */
  begin(position: Position): void {
    this.position.copyFrom(position);
    this.changes = this.losses = 0;
    this.surveyAll();
  }

  /** Passes. */
  pass(): void {
    this.changes = this.losses = 0;
    this.position.pass();
  }

  /** Plays a legal move. After a suicide, which playouts do not make but games may, all is seen anew. */
  place(cell: number): void {
    const { position, stride } = this;
    const { head } = position;
    const own = position.toMove;
    const north = cell - stride;
    const south = cell + stride;
    this.changes = this.losses = 0;
    this.move++;
    this.foresee(north, own);
    this.foresee(cell - 1, own);
    this.foresee(cell + 1, own);
    this.foresee(south, own);
    position.place(cell);
    if (head[cell] === 0) {
      this.seeAnew();
      return;
    }
    this.survey(head[cell]);
    this.noteLiberties(head[cell]);
    this.weaken(north, own);
    this.weaken(cell - 1, own);
    this.weaken(cell + 1, own);
    this.weaken(south, own);
    this.noteAround(cell);
    for (let i = 0; i < this.losses; i++) this.free(this.taken[i]);
  }

  private seeAnew(): void {
    this.losses = 0;
    this.surveyAll();
    for (const cell of this.position.board.cellOf) this.note(cell);
  }

  private surveyAll(): void {
    const { board, head } = this.position;
    for (const cell of board.cellOf) if (head[cell] === cell) this.survey(cell);
  }

  /** Of a chain with two liberties, the one that is not that cell. */
  otherLiberty(chain: number, cell: number): number {
    return this.first[chain] === cell ? this.second[chain] : this.first[chain];
  }

  /** Before the move: its liberties see an own chain with few of them change, and an enemy may go. */
  private foresee(near: number, own: number): void {
    const { color, head } = this.position;
    const what = color[near];
    if (what === own) this.noteLiberties(head[near]);
    else if (what === 3 - own && this.level[head[near]] === 1) this.take(near);
  }

  /** After the move: an enemy chain has lost a liberty. */
  private weaken(near: number, own: number): void {
    const { color, head } = this.position;
    if (color[near] !== 3 - own) return;
    this.survey(head[near]);
    this.noteLiberties(head[near]);
  }

  /** Before the move: a chain will be taken, and those of the mover around it gain liberties. */
  private take(stone: number): void {
    const { color, head, next } = this.position;
    const { stride } = this;
    if (this.changedAt[stone] === this.move) return; // seen from another side
    const own = 3 - color[stone];
    let cell = stone;
    do {
      this.note(cell);
      this.taken[this.losses++] = cell;
      if (color[cell - stride] === own) this.noteLiberties(head[cell - stride]);
      if (color[cell - 1] === own) this.noteLiberties(head[cell - 1]);
      if (color[cell + 1] === own) this.noteLiberties(head[cell + 1]);
      if (color[cell + stride] === own) this.noteLiberties(head[cell + stride]);
      cell = next[cell];
    } while (cell !== stone);
  }

  /** After the move: a stone has left this cell. */
  private free(cell: number): void {
    const { stride } = this;
    this.noteAround(cell);
    this.strengthen(cell - stride);
    this.strengthen(cell - 1);
    this.strengthen(cell + 1);
    this.strengthen(cell + stride);
  }

  private strengthen(near: number): void {
    const chain = this.position.head[near];
    if (chain !== 0 && this.level[chain] !== SAFE) {
      this.survey(chain);
      this.noteLiberties(chain);
    }
  }

  private noteLiberties(chain: number): void {
    const liberties = this.level[chain];
    if (liberties === SAFE) return;
    this.note(this.first[chain]);
    if (liberties === 2) this.note(this.second[chain]);
  }

  private noteAround(cell: number): void {
    const { diamonds, reach } = this;
    const at = cell * SLOTS;
    for (let i = at; i < at + reach; i++) this.note(diamonds[i]);
  }

  private note(cell: number): void {
    if (this.changedAt[cell] === this.move) return;
    this.changedAt[cell] = this.move;
    this.changed[this.changes++] = cell;
  }

  /** Counts the liberties of a chain, up to {@link SAFE}. */
  private survey(chain: number): void {
    const { color, next, liberties } = this.position;
    const { stride, level, first, second } = this;
    const pairs = liberties[chain] >>> 20;
    level[chain] = SAFE;
    if (pairs > MOST_PAIRS) return;
    if (pairs === 1) {
      level[chain] = 1;
      first[chain] = liberties[chain] - LIBERTY;
      return;
    }
    let one = 0;
    let other = 0;
    let seen = 0;
    for (let cell = chain; seen < pairs; cell = next[cell]) {
      for (let i = 0; i < 4; i++) {
        const near =
          i === 0 ? cell - stride : i === 1 ? cell - 1 : i === 2 ? cell + 1 : cell + stride;
        if (color[near] !== EMPTY) continue;
        seen++;
        if (near === one || near === other) continue;
        if (one === 0) one = near;
        else if (other === 0) other = near;
        else return;
      }
    }
    first[chain] = one;
    second[chain] = other;
    level[chain] = other === 0 ? 1 : 2;
  }
}
