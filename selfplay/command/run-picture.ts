import type { Bench, RunStatus } from '../loop/status.js';
import { formatCount } from '../report/numbers.js';
import { duration, elo, percent, rate } from './figures.js';
import { bar, type Paint, type Picture } from './progress.js';

/** So many games and more are no aim: the run ends otherwise. */
export const NO_END = 1e9;

const BAR = 24;

/** How a run goes, from what it says of itself. */
export function runPicture(status: () => RunStatus): Picture {
  return {
    lines: (paint) => runLines(status(), paint),
    line: () => runLine(status()),
  };
}

/** The lines of a terminal. */
export function runLines(status: RunStatus, paint: Paint): string[] {
  const { games, wanted, bench } = status;
  const lines = [
    join(
      `${name('games', paint)} ${wanted >= NO_END ? '' : `${bar(games / wanted, BAR, paint)} `}${countOf(games, wanted)}`,
      ...speedOf(status),
      leftOf(status),
    ),
  ];
  if (bench !== undefined) {
    const share = bench.total > 0 ? bench.done / bench.total : 0;
    lines.push(`${name(bench.kind, paint)} ${bar(share, BAR, paint)} ${benchText(bench)}`);
  }
  lines.push(join(`${name('champion', paint)} ${status.champion}`, eloOf(status), lossOf(status)));
  return lines;
}

/** The line of a file. */
export function runLine(status: RunStatus): string {
  const { games, wanted, champion, bench } = status;
  return join(
    `${countOf(games, wanted)} games`,
    ...speedOf(status),
    leftOf(status),
    `champion ${champion}`,
    eloOf(status),
    lossOf(status),
    bench && `${bench.kind} ${benchText(bench)}`,
  );
}

function name(text: string, paint: Paint): string {
  return paint('bold', text.padEnd(8));
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

function countOf(games: number, wanted: number): string {
  return wanted >= NO_END ? formatCount(games) : `${formatCount(games)} of ${formatCount(wanted)}`;
}

function speedOf({ gamesPerSecond, positionsPerSecond, networkShare }: RunStatus): string[] {
  if (gamesPerSecond === 0) return [];
  const network = networkShare > 0 ? [`network ${percent(networkShare, 0)}`] : [];
  return [`${rate(gamesPerSecond)} games/s`, `${rate(positionsPerSecond)} positions/s`, ...network];
}

function leftOf({ left, wanted, games }: RunStatus): string {
  if (left === undefined || wanted >= NO_END || games >= wanted) return '';
  return `${duration(left)} to go`;
}

function eloOf(status: RunStatus): string {
  return status.elo === undefined ? '' : elo(status.elo);
}

/** The loss that is minimised, and each head's own. */
function lossOf({ losses }: RunStatus): string {
  if (!('loss' in losses)) return '';
  const heads = Object.entries(losses)
    .filter(([key]) => key.startsWith('loss.'))
    .map(([key, loss]) => `${key.slice('loss.'.length)} ${loss.toFixed(3)}`);
  const parts = heads.length === 0 ? '' : ` (${heads.join(', ')})`;
  return `loss ${losses['loss'].toFixed(3)}${parts}`;
}

function benchText({ kind, network, done, total, points }: Bench): string {
  const of = total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : 'is being prepared';
  const unit = kind === 'learning' ? 'steps' : 'games';
  const who = kind === 'rating' ? `champion ${network}` : `candidate ${network}`;
  const score =
    points === undefined || done === 0 ? '' : `, ${percent(points / done)} of the points`;
  return `${who}: ${of}${total > 0 ? ` ${unit}` : ''}${score}`;
}
