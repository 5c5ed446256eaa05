import type { GateSettings } from '../settings/run-settings.js';
import {
  hypothesesOf,
  logLikelihoodRatio,
  waldBounds,
  type Bounds,
  type Hypotheses,
} from './sprt.js';
import { gamesOf, pointsOf, shareOf, type Tally } from './tally.js';

/** Whether the candidate becomes the champion. */
export type Verdict = 'promote' | 'reject';

/** The rule by which a gate is decided. */
export interface GateTest {
  /** Most games that it can take. */
  readonly games: number;
  /** Points, of that many games, from which the candidate is promoted. */
  readonly needed: number;
  /** What ends it sooner, where it is a sequential test. */
  readonly sequential?: { readonly hypotheses: Hypotheses; readonly bounds: Bounds };
}

/** How a gate stands, as its table shows it. */
export interface GateStanding extends Tally {
  /** The candidate's share of the points, in [0, 1]. */
  readonly share: number;
  /** Of a sequential test: the log-likelihood ratio and its bounds. */
  readonly sequential?: Bounds & { readonly llr: number };
  /** Undefined while games are still to be played. */
  readonly verdict?: Verdict;
}

/**
 * How far a sequential test may go, in games of the fixed test whose error bounds it keeps. Cut off
 * at the same number of games it could not keep them: no test of so many games errs less than the
 * fixed one (Neyman and Pearson). At twice as many the cut changes next to nothing.
 */
const PATIENCE = 2;

/**
 * The rule that the settings ask for. `fixed`: so many games, `threshold` of the points to be
 * promoted (Silver et al. 2017: 400 games, 55 %). `sprt`: a sequential test that errs no more often
 * than that one, against candidates 5 % of the points below and above the threshold, and mostly
 * takes half the games or fewer.
 */
export function makeGateTest({ kind, games, threshold }: GateSettings): GateTest {
  const fixed = { games, needed: pointsNeeded(games, threshold) };
  if (kind === 'fixed') return fixed;
  const hypotheses = hypothesesOf(games, fixed.needed, threshold);
  const most = PATIENCE * games;
  return {
    games: most,
    needed: pointsNeeded(most, threshold),
    sequential: { hypotheses, bounds: waldBounds(hypotheses) },
  };
}

/**
 * How a gate stands after these games of the candidate. Ends it as soon as the games left cannot
 * change the outcome, or the evidence of a sequential test suffices. Count games in the order in
 * which they were begun: those that end first are not a fair sample.
 */
export function judgeGate(test: GateTest, tally: Tally): GateStanding {
  const { sequential } = test;
  const standing = { ...tally, share: shareOf(tally) };
  const settled = settledVerdict(test, tally);
  if (sequential === undefined) return withVerdict(standing, settled);
  const { hypotheses, bounds } = sequential;
  const llr = logLikelihoodRatio(tally, hypotheses);
  const evidence = { ...standing, sequential: { ...bounds, llr } };
  return withVerdict(evidence, settled ?? crossed(llr, bounds));
}

/**
 * How a gate stands after games, given the tallies after each of them: as it stood when it was decided,
 * whatever games were still under way then and have ended since.
 */
export function judgeGames(test: GateTest, tallies: readonly Tally[]): GateStanding {
  const standings = tallies.map((tally) => judgeGate(test, tally));
  return standings.find(({ verdict }) => verdict !== undefined) ?? standings.at(-1)!;
}

/** The verdict, if the games left could not change it. */
function settledVerdict({ games, needed }: GateTest, tally: Tally): Verdict | undefined {
  const points = pointsOf(tally);
  if (points >= needed) return 'promote';
  return points + games - gamesOf(tally) < needed ? 'reject' : undefined;
}

function crossed(llr: number, { lower, upper }: Bounds): Verdict | undefined {
  if (llr >= upper) return 'promote';
  return llr <= lower ? 'reject' : undefined;
}

function withVerdict(standing: GateStanding, verdict: Verdict | undefined): GateStanding {
  return verdict === undefined ? standing : { ...standing, verdict };
}

/** The least number of points, halves counted, that is `threshold` of so many games. */
function pointsNeeded(games: number, threshold: number): number {
  return Math.ceil(2 * games * threshold - 1e-9) / 2; // 2 · 400 · 0.55 is more than 440
}
