import { emptyBits, pointsOf } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import { Position } from '../../engine/position.js';
import type { Random } from '../../engine/random.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';

/** How many random moves a game begins with, drawn from `least` to `most`; both 0 for none. */
export interface OpeningLength {
  readonly least: number;
  readonly most: number;
}

/** Enough that programs without chance of their own do not repeat a game. */
export const USUAL_OPENING: OpeningLength = { least: 2, most: 4 };

/** How often an opening is drawn again because there was one like it. */
const REDRAWS = 50;

/**
 * The moves that each game of a match begins with, Black first. Each two games in a row, in which the
 * players change colours, share an opening, so that neither has the better of it. Those of different
 * pairs differ, up to symmetry and the order of moves, as far as the board has enough of them.
 */
export function drawOpenings(
  board: Board,
  games: number,
  length: OpeningLength,
  random: Random,
): number[][] {
  const openings: number[][] = [];
  const known = new Set<string>();
  while (openings.length < games) {
    const opening = drawNewOpening(board, length, random, known);
    openings.push(opening, opening);
  }
  return openings.slice(0, games);
}

function drawNewOpening(
  board: Board,
  { least, most }: OpeningLength,
  random: Random,
  known: Set<string>,
): number[] {
  for (let redraws = 0; ; redraws++) {
    const opening = drawOpening(board, least + random.below(most - least + 1), random);
    const key = openingKey(board, opening);
    if (known.has(key) && redraws < REDRAWS) continue;
    known.add(key);
    return opening;
  }
}

/**
 * Random first moves, Black's first: off the edge of the board, where nobody would begin, and none
 * that leaves a stone of either side in atari. Fewer than `plies` if the board has no room for more.
 */
export function drawOpening(board: Board, plies: number, random: Random): number[] {
  const position = new Position(board);
  const opening: number[] = [];
  while (opening.length < plies) {
    const choices = quietMoves(position);
    if (choices.length === 0) break;
    const point = choices[random.below(choices.length)];
    position.play(point);
    opening.push(point);
  }
  return opening;
}

function quietMoves(position: Position): number[] {
  const { board } = position;
  const legal = emptyBits(board);
  position.legalPoints(false, legal);
  const trial = position.clone();
  return pointsOf(board, legal).filter((point) => {
    if (isOnEdge(board, point)) return false;
    trial.copyFrom(position);
    trial.play(point);
    return !hasAtari(trial);
  });
}

function isOnEdge(board: Board, point: number): boolean {
  const { width, height } = board;
  const x = board.x(point);
  const y = board.y(point);
  return x === 0 || y === 0 || x === width - 1 || y === height - 1;
}

function hasAtari(position: Position): boolean {
  return position.board.cellOf.some((cell) => {
    const head = position.head[cell];
    return head !== 0 && position.lastLiberty(head) !== 0;
  });
}

/** What openings have in common that lead to one position, or to one seen from another side. */
function openingKey(board: Board, opening: readonly number[]): string {
  const keys = Array.from({ length: symmetryCount(board) }, (_, symmetry) => {
    const map = symmetryMap(board, symmetry);
    const stones = (parity: number): string =>
      opening
        .filter((_, ply) => ply % 2 === parity)
        .map((point) => map[point])
        .sort((a, b) => a - b)
        .join();
    return `${stones(0)} ${stones(1)}`;
  });
  return keys.sort()[0];
}
