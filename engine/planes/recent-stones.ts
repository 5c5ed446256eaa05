import type { Color } from '../color.js';
import type { Game } from '../game.js';
import type { Canvas } from './canvas.js';

/** How many positions the planes of the Zero programs show, the one now among them. */
export const POSITIONS = 8;

/** What such a plane shows, `t` moves ago. */
export function stonesName(stones: string, t: number): string {
  return t === 0 ? `${stones} now` : `${stones} ${t} ${t === 1 ? 'move' : 'moves'} ago`;
}

/**
 * Marks one player's stones, now and before each of the last seven moves, on the planes `first`,
 * `first + step`, … A move changes little, so planes are copied from later ones.
 */
export function markRecentStones(
  canvas: Canvas,
  game: Game,
  color: Color,
  first: number,
  step: number,
): void {
  const { history, length } = game;
  let later = game.rowsAt(length, color);
  canvas.markAll(first, history, later);
  for (let t = 1; t < POSITIONS && t <= length; t++) {
    const plane = first + t * step;
    const earlier = game.rowsAt(length - t, color);
    canvas.copyChanged(plane - step, plane, history, later, earlier);
    later = earlier;
  }
}
