import type { JSX } from 'preact';
import type { Shape } from './maps.js';
import { centre } from './shapes.js';

/** Whose a point is expected to be, in hundredths, must be surer than this to be shown. */
const LEAST = 12;

/** Points that are about as sure are drawn together: one path for each owner and degree. */
const DEGREES = 8;

/** Who is expected to own the points: the larger and clearer a square, the surer. */
export function OwnershipLayer({
  shape,
  stones,
  ownership,
}: {
  shape: Shape;
  stones: readonly number[];
  ownership: readonly number[] | null;
}): JSX.Element {
  const squares = new Map<string, string>();
  (ownership ?? []).forEach((owner, point) => {
    // A stone on its own side's ground says so itself.
    if (Math.abs(owner) < LEAST || stones[point] === Math.sign(owner)) return;
    const degree = Math.ceil((Math.abs(owner) * DEGREES) / 100);
    const key = `${owner > 0 ? 'black' : 'white'} ${degree}`;
    squares.set(key, (squares.get(key) ?? '') + square(centre(shape, point), degree / DEGREES));
  });
  return (
    <g class="ownership">
      {[...squares].map(([key, d]) => {
        const [owner, degree] = key.split(' ');
        const opacity = 0.3 + (0.65 * Number(degree)) / DEGREES;
        return <path key={key} class={`owner-${owner}`} d={d} opacity={opacity} />;
      })}
    </g>
  );
}

/** The outline of a square around a place, the larger the surer. */
function square({ x, y }: { x: number; y: number }, sureness: number): string {
  const side = Math.round(16 + 26 * sureness);
  return `M${x - side / 2} ${y - side / 2}h${side}v${side}h${-side}z`;
}
