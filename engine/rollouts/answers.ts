import type { Board } from '../board.js';
import { EMPTY, WHITE, type Color } from '../color.js';
import { SYMMETRIES } from '../symmetry.js';
import { diamondCells, SLOTS } from './diamond.js';
import { nakadePoint } from './nakade.js';
import type { PatternBoard } from './pattern-board.js';
import { CANONICAL_SLOTS, exchanged, MIDDLE_AT, turned } from './pattern-code.js';
import type { CodeIndex } from './code-index.js';

/* The fields of an answer's word, in their places: see FIELDS in features.ts. */
const ESCAPE = 1 << 2;
const RESCUE = 1 << 5;
const RETAKE = 1 << 7;
const ATTACK = 1 << 9;
const DEFENCE = 1 << 10;
const NAKADE = 1 << 11;
const RESCUE_MASK = 3 * RESCUE;

/** No response: the point is not in the diamond around the last move. */
export const NO_RESPONSE = -1;

/** The points that the last move has made something of: near it, or around chains that it touched. */
export class Answers {
  /** The cells, `count` of them, all empty; some may not be played. */
  readonly cells: Int32Array;
  count = 0;
  /** Cell → the word of its fields. */
  readonly words: Int32Array;
  /** Cell → the place of its response: that of the pattern · 12 + its slot; or {@link NO_RESPONSE}. */
  readonly responses: Int32Array;

  private readonly slots: Int32Array;
  private readonly isListed: Uint8Array;

  constructor(
    private readonly board: Board,
    private readonly patterns: PatternBoard,
    private readonly index: CodeIndex,
  ) {
    const { cells } = board;
    this.cells = new Int32Array(cells);
    this.words = new Int32Array(cells);
    this.responses = new Int32Array(cells).fill(NO_RESPONSE);
    this.isListed = new Uint8Array(cells);
    this.slots = diamondCells(board);
  }

  /** Finds the answers of the side to move to a move on a cell; 0 for a pass. */
  find(last: number): void {
    this.forget();
    const { ko, color, toMove } = this.patterns.position;
    if (ko >= 0) this.list(this.board.cellOf[ko]);
    if (last === 0 || color[last] === EMPTY) return;
    this.respond(last, toMove);
    this.facePressure(last, toMove);
    this.press(last);
    this.playInside();
  }

  /** Whether an empty cell is an answer. */
  has(cell: number): boolean {
    return this.isListed[cell] !== 0;
  }

  private forget(): void {
    const { cells, words, responses, isListed } = this;
    for (let i = 0; i < this.count; i++) {
      const cell = cells[i];
      words[cell] = 0;
      responses[cell] = NO_RESPONSE;
      isListed[cell] = 0;
    }
    this.count = 0;
  }

  /** The diamond around the last move. */
  private respond(last: number, own: Color): void {
    const { patterns, slots, responses } = this;
    const { color, head } = patterns.position;
    const around = patterns.nearCode(last) | patterns.farCode(last);
    const code = around | (patterns.watch.level[head[last]] << MIDDLE_AT);
    const seen = own === WHITE ? exchanged(code) : code;
    let least = seen;
    let turns = 1;
    for (let symmetry = 1; symmetry < SYMMETRIES; symmetry++) {
      const other = turned(seen, symmetry);
      if (other < least) {
        least = other;
        turns = 0;
      }
      if (other === least) turns |= 1 << symmetry;
    }
    const row = this.index.find(least) * SLOTS;
    const turn = turns * SLOTS;
    for (let slot = 0; slot < SLOTS; slot++) {
      const cell = slots[last * SLOTS + slot];
      if (color[cell] !== EMPTY) continue;
      this.add(cell, slot < 4 ? 1 : slot < 8 ? 2 : 3);
      responses[cell] = row + CANONICAL_SLOTS[turn + slot];
    }
  }

  /** Own chains that the last move touches, with one or two liberties. */
  private facePressure(last: number, own: Color): void {
    const { patterns, board } = this;
    const { color, head, size } = patterns.position;
    const { level, first, second } = patterns.watch;
    for (let i = 0; i < 4; i++) {
      const near = last + board.around[i];
      if (color[near] !== own) continue;
      const chain = head[near];
      if (level[chain] === 1) {
        const stones = Math.min(3, size[chain]);
        const way = first[chain];
        const isFutile = patterns.isSelfAtari(way, own);
        if (this.words[way] < ESCAPE) this.add(way, ESCAPE * (isFutile ? stones : stones + 3));
        this.rescue(chain, own, stones);
      } else if (level[chain] === 2) {
        this.add(first[chain], DEFENCE);
        this.add(second[chain], DEFENCE);
      }
    }
  }

  /** Enemy chains in atari around a chain in atari. */
  private rescue(chain: number, own: Color, stones: number): void {
    const { patterns, board, words } = this;
    const { color, head, next } = patterns.position;
    const { level, first } = patterns.watch;
    let cell = chain;
    do {
      for (let i = 0; i < 4; i++) {
        const near = cell + board.around[i];
        if (color[near] !== 3 - own || level[head[near]] !== 1) continue;
        const prey = first[head[near]];
        if ((words[prey] & RESCUE_MASK) < RESCUE * stones) {
          words[prey] &= ~RESCUE_MASK;
          this.add(prey, RESCUE * stones);
        }
      }
      cell = next[cell];
    } while (cell !== chain);
  }

  /** The chain of the last stone, where it has one or two liberties. */
  private press(last: number): void {
    const { head, size } = this.patterns.position;
    const { level, first, second } = this.patterns.watch;
    const chain = head[last];
    if (level[chain] === 1) {
      this.add(first[chain], RETAKE * Math.min(3, size[chain]));
    } else if (level[chain] === 2) {
      this.add(first[chain], ATTACK);
      this.add(second[chain], ATTACK);
    }
  }

  private playInside(): void {
    const { taken, losses } = this.patterns.watch;
    const middle = nakadePoint(this.board, taken, losses);
    if (middle !== 0) this.add(middle, NAKADE);
  }

  private add(cell: number, word: number): void {
    this.list(cell);
    this.words[cell] |= word;
  }

  private list(cell: number): void {
    if (this.isListed[cell] !== 0) return;
    this.isListed[cell] = 1;
    this.cells[this.count++] = cell;
  }
}
