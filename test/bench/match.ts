import type { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import { playMatch } from '../../selfplay/match/play-match.js';
import { longestMatchGame } from '../../selfplay/match/match-task.js';
import type { Contestant } from '../../selfplay/match/player.js';
import { drawOpenings, USUAL_OPENING } from '../../selfplay/opponents/openings.js';
import { eloDifference, wilsonInterval } from '../../selfplay/rating/elo.js';
import { gamesOf, shareOf, type Tally } from '../../selfplay/gate/tally.js';
import type { Figure } from './report.js';

/** Komi of 7 is even on 9×9 with area scoring, as far as anybody knows. */
export const MATCH_RULES: Rules = { ...RULE_PRESETS['tromp-taylor'], komi: 7 };

/** How many games, and how many of them at once. */
export interface MatchSize {
  readonly games: number;
  readonly atOnce: number;
  readonly seed: number;
}

/** Games of one contestant with another, colours in turn, each opening from both sides. */
export async function tallyOf(
  a: Contestant,
  b: Contestant,
  board: Board,
  { games, atOnce, seed }: MatchSize,
): Promise<Tally> {
  const openings = drawOpenings(board, games, USUAL_OPENING, new Random(seed));
  const conditions = { board, rules: MATCH_RULES, longest: longestMatchGame(board) };
  const opening = (game: number): readonly number[] => openings[game];
  const tally = { wins: 0, draws: 0, losses: 0 };
  await playMatch(
    { a, b, conditions, opening, seed, atOnce },
    openings.map((_, game) => game),
    ({ points }) => {
      if (points === 1) tally.wins++;
      else if (points === 0) tally.losses++;
      else tally.draws++;
    },
    () => false,
  );
  return tally;
}

/** A match as figures: the share of the points, and Elo, with their 95 % intervals. */
export function matchFigures(
  name: string,
  tally: Tally,
  config: Figure['config'],
): Omit<Figure, 'suite'>[] {
  const games = gamesOf(tally);
  const share = wilsonInterval(shareOf(tally), games);
  const { elo, ...bounds } = eloDifference(tally);
  const percents = `${percent(share.low)} to ${percent(share.high)} %`;
  const elos = `${Math.round(bounds.low)} to ${Math.round(bounds.high)}`;
  const shared = { ...config, games, draws: tally.draws };
  return [
    {
      name,
      value: 100 * shareOf(tally),
      unit: '% of points',
      config: { ...shared, '95': percents },
    },
    { name, value: elo, unit: 'Elo', config: { ...shared, '95': elos } },
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
