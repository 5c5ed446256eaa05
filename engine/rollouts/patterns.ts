import type { Board } from '../board.js';
import { BLACK, EMPTY, WHITE, type Color } from '../color.js';
import { drawMove } from '../playout.js';
import type { Position } from '../position.js';
import type { Random } from '../random.js';
import { CellSet } from './cell-set.js';
import { ChainWatch } from './chain-watch.js';
import type { Rollout, RolloutPolicy } from './rollout.js';
import { makeShapeTable } from './shapes.js';

/**
 * Playouts as MoGo had them (Gelly et al. 2006): a move that saves a chain which the last move put in
 * atari; else one that makes good shape beside the last move; else one that takes something; else any.
 */
export function patternsPolicy(): RolloutPolicy {
  const shapes = makeShapeTable();
  return {
    name: 'patterns',
    tellsPriors: false,
    on: (board) => new PatternsRollout(board, shapes),
  };
}

/** A cell and its eight neighbours, at most twice over: room for what one choice is made from. */
const ROOM = 64;

class PatternsRollout implements Rollout {
  readonly position: Position;
  private readonly watch: ChainWatch;
  /** The cells on which a player takes something, by player. */
  private readonly captures: readonly CellSet[];
  /** What is drawn from. */
  private readonly choices = new Int32Array(ROOM);
  private count = 0;
  private last = 0;

  constructor(
    private readonly board: Board,
    private readonly shapes: Uint8Array,
  ) {
    this.watch = new ChainWatch(board, 8);
    this.position = this.watch.position;
    this.captures = Array.from({ length: 3 }, () => new CellSet(board));
  }

  begin(position: Position, last = 0): void {
    this.watch.begin(position);
    this.last = last;
    this.captures[BLACK].clear();
    this.captures[WHITE].clear();
    const { empties, emptyCount } = this.position;
    for (let i = 0; i < emptyCount; i++) this.look(empties[i]);
  }

  play(cell: number): void {
    const { watch, captures } = this;
    this.last = cell;
    if (cell === 0) {
      watch.pass();
      return;
    }
    watch.place(cell);
    captures[BLACK].set(cell, false);
    captures[WHITE].set(cell, false);
    for (let i = 0; i < watch.changes; i++) this.look(watch.changed[i]);
  }

  draw(random: Random): number {
    const { position, last } = this;
    this.count = 0;
    if (last !== 0 && position.color[last] !== EMPTY) {
      this.findSaves(last);
      if (this.count === 0) this.findShapes(last);
    }
    if (this.count === 0) return this.drawCapture(random) || drawMove(position, random);
    return this.choices[random.below(this.count)];
  }

  /** Extensions that get away, and captures, for chains that the last move put in atari. */
  private findSaves(last: number): void {
    const { board, watch, position } = this;
    const { color, head } = position;
    const own = position.toMove;
    for (let i = 0; i < 4; i++) {
      const near = last + board.around[i];
      if (color[near] !== own || watch.level[head[near]] !== 1) continue;
      const way = watch.first[head[near]];
      if (position.isSensible(way) && this.libertiesAfter(way, own) > 1) this.offer(way);
      this.findRescues(head[near], own);
    }
  }

  /** Captures of chains around a chain. */
  private findRescues(chain: number, own: Color): void {
    const { board, watch, position } = this;
    const { color, head, next } = position;
    let cell = chain;
    do {
      for (let i = 0; i < 4; i++) {
        const near = cell + board.around[i];
        if (color[near] !== 3 - own || watch.level[head[near]] !== 1) continue;
        const prey = watch.first[head[near]];
        if (position.isSensible(prey)) this.offer(prey);
      }
      cell = next[cell];
    } while (cell !== chain);
  }

  /** Points around the last move where a stone makes one of the shapes. */
  private findShapes(last: number): void {
    const { board, position, shapes } = this;
    for (let i = 0; i < 8; i++) {
      const cell = last + board.around[i];
      if (position.color[cell] !== EMPTY || shapes[this.ring(cell)] === 0) continue;
      if (position.isSensible(cell)) this.offer(cell);
    }
  }

  private drawCapture(random: Random): number {
    const { position } = this;
    const { cells, size } = this.captures[position.toMove];
    if (size === 0) return 0;
    const cell = cells[Math.floor(random.float() * size)];
    return position.isSensible(cell) ? cell : 0; // a ko
  }

  /** The colours around a cell, row by row. */
  private ring(cell: number): number {
    const { color } = this.position;
    const { stride } = this.board;
    return (
      color[cell - stride - 1] |
      (color[cell - stride] << 2) |
      (color[cell - stride + 1] << 4) |
      (color[cell - 1] << 6) |
      (color[cell + 1] << 8) |
      (color[cell + stride - 1] << 10) |
      (color[cell + stride] << 12) |
      (color[cell + stride + 1] << 14)
    );
  }

  /** Liberties, up to two, that an own stone there would have with the chains it joins. */
  private libertiesAfter(cell: number, own: Color): number {
    const { board, watch, position } = this;
    const { color, head } = position;
    let liberty = 0;
    for (let i = 0; i < 4; i++) {
      const near = cell + board.around[i];
      const chain = head[near];
      let free = 0;
      if (color[near] === EMPTY) free = near;
      else if (color[near] === own) {
        if (watch.level[chain] > 2) return 2;
        if (watch.level[chain] === 2) free = watch.otherLiberty(chain, cell);
      }
      if (free === 0 || free === liberty) continue;
      if (liberty !== 0) return 2;
      liberty = free;
    }
    return liberty === 0 ? 0 : 1;
  }

  private offer(cell: number): void {
    if (this.count < ROOM) this.choices[this.count++] = cell;
  }

  /** Notes who takes something on a cell around which something has changed. */
  private look(cell: number): void {
    const { board, watch, position, captures } = this;
    const { color, head } = position;
    if (color[cell] !== EMPTY) return;
    let preys = 0;
    for (let i = 0; i < 4; i++) {
      const near = cell + board.around[i];
      if (watch.level[head[near]] === 1) preys |= color[near];
    }
    captures[BLACK].set(cell, (preys & WHITE) !== 0);
    captures[WHITE].set(cell, (preys & BLACK) !== 0);
  }
}
