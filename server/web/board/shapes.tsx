import type { JSX } from 'preact';
import { vertexOf, type Shape } from './maps.js';

/** The middle of a point, in hundredths of the distance between two. */
export function centre(shape: Shape, point: number): { x: number; y: number } {
  const [x, y] = vertexOf(shape, point);
  return { x: x * 100 + 50, y: y * 100 + 50 };
}

/** A disc on a point. */
export function Disc({
  shape,
  point,
  r,
  class: name,
  opacity,
}: {
  shape: Shape;
  point: number;
  r: number;
  class: string;
  opacity?: number;
}): JSX.Element {
  const { x, y } = centre(shape, point);
  return <circle class={name} cx={x} cy={y} r={r} opacity={opacity} />;
}

/** A square on a point. */
export function Square({
  shape,
  point,
  side,
  class: name,
  opacity,
}: {
  shape: Shape;
  point: number;
  side: number;
  class: string;
  opacity?: number;
}): JSX.Element {
  const { x, y } = centre(shape, point);
  const half = side / 2;
  return (
    <rect class={name} x={x - half} y={y - half} width={side} height={side} opacity={opacity} />
  );
}
