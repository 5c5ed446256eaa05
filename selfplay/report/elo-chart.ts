import { escapeHtml } from './escape.js';
import { formatCount } from './numbers.js';
import { fromTop, makePlot } from './plot.js';
import type { RatedPlayer } from './report-data.js';
import { place, rangeOf, type Range } from './scale.js';

/** Ratings of champions over the games of the run, with their intervals; anchors as level lines. */
export function makeEloChart(ratings: readonly RatedPlayer[]): string {
  const champions = championsOf(ratings);
  if (champions.length === 0) return '';
  const anchors = ratings.filter(({ since }) => since === undefined);
  const x = rangeOf([0, ...champions.map(({ since }) => since!)], 0.03);
  const y = rangeOf(ratings.flatMap(({ low, high }) => [low, high]));
  const last = champions[champions.length - 1];
  return makePlot({
    title: 'Elo of the champions',
    note: describe(last),
    summary: `Elo of the champions: ${champions.map(tell).join('; ')}`,
    xName: 'games',
    x,
    y,
    marks: anchorLines(anchors, y) + championMarks(champions, x, y),
    overlay: anchorLabels(anchors, y),
    readings: champions.map(
      (one) => [place(one.since!, x), fromTop(one.elo, y), tell(one)] as const,
    ),
    isWide: true,
  });
}

/** The champions among those rated, from the first to the last. */
export function championsOf(ratings: readonly RatedPlayer[]): RatedPlayer[] {
  return ratings.filter(({ since }) => since !== undefined).sort((a, b) => a.since! - b.since!);
}

/** A rating with half its 95 % interval. */
export function describe({ elo, high }: RatedPlayer): string {
  return `${formatCount(elo)} ± ${formatCount(high - elo)}`;
}

function tell(one: RatedPlayer): string {
  return `${one.player}: ${describe(one)}`;
}

function championMarks(champions: readonly RatedPlayer[], x: Range, y: Range): string {
  const places = champions.map(({ since, elo, low, high }) => ({
    left: place(since!, x),
    top: fromTop(elo, y),
    bar: [fromTop(low, y), fromTop(high, y)],
  }));
  const line = places.map(({ left, top }, i) => `${i === 0 ? 'M' : 'L'}${left} ${top}`).join('');
  const bars = places.map(({ left, bar }) => `M${left} ${bar[0]}V${bar[1]}`).join('');
  const dots = places.map(({ left, top }) => `M${left} ${top}h0`).join('');
  return `<path class="bar" d="${bars}"/><path class="line" d="${line}"/><path class="dot" d="${dots}"/>`;
}

function anchorLines(anchors: readonly RatedPlayer[], y: Range): string {
  const lines = anchors.map(({ elo }) => `M0 ${fromTop(elo, y)}H1000`).join('');
  return `<path class="anchor" d="${lines}"/>`;
}

/** Names on the lines: each at the other side than the one below, lest they overlap. */
function anchorLabels(anchors: readonly RatedPlayer[], y: Range): string {
  return [...anchors]
    .sort((a, b) => a.elo - b.elo)
    .map(({ player, elo }, i) => {
      const side = i % 2 === 0 ? 'right' : 'left';
      const top = fromTop(elo, y) / 10;
      return `<span class="name ${side}" style="top:${top}%">${escapeHtml(player)}</span>`;
    })
    .join('');
}
