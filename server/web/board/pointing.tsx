import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { PositionInfo } from '../../messages/game.js';
import { usePage, useSelect } from '../app/context.js';
import { vertexOf, type Shape } from './maps.js';
import { Disc } from './shapes.js';

/** Where the mouse or a finger is: a stone that could be played, or a cross where it could not. */
export function Pointing({
  shape,
  position,
  act,
  isFine,
}: {
  shape: Shape;
  position: PositionInfo;
  act: (point: number) => void;
  /** Whether points are too small for a finger: then the first tap shows, the second plays. */
  isFine: boolean;
}): JSX.Element {
  const { store } = usePage();
  const [point, setPoint] = useState<number>();
  const isMarking = useSelect((page) => page.state?.phase === 'marking');
  const pending = useSelect((page) => page.pending);
  const legal = useMemo(() => new Set(position.legal), [position]);

  const hover = (next: number | undefined): void => {
    if (next === point) return;
    setPoint(next);
    const hasLine = store.get().analysis?.moves.some(({ move }) => move === next) === true;
    store.update((page) => ({ ...page, probe: hasLine ? next : undefined }));
  };
  return (
    <>
      {pending !== undefined && pending < position.stones.length && (
        <Disc shape={shape} point={pending} class={`stone-${position.toMove} is-pending`} r={46} />
      )}
      {point !== undefined && !isMarking && (
        <Hint {...{ shape, position, point, isLegal: legal.has(point) }} />
      )}
      <rect
        class={`pointing${isMarking ? ' is-marking' : ''}`}
        width="100%"
        height="100%"
        onPointerMove={(event) => {
          if (event.pointerType === 'mouse') hover(pointAt(shape, event));
        }}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') hover(undefined);
        }}
        onMouseDown={(event) => {
          event.preventDefault(); // the mouse needs no cursor
        }}
        onClick={(event) => {
          const clicked = pointAt(shape, event);
          const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
          if (clicked === undefined) return;
          if (isTouch && isFine && !isMarking && clicked !== point) {
            hover(clicked);
            return;
          }
          if (isTouch) hover(undefined);
          act(clicked);
        }}
      />
    </>
  );
}

function Hint({
  shape,
  position,
  point,
  isLegal,
}: {
  shape: Shape;
  position: PositionInfo;
  point: number;
  isLegal: boolean;
}): JSX.Element | null {
  if (isLegal) {
    return <Disc shape={shape} point={point} class={`stone-${position.toMove} is-hint`} r={46} />;
  }
  if (position.stones[point] !== 0) return null;
  const [x, y] = vertexOf(shape, point);
  return <path class="forbidden" d={`M${x * 100 + 35} ${y * 100 + 35}l30 30m0 -30l-30 30`} />;
}

/** The point under a pointer. */
function pointAt({ width, height }: Shape, event: MouseEvent): number | undefined {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  const x = Math.floor(((event.clientX - box.left) / box.width) * width);
  const y = Math.floor(((event.clientY - box.top) / box.height) * height);
  return x < 0 || x >= width || y < 0 || y >= height ? undefined : y * width + x;
}
