import type { JSX } from 'preact';
import type { PositionInfo } from '../../messages/game.js';
import type { CandidateInfo } from '../../messages/thinking.js';
import { otherColor } from '../app/numbers.js';
import type { Shape } from './maps.js';
import { centre } from './shapes.js';

/** How many moves of a line are shown: more are hard to follow. */
const MOST = 12;

/** The line that is expected after a move, as numbered stones. The first move on a point counts. */
export function LineLayer({
  shape,
  position,
  candidate,
}: {
  shape: Shape;
  position: PositionInfo;
  candidate: CandidateInfo;
}): JSX.Element {
  const line = candidate.line.slice(0, MOST);
  return (
    <g class="line">
      {line.map((move, i) => {
        if (move >= position.stones.length || line.indexOf(move) < i) return null;
        const color = i % 2 === 0 ? position.toMove : otherColor(position.toMove);
        const { x, y } = centre(shape, move);
        return (
          <g key={move} class={`numbered-${color}`}>
            <circle class={`stone-${color}`} cx={x} cy={y} r={46} />
            <text x={x} y={y + 16}>
              {i + 1}
            </text>
          </g>
        );
      })}
    </g>
  );
}
