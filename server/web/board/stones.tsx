import { Goban, type GobanProps } from '@sabaki/shudan';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CountInfo, PositionInfo } from '../../messages/game.js';
import { Coordinates } from './coordinates.js';
import { dimmed, markers, rows, type Shape } from './maps.js';

/** The lines and the stones; drawn again only when one of them changes. */
export function Stones({
  shape,
  position,
  count,
  coordinates,
  size,
}: {
  shape: Shape;
  position: PositionInfo;
  count: CountInfo | null;
  coordinates: boolean;
  size: number;
}): JSX.Element {
  const { width, height } = shape;
  return useMemo(
    () => (
      <div class="stones" style={{ fontSize: size, gridTemplateColumns: `repeat(${width}, 1em)` }}>
        {coordinates && <Coordinates shape={shape} />}
        <Strips {...{ shape, position, count, size }} />
      </div>
    ),
    [size, coordinates, width, height, position, count],
  );
}

type Whole = Pick<GobanProps, 'signMap' | 'markerMap' | 'dimmedVertices'>;

/** How many points of a row are drawn together. */
const STRIP = 5;

/**
 * A board component for every few points, so that a move draws one strip or two again and not all
 * points: the component makes all points of a board anew whenever one changes.
 */
function Strips({
  shape,
  position,
  count,
  size,
}: {
  shape: Shape;
  position: PositionInfo;
  count: CountInfo | null;
  size: number;
}): JSX.Element {
  const signMap = rows(shape, position.stones);
  const markerMap = markers(shape, position);
  const dead = dimmed(shape, count);
  const strips = [];
  for (let y = 0; y < shape.height; y++) {
    for (let x = 0; x < shape.width; x += STRIP) {
      const end = Math.min(x + STRIP, shape.width);
      const dimmedVertices = dead.filter(
        ([column, row]) => row === y && column >= x && column < end,
      );
      const signs = signMap[y].slice(x, end);
      const looks = JSON.stringify([signs, markerMap[y].slice(x, end), dimmedVertices]);
      const whole = { signMap, markerMap, dimmedVertices };
      strips.push(<Strip key={`${x}:${y}`} {...{ x, end, y, looks, size, whole }} />);
    }
  }
  return <>{strips}</>;
}

/** Points of a row from x up to, but not with, `end`; `looks` tells apart all that can stand there. */
function Strip({
  x,
  end,
  y,
  looks,
  size,
  whole,
}: {
  x: number;
  end: number;
  y: number;
  looks: string;
  size: number;
  whole: Whole;
}): JSX.Element {
  return useMemo(
    () => (
      <Goban
        vertexSize={size}
        rangeX={[x, end - 1]}
        rangeY={[y, y]}
        style={{ gridArea: `${y + 1} / ${x + 1} / auto / ${end + 1}` }}
        {...whole}
        innerProps={{ 'aria-hidden': true }}
      />
    ),
    [x, end, y, looks, size],
  );
}
