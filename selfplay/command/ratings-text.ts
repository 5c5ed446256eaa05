import type { Rating } from '../rating/standings.js';
import { formatCount } from '../report/numbers.js';
import { percent } from './figures.js';

const HEAD = ['player', 'Elo', '95 %', 'games', 'points'];

/** A table of ratings, strongest first. */
export function ratingsTable(ratings: readonly Rating[]): string[] {
  const rows = ratings.map(({ player, elo, low, high, games, share }) => [
    player,
    formatCount(elo),
    `±${formatCount((high - low) / 2)}`,
    formatCount(games),
    percent(share),
  ]);
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, i) => Math.max(...table.map((row) => row[i].length)));
  return table.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
