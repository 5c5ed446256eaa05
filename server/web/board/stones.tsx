import { Goban } from '@sabaki/shudan';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CountInfo, PositionInfo } from '../../messages/game.js';
import { dimmed, markers, rows, type Shape } from './maps.js';

/** The wood, the lines and the stones; drawn again only when one of them changes. */
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
      <Goban
        vertexSize={size}
        showCoordinates={coordinates}
        signMap={rows(shape, position.stones)}
        markerMap={markers(shape, position)}
        dimmedVertices={dimmed(shape, count)}
        innerProps={{ 'aria-hidden': true }}
      />
    ),
    [size, coordinates, width, height, position, count],
  );
}
