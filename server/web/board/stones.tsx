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
      <div class="stones" style={{ fontSize: size, width: size * width }}>
        {coordinates && <Coordinates shape={shape} />}
        <Rows {...{ shape, position, count, size }} />
      </div>
    ),
    [size, coordinates, width, height, position, count],
  );
}

type Whole = Pick<GobanProps, 'signMap' | 'markerMap' | 'dimmedVertices'>;

/**
 * A board component for each row, so that a move draws one row or two again and not all points:
 * the component makes all points of a board anew whenever one changes.
 */
function Rows({
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
  return (
    <>
      {signMap.map((signs, y) => {
        const dimmedVertices = dead.filter(([, row]) => row === y);
        const looks = JSON.stringify([signs, markerMap[y], dimmedVertices]);
        return (
          <Row key={y} {...{ y, looks, size }} whole={{ signMap, markerMap, dimmedVertices }} />
        );
      })}
    </>
  );
}

/** One row; `looks` tells apart all that can stand in it. */
function Row({
  y,
  looks,
  size,
  whole,
}: {
  y: number;
  looks: string;
  size: number;
  whole: Whole;
}): JSX.Element {
  return useMemo(
    () => (
      <Goban vertexSize={size} rangeY={[y, y]} {...whole} innerProps={{ 'aria-hidden': true }} />
    ),
    [y, looks, size],
  );
}
