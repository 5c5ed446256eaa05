import { BLACK } from '../../engine/color.js';
import type { PlayedGame } from '../records/played-game.js';

/** The threshold for giving up, and the games that it was learnt from. */
export interface ResignationThreshold {
  /** A player whose root value is less than this, in [−1, 1] for that player, gives up. */
  readonly below: number;
  /** Games played out that it was learnt from. */
  readonly games: number;
  /** Those in which a player would have given up, and those in which that would have been wrong. */
  readonly givenUp: number;
  readonly wrongly: number;
}

/** With fewer games the share of wrong ones is known no better than to ±3 of a hundred. */
const FEWEST_GAMES = 50;

/** Nobody gives up a game that looks even. */
const HIGHEST = 0;

/**
 * Learns when to give up from the games played out last (Silver et al. 2017, Methods, "Self-play").
 * A game counts as given up if some player's lowest value fell below the threshold, and as given up
 * wrongly if such a player won or drew it after all. If both fell below, one of them did, though the
 * other may have been the first: the share of wrong ones is, if anything, overestimated.
 */
export class ResignationLearner {
  /** Of each game, in a ring: the thresholds above which it is given up, and wrongly so. */
  private readonly givenUp: Float64Array;
  private readonly wrongly: Float64Array;
  private added = 0;

  /** `falsePositives`: share of wrong ones allowed; `window`: how many games are looked at. */
  constructor(
    private readonly falsePositives: number,
    window = 1000,
  ) {
    this.givenUp = new Float64Array(window);
    this.wrongly = new Float64Array(window);
  }

  /** Takes a game into account if it was played out and has an outcome. */
  add({ outcome, resignation }: PlayedGame): void {
    if (resignation?.playedOut !== true) return;
    if (outcome.kind !== 'win' && outcome.kind !== 'draw') return;
    const { black, white } = resignation.lowest;
    const place = this.added % this.givenUp.length;
    const lowest = Math.min(black, white);
    this.givenUp[place] = lowest;
    if (outcome.kind === 'draw') this.wrongly[place] = lowest;
    else this.wrongly[place] = outcome.winner === BLACK ? black : white;
    this.added++;
  }

  /**
   * The highest threshold that would have been wrong in no more than the share allowed. Undefined,
   * for never giving up, until there are enough games: in all, and among them of games given up,
   * fewer than 1 / `falsePositives` of which could not show a share so small.
   */
  threshold(): ResignationThreshold | undefined {
    const games = Math.min(this.added, this.givenUp.length);
    if (games < FEWEST_GAMES) return undefined;
    const givenUp = this.givenUp.slice(0, games).sort();
    const wrongly = this.wrongly.slice(0, games).sort();
    const below = this.highest(givenUp, wrongly);
    if (below === undefined) return undefined;
    const counts = { givenUp: countBelow(givenUp, below), wrongly: countBelow(wrongly, below) };
    return { below, games, ...counts };
  }

  /**
   * Both counts change only just above a game's value, so that the highest threshold is one of
   * those, or the highest of all.
   */
  private highest(givenUp: Float64Array, wrongly: Float64Array): number | undefined {
    const candidates = [HIGHEST, ...givenUp, ...wrongly].filter((value) => value <= HIGHEST);
    for (const below of Float64Array.from(candidates).sort().reverse()) {
      const n = countBelow(givenUp, below);
      if (n * this.falsePositives < 1) return undefined;
      if (countBelow(wrongly, below) <= n * this.falsePositives) return below;
    }
    return undefined;
  }
}

/** How many of the sorted values are less than `limit`. */
function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
