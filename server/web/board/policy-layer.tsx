import type { JSX } from 'preact';
import type { Shape } from './maps.js';
import { centre, Disc } from './shapes.js';

/** Priors below so many thousandths are not shown. */
const LEAST = 5;

/** Moves below this share of the likeliest one have no number: it would not tell much. */
const LEAST_TOLD = 0.2;

/** What the network would play without thinking: the larger and deeper a disc, the likelier the move. */
export function PolicyLayer({
  shape,
  policy,
}: {
  shape: Shape;
  policy: readonly number[];
}): JSX.Element {
  const points = policy.slice(0, shape.width * shape.height);
  const most = Math.max(1, ...points);
  return (
    <g class="policy">
      {points.map((prior, point) => {
        if (prior < LEAST) return null;
        const { x, y } = centre(shape, point);
        const share = prior / most;
        return (
          <g key={point}>
            <Disc
              {...{ shape, point }}
              class="prior"
              r={12 + 34 * Math.sqrt(share)}
              opacity={0.28 + 0.62 * share}
            />
            {prior >= 10 && share >= LEAST_TOLD && (
              <text x={x} y={y + 10} class={share < 0.5 ? 'is-faint' : undefined}>
                {Math.round(prior / 10)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
