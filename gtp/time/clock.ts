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
  return system.main > 0 ? { left: system.main, overtime: false, count: 0 } : overtime(system);
}

/**
 * The clock after a move that took `ms`, ready for the next one. A clock that has run out stays below
 * zero.
 */
export function afterMove(system: TimeSystem, clock: Clock, ms: number): Clock {
  const left = clock.left - ms;
  switch (system.kind) {
    case 'none':
      return clock;
    case 'absolute':
      return { ...clock, left };
    case 'fischer':
      return left < 0 ? { ...clock, left } : { ...clock, left: left + system.increment };
    case 'canadian':
    case 'byo-yomi': {
      if (!clock.overtime && left >= 0) return { ...clock, left };
      if (clock.overtime) return afterOvertime(system, clock, ms);
      return afterOvertime(system, overtime(system), -left);
    }
  }
}

/**
 * The clock as a client tells it (`time_left`): so much left, for so many stones or periods; no stones
 * means main time.
 */
export function toldClock(system: TimeSystem, left: number, stones: number): Clock {
  const inOvertime = stones > 0 && (system.kind === 'canadian' || system.kind === 'byo-yomi');
  return { left, overtime: inOvertime, count: inOvertime ? stones : 0 };
}

type WithOvertime = Extract<TimeSystem, { readonly period: number }>;

/** The clock at the beginning of overtime, if the system has any. */
function overtime(system: Exclude<TimeSystem, { readonly kind: 'none' }>): Clock {
  if (!('period' in system)) return { left: system.main, overtime: false, count: 0 };
  const count = system.kind === 'canadian' ? system.stones : system.periods;
  return { left: system.period, overtime: true, count };
}

function afterOvertime(system: WithOvertime, clock: Clock, ms: number): Clock {
  if (system.kind === 'byo-yomi') return afterPeriods(system.period, clock, ms);
  const left = clock.left - ms;
  if (left < 0) return { ...clock, left };
  return clock.count > 1 ? { ...clock, left, count: clock.count - 1 } : overtime(system);
}

function afterPeriods(period: number, clock: Clock, ms: number): Clock {
  let left = clock.left - ms;
  let { count } = clock;
  while (left < 0 && count > 1) {
    left += period;
    count--;
  }
  return left < 0 ? { ...clock, left, count } : { left: period, overtime: true, count };
}
