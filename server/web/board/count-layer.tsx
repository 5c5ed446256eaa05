import type { JSX } from 'preact';
import type { CountInfo } from '../../messages/game.js';
import type { Shape } from './maps.js';
import { Square } from './shapes.js';

/** Whose each point is at the end of the game. */
export function CountLayer({
  shape,
  stones,
  count,
}: {
  shape: Shape;
  stones: readonly number[];
  count: CountInfo;
}): JSX.Element {
  return (
    <g class="ownership">
      {count.owners.map((owner, point) =>
        owner === 0 || stones[point] === owner ? null : (
          <Square
            key={point}
            {...{ shape, point, side: 30 }}
            class={owner === 1 ? 'owner-black' : 'owner-white'}
          />
        ),
      )}
    </g>
  );
}
