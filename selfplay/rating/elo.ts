import { gamesOf, shareOf, type Tally } from '../gate/tally.js';

/** Elo for each unit of the natural logarithm of the odds. */
export const ELO_PER_LOGIT = 400 / Math.LN10;

/** A standard normal variable lies within ± this with a probability of 95 %. */
export const Z95 = 1.959964;

/** A figure in Elo and its 95 % interval. */
export interface EloInterval {
  readonly elo: number;
  readonly low: number;
  readonly high: number;
}

/** The difference in Elo at which that share of the points is expected; ±∞ for all and none. */
export function eloOfShare(share: number): number {
  return ELO_PER_LOGIT * Math.log(share / (1 - share));
}

/** The share of the points expected of a player stronger by so much Elo. */
export function shareOfElo(elo: number): number {
  return 1 / (1 + 10 ** (-elo / 400));
}

/**
 * By how much the player is stronger than the opponent, after one match. ∞ where every point was
 * won, but even then the other end of the interval is finite.
 */
export function eloDifference(tally: Tally): EloInterval {
  const { low, high } = wilsonInterval(shareOf(tally), gamesOf(tally));
  return { elo: eloOfShare(shareOf(tally)), low: eloOfShare(low), high: eloOfShare(high) };
}

/**
 * The 95 % interval of a share that was seen in `n` games (Wilson 1927). Draws count as half a win;
 * since they vary less than wins and losses, the interval is then wider than it need be.
 */
export function wilsonInterval(share: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const z2 = Z95 * Z95;
  const centre = share + z2 / (2 * n);
  const spread = Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  return {
    low: share === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: share === 1 ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
