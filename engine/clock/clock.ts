import type { TimeSystem } from './time-system.js';

/** What a player's clock shows. */
export interface Clock {
  /** Milliseconds left of the main time or, in overtime, of the period. Below 0 the game is lost. */
  readonly left: number;
  readonly overtime: boolean;
  /** In overtime: moves to be made in the period (Canadian), or periods left (Japanese). */
  readonly count: number;
}

/** The clock at the beginning of a game. */
export function newClock(system: TimeSystem): Clock {
  if (system.kind === 'none') return { left: Infinity, overtime: false, count: 0 };
  const main = { left: system.main, overtime: false, count: 0 };
  return system.main > 0 ? main : overtime(system, main);
}

/** The clock while a move has taken `ms` so far: periods that are over are gone. */
export function whileThinking(system: TimeSystem, clock: Clock, ms: number): Clock {
  const spent = { ...clock, left: clock.left - ms };
  if (spent.left >= 0 || !('period' in system)) return spent;
  if (!clock.overtime) return whileThinking(system, overtime(system, clock), -spent.left);
  if (system.kind !== 'byo-yomi' || clock.count <= 1) return spent;
  const next = { ...clock, left: system.period, count: clock.count - 1 };
  return whileThinking(system, next, -spent.left);
}

/**
 * The clock after a move that took `ms`, ready for the next one. A clock that has run out stays below
 * zero.
 */
export function afterMove(system: TimeSystem, clock: Clock, ms: number): Clock {
  const spent = whileThinking(system, clock, ms);
  if (spent.left < 0) return spent;
  switch (system.kind) {
    case 'none':
    case 'absolute':
      return spent;
    case 'fischer':
      return { ...spent, left: spent.left + system.increment };
    case 'byo-yomi':
      return spent.overtime ? { ...spent, left: system.period } : spent;
    case 'canadian':
      if (!spent.overtime) return spent;
      return spent.count > 1 ? { ...spent, count: spent.count - 1 } : overtime(system, spent);
  }
}

/** Milliseconds until a clock runs out, if no move is made. */
export function timeLeft(system: TimeSystem, clock: Clock): number {
  if (!('period' in system)) return clock.left;
  const periods = system.kind === 'canadian' ? 1 : system.periods;
  if (!clock.overtime) return clock.left + system.period * periods;
  return clock.left + (system.kind === 'canadian' ? 0 : system.period * (clock.count - 1));
}

/**
 * The clock as a client tells it (`time_left`): so much left, for so many stones or periods; no stones
 * means main time.
 */
export function toldClock(system: TimeSystem, left: number, stones: number): Clock {
  const inOvertime = stones > 0 && (system.kind === 'canadian' || system.kind === 'byo-yomi');
  return { left, overtime: inOvertime, count: inOvertime ? stones : 0 };
}

/** The beginning of overtime, if the system has any. */
function overtime(system: Exclude<TimeSystem, { readonly kind: 'none' }>, clock: Clock): Clock {
  if (!('period' in system)) return clock;
  const count = system.kind === 'canadian' ? system.stones : system.periods;
  return { left: system.period, overtime: true, count };
}
