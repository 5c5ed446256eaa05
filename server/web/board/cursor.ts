import type { Shape } from './maps.js';

/** The steps of the keys that move the cursor, as columns and rows. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The point where a key moves the cursor to, up to the edge; undefined if it is no such key. */
export function moveCursor(
  { width, height }: Shape,
  point: number,
  key: string,
): number | undefined {
  if (!Object.hasOwn(STEPS, key)) return undefined;
  const [dx, dy] = STEPS[key];
  const x = Math.min(width - 1, Math.max(0, (point % width) + dx));
  const y = Math.min(height - 1, Math.max(0, Math.floor(point / width) + dy));
  return y * width + x;
}

/** Where the cursor begins: the middle of the board. */
export function middle({ width, height }: Shape): number {
  return Math.floor(height / 2) * width + Math.floor(width / 2);
}
