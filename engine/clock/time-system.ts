/** How much time the players of a game have. All times in milliseconds. */
export type TimeSystem =
  | { readonly kind: 'none' }
  | { readonly kind: 'absolute'; readonly main: number }
  /** After the main time, periods in each of which so many moves must be made. */
  | {
      readonly kind: 'canadian';
      readonly main: number;
      readonly period: number;
      readonly stones: number;
    }
  /** Japanese: after the main time, periods of which one is lost whenever a move takes longer. */
  | {
      readonly kind: 'byo-yomi';
      readonly main: number;
      readonly period: number;
      readonly periods: number;
    }
  /** Each move adds an increment. */
  | { readonly kind: 'fischer'; readonly main: number; readonly increment: number };

export const NO_CLOCK: TimeSystem = { kind: 'none' };

const SECOND = 1000;

/** A time system that was given in seconds. */
export function inMilliseconds(system: TimeSystem): TimeSystem {
  switch (system.kind) {
    case 'none':
      return system;
    case 'absolute':
      return { ...system, main: SECOND * system.main };
    case 'fischer':
      return {
        ...system,
        main: SECOND * system.main,
        increment: SECOND * system.increment,
      };
    case 'canadian':
    case 'byo-yomi':
      return { ...system, main: SECOND * system.main, period: SECOND * system.period };
  }
}

/**
 * The time system of the command `time_settings`: no byo-yomi time is absolute time, and a byo-yomi
 * time for no stones is no limit at all (Go Text Protocol 2, 4.2).
 */
export function standardTime(main: number, period: number, stones: number): TimeSystem {
  if (period === 0) return { kind: 'absolute', main };
  return stones === 0 ? NO_CLOCK : { kind: 'canadian', main, period, stones };
}
