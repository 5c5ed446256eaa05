import type { JSX } from 'preact';
import type { Shape } from './maps.js';
import { Square } from './shapes.js';

/** Whose a point is expected to be, in hundredths, must be surer than this to be shown. */
const LEAST = 12;

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
  return (
    <g class="ownership">
      {(ownership ?? []).map((owner, point) => {
        const sureness = Math.abs(owner) / 100;
        // A stone on its own side's ground says so itself.
        if (Math.abs(owner) < LEAST || stones[point] === Math.sign(owner)) return null;
        const name = owner > 0 ? 'owner-black' : 'owner-white';
        const side = 16 + 26 * sureness;
        return (
          <Square
            key={point}
            {...{ shape, point, side }}
            class={name}
            opacity={0.3 + 0.65 * sureness}
          />
        );
      })}
    </g>
  );
}
