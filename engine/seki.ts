import { emptyBits, flood, neighbours, pointsOf, union, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, WHITE, opponent, type Color } from './color.js';
import { Position } from './position.js';
import { dame, territory, type Sides } from './territory.js';

/**
 * The stones as they stand when everything neutral has been filled that safely can be, and the
 * points that belong to chains in seki, which count for nobody under territory scoring.
 *
 * Players often pass before the last neutral points are filled. So those are filled here, by a move
 * that leaves its own chain two liberties: first where that threatens nothing, then where it puts
 * chains in atari that their owner can connect (at the cost of a point, as over the board). A neutral
 * point where neither player has such a move is the shared liberty of a seki.
 */
export function settle(board: Board, stones: Sides): { stones: Sides; seki: Sides } {
  const position = new Position(board);
  position.setUp({ board, ...stones, toMove: BLACK });
  while (fillOne(position, fillQuietly) || fillOne(position, fillWithThreat));
  const settled = { black: position.black.slice(), white: position.white.slice() };
  return { stones: settled, seki: sekiOf(board, settled) };
}

/** A way to fill a neutral point with a colour; false, and nothing changed, if it is not safe. */
type Filling = (position: Position, point: number, color: Color) => boolean;

function fillOne(position: Position, filling: Filling): boolean {
  const points = pointsOf(position.board, dame(position.board, position));
  return points.some((p) => filling(position, p, BLACK) || filling(position, p, WHITE));
}

function fillQuietly(position: Position, point: number, color: Color): boolean {
  return attempt(
    position,
    (trial) =>
      playSafely(trial, point, color) && chainsInAtari(trial, opponent(color)).length === 0,
  );
}

function fillWithThreat(position: Position, point: number, color: Color): boolean {
  return attempt(
    position,
    (trial) =>
      playSafely(trial, point, color) &&
      chainsInAtari(trial, opponent(color)).every((chain) => saves(trial, chain)),
  );
}

/** Does something to the position if it succeeds on a copy. */
function attempt(position: Position, deed: (trial: Position) => boolean): boolean {
  const trial = position.clone();
  if (!deed(trial)) return false;
  position.copyFrom(trial);
  return true;
}

/** Plays there if the move captures nothing and leaves its chain two liberties or more. */
function playSafely(position: Position, point: number, color: Color): boolean {
  position.toMove = color;
  if (!position.isLegal(point, false)) return false;
  const enemy = opponent(color);
  const before = position.captured(enemy);
  position.play(point);
  const chain = position.head[position.board.cellOf[point]];
  return position.captured(enemy) === before && position.lastLiberty(chain) === 0;
}

/** Connects a chain in atari out of it, unless an answer before has; whether it is out. */
function saves(position: Position, head: number): boolean {
  const chain = position.head[head];
  const liberty = position.lastLiberty(chain);
  if (liberty === 0) return true;
  const color = position.color[chain] as Color;
  return playSafely(position, position.board.pointOf[liberty], color);
}

function chainsInAtari(position: Position, color: Color): number[] {
  const { board, head } = position;
  const heads = pointsOf(board, position.stones(color)).map((point) => head[board.cellOf[point]]);
  return [...new Set(heads)].filter((chain) => position.lastLiberty(chain) !== 0);
}

/** The stones and territory of the groups that border on a neutral point. */
function sekiOf(board: Board, stones: Sides): Sides {
  const shared = dame(board, stones);
  const own = territory(board, stones);
  return {
    black: groupsNextTo(board, shared, union(stones.black, own.black)),
    white: groupsNextTo(board, shared, union(stones.white, own.white)),
  };
}

/** The connected parts of an area that border on one of the points. */
function groupsNextTo(board: Board, points: Bits, own: Bits): Bits {
  const found = emptyBits(board);
  neighbours(board, points, found);
  for (let y = 0; y < found.length; y++) found[y] &= own[y];
  flood(found, own);
  return found;
}
