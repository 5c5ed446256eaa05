import type { JSX } from 'preact';
import type { Shape } from './maps.js';
import { centre, Disc } from './shapes.js';

/** Priors below so many thousandths are not shown. */
const LEAST = 5;

/** What the network would play without thinking: the larger a disc, the likelier the move. */
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
        return (
          <g key={point}>
            <Disc {...{ shape, point }} class="prior" r={16 + 30 * Math.sqrt(prior / most)} />
            <text x={x} y={y + 10}>
              {prior >= 10 ? Math.round(prior / 10) : '<1'}
            </text>
          </g>
        );
      })}
    </g>
  );
}
