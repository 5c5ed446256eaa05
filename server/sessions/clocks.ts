import { BLACK, WHITE, type Color } from '../../engine/color.js';
import {
  afterMove,
  newClock,
  timeLeft,
  whileThinking,
  type Clock,
} from '../../engine/clock/clock.js';
import { inMilliseconds, type TimeSystem } from '../../engine/clock/time-system.js';
import type { ClocksInfo } from '../messages/game.js';
import type { TimeSystem as TimeSettings } from '../messages/settings.js';
import { nameOf } from './names.js';

/** Both players' clocks. One runs, or none. */
export class Clocks {
  private readonly shown: Record<Color, Clock>;
  private running: Color | null = null;
  private since = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly system: TimeSystem;

  /** Both at their beginning; the settings are in seconds. */
  constructor(
    settings: TimeSettings,
    private readonly now: () => number,
    /** Hears when a player's time has run out. */
    private readonly onOver: (color: Color) => void,
  ) {
    const system = inMilliseconds(settings);
    this.system = system;
    this.shown = { [BLACK]: newClock(system), [WHITE]: newClock(system) };
  }

  /** Lets a player's clock run; the other one stops. */
  run(color: Color): void {
    this.stop();
    if (this.system.kind === 'none') return;
    this.running = color;
    this.since = this.now();
    const left = Math.min(MOST_TIMEOUT, Math.max(0, timeLeft(this.system, this.shown[color])));
    this.timer = setTimeout(() => {
      if (this.isOver(color)) this.onOver(color);
    }, left + 1);
    this.timer.unref();
  }

  /** Counts the move of the player whose clock runs, and stops it. */
  press(): void {
    this.halt(afterMove);
  }

  /** Stops the clock that runs, as where the game is interrupted. */
  stop(): void {
    this.halt(whileThinking);
  }

  isOver(color: Color): boolean {
    return this.at(color).left < 0;
  }

  /** Milliseconds that a player has for a move, at most; Infinity without clocks. */
  leftFor(color: Color): number {
    return this.at(color).left;
  }

  /** What both show now; null without clocks. */
  info(): ClocksInfo | null {
    if (this.system.kind === 'none') return null;
    const running = this.running === null ? null : nameOf(this.running);
    return { black: this.at(BLACK), white: this.at(WHITE), running };
  }

  private at(color: Color): Clock {
    const clock = this.shown[color];
    return color === this.running
      ? whileThinking(this.system, clock, this.now() - this.since)
      : clock;
  }

  private halt(after: typeof afterMove): void {
    clearTimeout(this.timer);
    const { running } = this;
    if (running === null) return;
    this.shown[running] = after(this.system, this.shown[running], this.now() - this.since);
    this.running = null;
  }
}

/** Longer ones end at once: see setTimeout. */
const MOST_TIMEOUT = 2 ** 31 - 2;
