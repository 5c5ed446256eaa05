import type { ComponentChildren, CSSProperties, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Shape } from './maps.js';

/** How much of a vertex the frame takes on each side, with coordinates and without. */
const FRAME = { coordinates: 0.62, bare: 0.35 };

/** Draws a board as large as its place allows: `children` are told the size of a vertex in pixels. */
export function Fitted({
  shape,
  coordinates,
  children,
}: {
  shape: Shape;
  coordinates: boolean;
  children: (size: number) => ComponentChildren;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [side, setSide] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setSide(Math.floor(Math.min(element.clientWidth, element.clientHeight)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  const frame = coordinates ? FRAME.coordinates : FRAME.bare;
  const size = Math.floor(side / (Math.max(shape.width, shape.height) + 2 * frame));
  const style = { '--vertex': `${size}px`, '--frame': `${frame * size}px` } as CSSProperties;
  return (
    <div class="board-place" ref={place}>
      <div class="board-wood" style={style}>
        {size > 0 && children(size)}
      </div>
    </div>
  );
}
