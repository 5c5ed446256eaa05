import type { Map as Grid, Marker, Vertex } from '@sabaki/shudan';
import type { CountInfo, PositionInfo } from '../../messages/game.js';

/** Width and height of a board. */
export interface Shape {
  readonly width: number;
  readonly height: number;
}

/** Cuts values by point into the rows that the board component takes. */
export function rows<T>({ width, height }: Shape, values: readonly T[]): Grid<T> {
  return Array.from({ length: height }, (_, y) => values.slice(y * width, (y + 1) * width));
}

/** Column and row of a point, both from the top left. */
export function vertexOf({ width }: Shape, point: number): Vertex {
  return [point % width, Math.floor(point / width)];
}

/** The marks of a file, and the one on the last move where the file has none there. */
export function markers(shape: Shape, { marks, last, stones }: PositionInfo): Grid<Marker | null> {
  const markers = new Array<Marker | null>(stones.length).fill(null);
  if (last !== null && last < stones.length) markers[last] = { type: 'point' };
  for (const { point, kind, text } of marks) {
    markers[point] = { type: kind, label: kind === 'label' ? text : null };
  }
  return rows(shape, markers);
}

/** The points of dead stones, which are drawn dimmed. */
export function dimmed(shape: Shape, count: CountInfo | null): Vertex[] {
  return (count?.dead ?? []).map((point) => vertexOf(shape, point));
}
