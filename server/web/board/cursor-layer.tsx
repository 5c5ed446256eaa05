import type { JSX } from 'preact';
import { centre } from './shapes.js';
import type { Shape } from './maps.js';

/** The cursor of those who play with the keyboard. */
export function CursorLayer({ shape, point }: { shape: Shape; point: number }): JSX.Element {
  const { x, y } = centre(shape, point);
  return <rect class="cursor" x={x - 46} y={y - 46} width={92} height={92} rx={16} />;
}
