import { Board } from '../../../engine/board.js';
import { makeVertex } from '../../../engine/coordinates.js';
import type { PositionInfo } from '../../messages/game.js';
import type { Shape } from './maps.js';

/** What people call a point, `D4`; `pass` for a pass. */
export function pointName({ width, height }: Shape, move: number): string {
  return makeVertex(Board.of(width, height), move);
}

/** What is on a point, for those who hear the board. */
export function pointTitle(shape: Shape, position: PositionInfo, point: number): string {
  const stone = { 1: 'black stone', [-1]: 'white stone', 0: 'empty' }[position.stones[point]];
  const isLast = position.last === point ? ', last move' : '';
  return `${pointName(shape, point)}, ${stone}${isLast}`;
}
