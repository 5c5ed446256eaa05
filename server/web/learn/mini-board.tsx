import type { JSX } from 'preact';
import { memo } from '../app/memo.js';
import type { Stone } from './replay.js';

/** A small board without any interaction. */
export const MiniBoard = memo(function MiniBoard({
  width,
  height,
  stones,
  last,
}: {
  width: number;
  height: number;
  stones: readonly Stone[];
  last: number | undefined;
}): JSX.Element {
  return (
    <svg class="mini-board" viewBox={`0 0 ${width * 10} ${height * 10}`} aria-hidden="true">
      <path class="mini-lines" d={gridPath(width, height)} />
      {stones.map((stone, point) =>
        stone === 0 ? null : (
          <circle
            key={point}
            class={stone === 1 ? 'stone-black' : 'stone-white'}
            cx={(point % width) * 10 + 5}
            cy={Math.floor(point / width) * 10 + 5}
            r={4.6}
          />
        ),
      )}
      {last !== undefined && (
        <circle
          class={stones[last] === 1 ? 'mini-last on-black' : 'mini-last'}
          cx={(last % width) * 10 + 5}
          cy={Math.floor(last / width) * 10 + 5}
          r={1.6}
        />
      )}
    </svg>
  );
});

function gridPath(width: number, height: number): string {
  const rows = Array.from({ length: height }, (_, y) => `M5 ${y * 10 + 5}H${width * 10 - 5}`);
  const columns = Array.from({ length: width }, (_, x) => `M${x * 10 + 5} 5V${height * 10 - 5}`);
  return [...rows, ...columns].join('');
}
