import type { JSX } from 'preact';
import type { ColorName } from '../../messages/common.js';
import type { AnalysisInfo, CandidateInfo } from '../../messages/thinking.js';
import { percents, scoreSeenBy, seenBy, short, signed } from '../app/numbers.js';
import type { Shape } from './maps.js';
import { centre } from './shapes.js';

/** How many moves are shown at most. */
const MOST = 12;

/** Moves with less than this share of the best one's visits are not worth a look. */
const LEAST_SHARE = 0.01;

/** How much fits on a move: the chance of winning, the visits too, or the lead as well. */
export type Detail = 'rate' | 'visits' | 'all';

/** What fits where lines are that many pixels apart. */
export function detailAt(size: number): Detail {
  return size < 28 ? 'rate' : size < 46 ? 'visits' : 'all';
}

/** The best moves: chance of winning, lead in points, and visits, seen by the player to move. */
export function CandidateLayer({
  shape,
  analysis,
  toMove,
  detail,
}: {
  shape: Shape;
  analysis: AnalysisInfo;
  toMove: ColorName;
  detail: Detail;
}): JSX.Element {
  return (
    <g class="candidates">
      {shownMoves(analysis, shape).map((candidate, rank) => (
        <Candidate key={rank} {...{ shape, candidate, toMove, detail }} isBest={rank === 0} />
      ))}
    </g>
  );
}

function Candidate({
  shape,
  candidate,
  toMove,
  isBest,
  detail,
}: {
  shape: Shape;
  candidate: CandidateInfo;
  toMove: ColorName;
  isBest: boolean;
  detail: Detail;
}): JSX.Element {
  const { x, y } = centre(shape, candidate.move);
  return (
    <g class={`candidate${isBest ? ' is-best' : ''}`}>
      <circle cx={x} cy={y} r={47} />
      {texts(candidate, toMove, detail).map(({ name, text, dy }) => (
        <text key={name} class={name} x={x} y={y + dy}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** What is written on a move, line by line. */
function texts(
  { winrate, score, visits }: CandidateInfo,
  toMove: ColorName,
  detail: Detail,
): { name: string; text: string; dy: number }[] {
  const rate = seenBy(toMove, winrate);
  if (detail === 'rate') {
    return [{ name: 'rate is-alone', text: String(Math.round(rate * 100)), dy: 16 }];
  }
  if (detail === 'visits' || score === null) {
    return [
      { name: 'rate is-first', text: percents(rate), dy: 2 },
      { name: 'more is-second', text: short(visits), dy: 29 },
    ];
  }
  return [
    { name: 'rate', text: percents(rate), dy: -9 },
    { name: 'more is-score', text: signed(scoreSeenBy(toMove, score)), dy: 14 },
    { name: 'more', text: short(visits), dy: 35 },
  ];
}

function shownMoves({ moves }: AnalysisInfo, { width, height }: Shape): CandidateInfo[] {
  const least = (moves[0]?.visits ?? 0) * LEAST_SHARE;
  return moves
    .filter(({ move, visits }) => move < width * height && visits >= least)
    .slice(0, MOST);
}
