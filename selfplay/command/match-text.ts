import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { gamesOf, pointsOf, shareOf, type Tally } from '../gate/tally.js';
import type { MatchResult } from '../match/play-match.js';
import { eloDifference, wilsonInterval } from '../rating/elo.js';
import { formatCount } from '../report/numbers.js';
import { percent } from './figures.js';

/** Reasons of forfeits that are told. */
const REASONS_TOLD = 5;

/** How a match ended, line by line. `longest`: moves after which games are scored as they stand. */
export function matchSummary(
  names: { readonly a: string; readonly b: string },
  results: readonly MatchResult[],
  longest: number,
): string[] {
  const tally = tallyOf(results);
  return [
    `${names.a} against ${names.b}: ${scoreText(tally)}`,
    ...(results.length === 0 ? [] : [strengthText(tally), coloursText(results)]),
    ...endings(results, longest),
    ...reasons(results),
  ];
}

/** Wins, draws and losses of the first contestant. */
export function tallyOf(results: readonly MatchResult[]): Tally {
  const count = (points: number): number => results.filter((r) => r.points === points).length;
  return { wins: count(1), draws: count(0.5), losses: count(0) };
}

export function scoreText(tally: Tally): string {
  const { wins, draws, losses } = tally;
  const drawn = draws === 0 ? '' : `, ${formatCount(draws)} drawn`;
  return `${formatCount(wins)} won${drawn}, ${formatCount(losses)} lost`;
}

function strengthText(tally: Tally): string {
  const share = shareOf(tally);
  const { low, high } = wilsonInterval(share, gamesOf(tally));
  const { elo, low: weakest, high: strongest } = eloDifference(tally);
  const ratings = `Elo ${signed(elo)} (${signed(weakest)} to ${signed(strongest)})`;
  return `share of the points ${percent(share)} (95 %: ${percent(low)} to ${percent(high)}), ${ratings}`;
}

function signed(elo: number): string {
  if (!Number.isFinite(elo)) return elo > 0 ? '+∞' : '−∞';
  return elo > 0 ? `+${formatCount(elo)}` : formatCount(elo);
}

function coloursText(results: readonly MatchResult[]): string {
  const of = (color: Color): string => {
    const tally = tallyOf(results.filter(({ colorOfA }) => colorOfA === color));
    return `${pointsOf(tally)} of ${gamesOf(tally)}`;
  };
  return `points as Black ${of(BLACK)}, as White ${of(WHITE)}`;
}

/** By what games were decided, and how many of each. */
function endings(results: readonly MatchResult[], longest: number): string[] {
  if (results.length === 0) return [];
  const counts = new Map<string, number>();
  for (const result of results) {
    const ending = endingOf(result, longest);
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const parts = [...counts].sort((x, y) => y[1] - x[1]).map(([name, n]) => `${n} ${name}`);
  const disputed = results.filter(({ by }) => by === 'disputed').length;
  if (disputed > 0) parts.push(`${disputed} of them disputed`);
  return [`games ended: ${parts.join(', ')}`];
}

function endingOf({ outcome, moves }: MatchResult, longest: number): string {
  if (outcome.kind === 'void') return 'without a result';
  if (outcome.kind === 'win' && outcome.by === 'resign') return 'by resignation';
  if (outcome.kind === 'win' && outcome.by === 'forfeit') return 'by forfeit';
  return moves.length >= longest ? 'scored when they were too long' : 'by score';
}

function reasons(results: readonly MatchResult[]): string[] {
  const told = [...new Set(results.flatMap(({ reason = [] }) => reason))];
  return told.slice(0, REASONS_TOLD).map((reason) => `a forfeit: ${reason}`);
}
