import { emptyBits } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import { BLACK, opponent, WHITE } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { Position, type Setup } from '../../engine/position.js';
import { RULE_PRESETS } from '../../engine/rules.js';

/**
 * Counts of the rules whose values are known (J. Tromp and G. Farnebäck, "Combinatorics of Go"). An
 * arrangement of stones has a number: base 3, digit p for point p, 0 empty, 1 black, 2 white.
 */
class Arrangements {
  readonly board: Board;
  readonly count: number;
  /** Bits of a row → the same digits in base 3. */
  private readonly ternary: readonly number[];

  constructor(board: Board) {
    this.board = board;
    this.count = 3 ** board.area;
    this.ternary = Array.from({ length: 1 << board.width }, (_, row) =>
      parseInt(row.toString(2), 3),
    );
  }

  /** Lays out the stones of an arrangement. */
  write(number: number, { black, white }: Setup): void {
    const { height, width } = this.board;
    for (let y = 0; y < height; y++) {
      black[y] = 0;
      white[y] = 0;
      for (let x = 0; x < width; x++) {
        const digit = number % 3;
        black[y] |= (digit & 1) << x;
        white[y] |= (digit >> 1) << x;
        number = (number - digit) / 3;
      }
    }
  }

  numberOf({ black, white }: Position): number {
    const perRow = 3 ** this.board.width;
    let number = 0;
    for (let y = this.board.height - 1; y >= 0; y--) {
      number = number * perRow + this.ternary[black[y]] + 2 * this.ternary[white[y]];
    }
    return number;
  }
}

function emptySetup(board: Board): Setup {
  return { board, black: emptyBits(board), white: emptyBits(board), toMove: BLACK };
}

/** How many of all arrangements can be set up. */
export function countSetups(board: Board): number {
  const arrangements = new Arrangements(board);
  const position = new Position(board);
  const setup = emptySetup(board);
  let legal = 0;
  for (let number = 0; number < arrangements.count; number++) {
    arrangements.write(number, setup);
    if (position.setUp(setup)) legal++;
  }
  return legal;
}

/** How many arrangements are reached from the empty board by moves of either player in any order. */
export function countReachable(board: Board): number {
  const arrangements = new Arrangements(board);
  const reached = new Uint8Array(Math.ceil(arrangements.count / 8));
  const queue = [0];
  reached[0] = 1;
  let count = 0;
  const position = new Position(board);
  const after = new Position(board);
  const setup = emptySetup(board);
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    count++;
    arrangements.write(number, setup);
    position.setUp(setup);
    eachMove(position, after, () => {
      const next = arrangements.numberOf(after);
      const bit = 1 << (next & 7);
      if ((reached[next >> 3] & bit) !== 0) return;
      reached[next >> 3] |= bit;
      queue.push(next);
    });
  }
  return count;
}

/** Makes each move of either player in `after`, one at a time, and calls `visit`. */
function eachMove(position: Position, after: Position, visit: () => void): void {
  for (const color of [BLACK, WHITE] as const) {
    position.toMove = color;
    for (let point = 0; point < position.board.area; point++) {
      if (!position.isLegal(point, true)) continue;
      after.copyFrom(position);
      after.play(point);
      visit();
    }
  }
}

/**
 * How many games there are in which either player may move at any time and no position comes twice,
 * the games that stop early counted too.
 */
export function countGames(board: Board): number {
  const rules = RULE_PRESETS['tromp-taylor'];
  return continuations(new Game(board, rules));
}

function continuations(game: Game): number {
  let count = 1;
  for (let point = 0; point < game.board.area; point++) {
    for (const color of [game.toMove, opponent(game.toMove)]) {
      if (!game.tryPlay(point, color).ok) continue;
      count += continuations(game);
      game.undo();
    }
  }
  return count;
}
