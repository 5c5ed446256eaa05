import type { ClocksInfo } from '../../messages/game.js';
import type { TimeSystem } from '../../messages/settings.js';

export type ClockInfo = ClocksInfo['black'];

/** A running clock `ms` milliseconds after it was told. Below 0, its time is up. */
export function clockAfter(system: TimeSystem, clock: ClockInfo, ms: number): ClockInfo {
  const left = clock.left - ms;
  if (left >= 0) return { ...clock, left };
  if (system.kind === 'byo-yomi')
    return inPeriods(system.period * 1000, system.periods, clock, left);
  if (system.kind === 'canadian' && !clock.overtime) {
    return { left: left + system.period * 1000, overtime: true, count: system.stones };
  }
  return { ...clock, left };
}

/** Takes periods away until one has time left, or none is left: `left` is below 0 on the way in. */
function inPeriods(period: number, periods: number, clock: ClockInfo, left: number): ClockInfo {
  let count = clock.overtime ? clock.count - 1 : periods;
  let rest = left + period;
  while (rest < 0 && count > 1) {
    rest += period;
    count--;
  }
  if (count < 1) return { left, overtime: true, count: 0 };
  return { left: rest, overtime: true, count };
}

/** What a clock shows: `1:05:00`, `9:58`, and tenths below ten seconds, `7.4`. */
export function showTime(ms: number): string {
  if (ms <= 0) return '0:00';
  if (ms < 10_000) return (Math.floor(ms / 100) / 10).toFixed(1);
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** What a clock has beside its time: `3 periods`, `12 moves`; empty in the main time. */
export function showOvertime(system: TimeSystem, { overtime, count }: ClockInfo): string {
  if (!overtime) return '';
  const unit = system.kind === 'canadian' ? 'move' : 'period';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
