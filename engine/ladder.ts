import { addPoint, type Bits } from './bits.js';
import type { Board } from './board.js';
import { holds, listLiberties } from './chains.js';
import { EMPTY, opponent, type Color } from './color.js';
import { Position } from './position.js';

/** Positions read for one move, at most, unless told. A ladder across 19×19 takes about 70. */
const MAX_POSITIONS = 1000;
/** Moves of one line of reading that had an alternative still to be read, at most. */
const MAX_FORKS = 16;

/** With that many liberties the prey has got away. */
const ENOUGH = 3;

/** A position of the line being read, and the moves to try there. */
interface Fork {
  readonly position: Position;
  /** Cells; none is there twice. */
  readonly moves: Int32Array;
}

/**
 * Reads ladders. The hunter puts the prey, a chain, in atari again and again, and the prey's owner
 * runs out or is caught:
 *
 * - The prey, in atari with its owner to move, may extend to its last liberty, or capture any chain
 *   in atari that touches it.
 * - After that it has got away with three liberties or more, and is caught with one. With two, the
 *   hunter tries both ataris.
 * - A move must be legal: no suicide, and no retaking of a ko at once.
 *
 * Reading is bounded, by a number of positions and by {@link MAX_FORKS}; beyond that the prey counts as
 * having got away. Positions to read on are the reader's own; nothing is allocated after its construction.
 */
export class LadderReader {
  private readonly forks: readonly Fork[];
  private readonly rootMoves: Int32Array;
  /** The liberties of the prey: two where the hunter has a choice, then up to ENOUGH it would get. */
  private readonly liberties = new Int32Array(2 + ENOUGH);
  /** Cell of a stone of the chain that is hunted. */
  private prey = 0;
  private left = 0;

  constructor(
    private readonly board: Board,
    private readonly maxPositions = MAX_POSITIONS,
  ) {
    this.rootMoves = new Int32Array(board.area);
    this.forks = Array.from({ length: MAX_FORKS }, () => ({
      position: new Position(board),
      moves: new Int32Array(board.area),
    }));
  }

  /**
   * Writes to `out` the points where the side to move catches an enemy chain of two liberties in a
   * ladder: its move gives atari, and then no answer helps.
   */
  captures(position: Position, out: Bits): void {
    out.fill(0);
    const { cellOf, area } = this.board;
    const prey = opponent(position.toMove);
    for (let point = 0; point < area; point++) {
      const cell = cellOf[point];
      if (!isHead(position, cell, prey)) continue;
      if (listLiberties(position, cell, this.liberties, ENOUGH) === 2) {
        this.addWinning(position, cell, true, out);
      }
    }
  }

  /**
   * Writes to `out` the points where the side to move saves a chain of its own that is in atari: by
   * extending or by capturing, so that the enemy cannot catch it, be it at once or in a ladder.
   */
  escapes(position: Position, out: Bits): void {
    out.fill(0);
    const { cellOf, area } = this.board;
    const prey = position.toMove;
    for (let point = 0; point < area; point++) {
      const cell = cellOf[point];
      if (isHead(position, cell, prey) && position.lastLiberty(cell) !== 0) {
        this.addWinning(position, cell, false, out);
      }
    }
  }

  /** Adds the moves that work for the side to move, which is the prey's hunter or its owner. */
  private addWinning(position: Position, prey: number, hunts: boolean, out: Bits): void {
    const { rootMoves, board } = this;
    const start = this.forks[0].position;
    this.prey = prey;
    const count = hunts
      ? this.findAtaris(position, rootMoves)
      : findAnswers(position, prey, rootMoves);
    for (let i = 0; i < count; i++) {
      start.copyFrom(position);
      start.place(rootMoves[i]);
      this.left = this.maxPositions;
      if (this.isCaught(0, !hunts) === hunts) addPoint(board, out, board.pointOf[rootMoves[i]]);
    }
  }

  /**
   * Whether the prey is caught, from the position of a fork on, which is played on. Only a move that
   * leaves another to try is played on the next fork's position: so a plain ladder is never copied.
   */
  private isCaught(at: number, hunts: boolean): boolean {
    if (--this.left < 0) return false;
    const { position, moves } = this.forks[at];
    const { prey, liberties } = this;
    if (hunts) {
      const count = listLiberties(position, prey, liberties, ENOUGH);
      if (count !== 2) return count === 1 && position.isLegalCell(liberties[0], false);
    }
    const count = hunts ? this.findAtaris(position, moves) : findAnswers(position, prey, moves);
    for (let i = 0; i < count; i++) {
      const next = i === count - 1 ? at : at + 1;
      if (next === MAX_FORKS) return false;
      if (next !== at) this.forks[next].position.copyFrom(position);
      this.forks[next].position.place(moves[i]);
      if (this.isCaught(next, !hunts) === hunts) return hunts;
    }
    return !hunts;
  }

  /** Lists the moves that put a prey with two `liberties` in atari, less those that plainly fail. */
  private findAtaris(position: Position, moves: Int32Array): number {
    const [a, b] = [this.liberties[0], this.liberties[1]];
    let count = 0;
    if (position.isLegalCell(a, false) && !this.getsAway(position, b)) moves[count++] = a;
    if (position.isLegalCell(b, false) && !this.getsAway(position, a)) moves[count++] = b;
    return count;
  }

  /** Whether the prey gets away by extending to one of its two `liberties` after atari on the other. */
  private getsAway(position: Position, extension: number): boolean {
    const { liberties, prey } = this;
    const { board, color, head } = position;
    const enough = liberties.length;
    let count = 2;
    for (let i = 0; i < 4 && count < enough; i++) {
      const near = extension + board.around[i];
      if (color[near] === EMPTY) {
        if (!holds(liberties, count, near)) liberties[count++] = near;
      } else if (color[near] === color[prey] && head[near] !== head[prey]) {
        count = listLiberties(position, near, liberties, enough, count);
      }
    }
    return count === enough;
  }
}

/** Whether the cell holds the stone of that colour by which its chain is known. */
function isHead({ head, color }: Position, cell: number, own: Color): boolean {
  return head[cell] === cell && color[cell] === own;
}

/** Lists the legal moves by which the owner of a prey in atari, to move, may save it. */
function findAnswers(position: Position, prey: number, moves: Int32Array): number {
  const { board, color, head, next, toMove } = position;
  const hunter = opponent(toMove);
  const extension = position.lastLiberty(head[prey]);
  let count = 0;
  if (position.isLegalCell(extension, false)) moves[count++] = extension;
  let cell = prey;
  do {
    for (let i = 0; i < 4; i++) {
      const near = cell + board.around[i];
      if (color[near] !== hunter) continue;
      const taking = position.lastLiberty(head[near]);
      if (taking === 0 || holds(moves, count, taking)) continue;
      if (position.isLegalCell(taking, false)) moves[count++] = taking;
    }
    cell = next[cell];
  } while (cell !== prey);
  return count;
}
