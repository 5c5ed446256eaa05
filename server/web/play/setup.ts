import { Board } from '../../../engine/board.js';
import { maxFixedHandicap } from '../../../engine/handicap.js';
import { RULE_PRESETS } from '../../../engine/rules.js';
import type { GameSettings, Strength, TimeSystem } from '../../messages/settings.js';

/** Komi of a handicap game: half a point, so that there is no draw. */
const HANDICAP_KOMI = 0.5;

/** The most stones of handicap on that board, 0 where there are no places for any. */
export function mostHandicap({ width, height }: Pick<GameSettings, 'width' | 'height'>): number {
  return maxFixedHandicap(Board.of(width, height));
}

/** The komi that is usual for such a game. */
export function usualKomi({ rules, handicap }: Pick<GameSettings, 'rules' | 'handicap'>): number {
  return handicap >= 2 ? HANDICAP_KOMI : RULE_PRESETS[rules].komi;
}

/**
 * Settings with a part changed, and what depends on it made to fit: as much handicap as the board
 * has places for, and, after a change of rules or handicap, the komi that is usual then.
 */
export function changed(settings: GameSettings, part: Partial<GameSettings>): GameSettings {
  const next = { ...settings, ...part };
  const handicap = Math.min(next.handicap, mostHandicap(next));
  const isOther = next.rules !== settings.rules || handicap !== settings.handicap;
  const komi = part.komi ?? (isOther ? usualKomi({ ...next, handicap }) : next.komi);
  return { ...next, handicap, komi };
}

/** Clocks to choose from; seconds. */
export const CLOCKS: readonly { readonly name: string; readonly time: TimeSystem }[] = [
  { name: 'No clock', time: { kind: 'none' } },
  { name: '5 min, then 3 × 20 s', time: { kind: 'byo-yomi', main: 300, period: 20, periods: 3 } },
  { name: '20 min, then 5 × 30 s', time: { kind: 'byo-yomi', main: 1200, period: 30, periods: 5 } },
  { name: '3 min + 5 s a move', time: { kind: 'fischer', main: 180, increment: 5 } },
  { name: '10 min + 10 s a move', time: { kind: 'fischer', main: 600, increment: 10 } },
  {
    name: '15 min, then 15 moves in 3 min',
    time: { kind: 'canadian', main: 900, period: 180, stones: 15 },
  },
  { name: '10 min, sudden death', time: { kind: 'absolute', main: 600 } },
];

/** The place of a clock in the list; 0 for one that is not there. */
export function clockIndex(time: TimeSystem): number {
  const text = JSON.stringify(time);
  return Math.max(
    0,
    CLOCKS.findIndex((clock) => JSON.stringify(clock.time) === text),
  );
}

const LEVEL_NAMES = [
  'first steps',
  'beginner',
  'novice',
  'casual',
  'attentive',
  'steady',
  'keen',
  'sharp',
  'nearly all it has',
  'all it has',
];

/** A strength in words. */
export function strengthName(strength: Strength): string {
  switch (strength.kind) {
    case 'level':
      return `level ${strength.level}, ${LEVEL_NAMES[strength.level - 1]}`;
    case 'visits':
      return `${strength.visits} visits`;
    case 'seconds':
      return `${strength.seconds} s a move`;
  }
}
