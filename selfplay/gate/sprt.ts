import { gamesOf, type Tally } from './tally.js';

/** A test of one expected share of points against a higher one, and how often it may be wrong. */
export interface Hypotheses {
  /** Expected share of points of a candidate that must not pass, and of one that must. */
  readonly weak: number;
  readonly strong: number;
  /** Probability of passing a weak candidate, and of turning away a strong one. */
  readonly falsePass: number;
  readonly falseFail: number;
}

/** Log-likelihood ratios at which a sequential test ends: fail at `lower`, pass at `upper`. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Half the distance between the two hypotheses: at a threshold of 0.55 they are 0.5 and 0.6. */
const HALF_WIDTH = 0.05;

/**
 * What a test of so many games, passed with `needed` points, guarantees: its exact probabilities of
 * error on both sides of `threshold`, draws apart (with draws a test errs less).
 * @throws RangeError unless `threshold` lies between 0 and 1, both excluded.
 */
export function hypothesesOf(games: number, needed: number, threshold: number): Hypotheses {
  if (!(threshold > 0 && threshold < 1)) {
    throw new RangeError(
      `no sequential test for a threshold of ${threshold}: it is between 0 and 1`,
    );
  }
  const half = Math.min(HALF_WIDTH, threshold / 2, (1 - threshold) / 2);
  const weak = threshold - half;
  const strong = threshold + half;
  const falsePass = binomialTail(games, weak, Math.ceil(needed));
  const falseFail = 1 - binomialTail(games, strong, Math.ceil(needed));
  return { weak, strong, falsePass, falseFail };
}

/** Wald's bounds of the sequential probability ratio test (Wald 1945, "Sequential tests", (3.32)). */
export function waldBounds({ falsePass, falseFail }: Hypotheses): Bounds {
  return {
    lower: Math.log(falseFail / (1 - falsePass)),
    upper: Math.log((1 - falseFail) / falsePass),
  };
}

/**
 * How much likelier the games are under the strong hypothesis than under the weak one, as a natural
 * logarithm. Each hypothesis fixes the expected share of points only; the share of draws is the one
 * that suits it best (generalised likelihood ratio: Van den Bergh, "The generalised SPRT", 2016).
 * Without draws this is Wald's ratio.
 */
export function logLikelihoodRatio(tally: Tally, { weak, strong }: Hypotheses): number {
  return bestLogLikelihood(tally, strong) - bestLogLikelihood(tally, weak);
}

/**
 * The greatest log-likelihood of the games over all shares of draws, the expected share of points
 * being `share`. With x half the probability of a draw, wins have probability share − x and losses
 * 1 − share − x; the derivative vanishes at the smaller root of a quadratic.
 */
function bestLogLikelihood(tally: Tally, share: number): number {
  const { wins, draws, losses } = tally;
  const games = gamesOf(tally);
  if (games === 0) return 0;
  const rest = 1 - share;
  const b = draws + wins * rest + losses * share;
  const root = Math.sqrt(Math.max(0, b * b - 4 * games * draws * share * rest));
  const x = Math.min((2 * draws * share * rest) / (b + root), share, rest);
  return xLogY(wins, share - x) + xLogY(draws, 2 * x) + xLogY(losses, rest - x);
}

/** n · ln p, where what never happened may be impossible. */
function xLogY(n: number, p: number): number {
  return n === 0 ? 0 : n * Math.log(p);
}

/** Probability of `least` or more successes in `n` trials of probability p in (0, 1). */
export function binomialTail(n: number, p: number, least: number): number {
  const odds = p / (1 - p);
  let logTerm = n * Math.log1p(-p);
  let sum = least <= 0 ? Math.exp(logTerm) : 0;
  for (let k = 1; k <= n; k++) {
    logTerm += Math.log(((n - k + 1) / k) * odds);
    if (k >= least) sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
