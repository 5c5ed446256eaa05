import type { Clock } from '../../engine/clock/clock.js';
import type { TimeSystem } from '../../engine/clock/time-system.js';

/** How long to think about one move, in milliseconds. */
export interface Budget {
  /** Then it ends, unless the decision is open. */
  readonly planned: number;
  /** Then it ends whatever happens. */
  readonly most: number;
}

/** What the time for a move depends on, beside the clock. */
export interface Situation {
  /** Points of the board. */
  readonly area: number;
  /** Moves made in the game, by both. */
  readonly ply: number;
  /** Milliseconds that may pass between the clock and the search, and are not thought in. */
  readonly lag: number;
}

/** An open decision may take so many times what was planned. */
const EXTENSION = 3;

/** Of what the clock still has, no move may take more than this share. */
const LARGEST_SHARE = 0.4;

/** The time for the next move; undefined where there is no clock. */
export function budgetFor(
  system: TimeSystem,
  clock: Clock,
  situation: Situation,
): Budget | undefined {
  const { lag } = situation;
  switch (system.kind) {
    case 'none':
      return undefined;
    case 'absolute':
      return fromReserve(clock.left, 0, situation);
    case 'fischer':
      return fromReserve(clock.left, system.increment, situation);
    case 'byo-yomi': {
      const each = withoutLag(system.period, lag);
      if (clock.overtime) return { planned: each, most: each };
      return atLeast(each, clock.left, fromReserve(clock.left, 0, situation));
    }
    case 'canadian': {
      if (clock.overtime) return fromPeriod(clock.left, clock.count, lag);
      const { planned: each } = fromPeriod(system.period, system.stones, lag);
      return atLeast(each, clock.left, fromReserve(clock.left, 0, situation));
    }
  }
}

/** How many moves a player still has to make, roughly: games are about 0.7 moves a point long. */
export function movesToCome({ area, ply }: Situation): number {
  return Math.max(0.35 * area - ply / 2, 4 + 0.08 * area);
}

/** A share of time that has to do for the rest of the game, and of what each move adds to it. */
function fromReserve(left: number, increment: number, situation: Situation): Budget {
  const { lag } = situation;
  const usable = Math.max(0, left - 2 * lag);
  const most = Math.max(0, LARGEST_SHARE * usable);
  const planned = usable / movesToCome(situation) + Math.max(0, increment - lag);
  return { planned: Math.min(planned, most), most: Math.min(EXTENSION * planned, most) };
}

/** An even share of a period in which so many moves must be made. */
function fromPeriod(left: number, stones: number, lag: number): Budget {
  const usable = withoutLag(left, lag);
  const planned = withoutLag(usable / stones, lag / 4);
  return { planned, most: stones === 1 ? planned : Math.min(2 * planned, usable / 2) };
}

/** The first move of overtime may take `each`: so may any before it, and what main time is left. */
function atLeast(each: number, left: number, reserve: Budget): Budget {
  const most = Math.max(reserve.most, each);
  const planned = Math.max(reserve.planned, each);
  const last = Math.max(0, left) + each;
  return { planned: Math.min(planned, last), most: Math.min(most, last) };
}

/** What is left of a time without the lag, but no less than half of it. */
function withoutLag(time: number, lag: number): number {
  return Math.max(time - lag, time / 2, 0);
}
