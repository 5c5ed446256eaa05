import type { TimeSystem } from '../messages/settings.js';

/** What a player's clock shows. */
export interface Clock {
  /** Milliseconds left of the main time or, in overtime, of the period. Below 0 the game is lost. */
  readonly left: number;
  readonly overtime: boolean;
  /** In overtime: periods left (Japanese), or moves to be made in the period (Canadian). */
  readonly count: number;
}

const SECOND = 1000;

/** The clock at the beginning of a game. */
export function newClock(system: TimeSystem): Clock {
  if (system.kind === 'none') return { left: Infinity, overtime: false, count: 0 };
  const main = { left: SECOND * system.main, overtime: false, count: 0 };
  return system.main > 0 ? main : overtime(system, main);
}

/** The clock while a move has taken `ms` so far: periods that are over are gone. */
export function whileThinking(system: TimeSystem, clock: Clock, ms: number): Clock {
  const spent = { ...clock, left: clock.left - ms };
  if (spent.left >= 0 || !('period' in system)) return spent;
  if (!clock.overtime) return whileThinking(system, overtime(system, clock), -spent.left);
  if (system.kind !== 'byo-yomi' || clock.count <= 1) return spent;
  const next = { ...clock, left: SECOND * system.period, count: clock.count - 1 };
  return whileThinking(system, next, -spent.left);
}

/** The clock after a move that took `ms`, ready for the next. One that has run out stays below 0. */
export function afterMove(system: TimeSystem, clock: Clock, ms: number): Clock {
  const spent = whileThinking(system, clock, ms);
  if (spent.left < 0) return spent;
  switch (system.kind) {
    case 'none':
    case 'absolute':
      return spent;
    case 'fischer':
      return { ...spent, left: spent.left + SECOND * system.increment };
    case 'byo-yomi':
      return spent.overtime ? { ...spent, left: SECOND * system.period } : spent;
    case 'canadian':
      if (!spent.overtime) return spent;
      return spent.count > 1 ? { ...spent, count: spent.count - 1 } : overtime(system, spent);
  }
}

/** Milliseconds until a clock runs out, if no move is made. */
export function timeLeft(system: TimeSystem, clock: Clock): number {
  if (!('period' in system)) return clock.left;
  const periods = system.kind === 'canadian' ? 1 : system.periods;
  if (!clock.overtime) return clock.left + SECOND * system.period * periods;
  const more = system.kind === 'canadian' ? 0 : clock.count - 1;
  return clock.left + SECOND * system.period * more;
}

/** The beginning of overtime, if the system has any. */
function overtime(system: Exclude<TimeSystem, { kind: 'none' }>, clock: Clock): Clock {
  if (!('period' in system)) return clock;
  const count = system.kind === 'canadian' ? system.stones : system.periods;
  return { left: SECOND * system.period, overtime: true, count };
}
