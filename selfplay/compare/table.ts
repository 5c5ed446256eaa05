import { gamesOf, pointsOf, turned } from '../gate/tally.js';
import { rate, type Pairing, type Rating } from '../rating/standings.js';

/** The variant that ratings are measured from, where it takes part: UCT with uniform playouts. */
const ANCHOR = 'uct';

/** Ratings of all who have met, strongest first; `uct`, or who comes first if it is not there, has 0. */
export function ratingsOf(pairings: readonly Pairing[]): Rating[] {
  const players = new Set(pairings.flatMap(({ player, opponent }) => [player, opponent]));
  if (pairings.length === 0) return [];
  const player = players.has(ANCHOR) ? ANCHOR : pairings[0].player;
  return rate(pairings, { player, elo: 0 });
}

/** Two Markdown tables: the ratings with 95 % intervals, and each two variants' points in per cent. */
export function comparisonTable(pairings: readonly Pairing[]): string {
  const ratings = ratingsOf(pairings);
  return [...ratingTable(ratings), '', ...crossTable(ratings, pairings)].join('\n');
}

function ratingTable(ratings: readonly Rating[]): string[] {
  const rows = ratings.map(({ player, elo, low, high, games, share }, i) =>
    row([
      i + 1,
      `\`${player}\``,
      whole(elo),
      `${whole(low)} to ${whole(high)}`,
      games,
      percent(share),
    ]),
  );
  return [row(['', 'variant', 'Elo', '95 %', 'games', 'points']), rule(6), ...rows];
}

function crossTable(ratings: readonly Rating[], pairings: readonly Pairing[]): string[] {
  const names = ratings.map(({ player }) => player);
  const rows = names.map((name, i) => {
    const cells = names.map((other) => shareText(pairings, name, other));
    return row([i + 1, `\`${name}\``, ...cells]);
  });
  const numbers = names.map((_, i) => i + 1);
  return [row(['', 'points in % against', ...numbers]), rule(names.length + 2), ...rows];
}

function shareText(pairings: readonly Pairing[], name: string, other: string): string {
  const met = pairings.flatMap((pairing) => {
    if (pairing.player === name && pairing.opponent === other) return [pairing];
    return pairing.player === other && pairing.opponent === name ? [turned(pairing)] : [];
  });
  const games = met.reduce((sum, tally) => sum + gamesOf(tally), 0);
  const points = met.reduce((sum, tally) => sum + pointsOf(tally), 0);
  return games === 0 ? '' : ((100 * points) / games).toFixed(0);
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function rule(columns: number): string {
  return row(Array<string>(columns).fill('---'));
}

function whole(elo: number): string {
  return elo.toFixed(0).replace(/^-0$/, '0').replace('-', '−');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
