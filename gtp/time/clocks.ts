import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { budgetFor, type Budget, type Situation } from './budget.js';
import { afterMove, newClock, toldClock, type Clock } from '../../engine/clock/clock.js';
import { NO_CLOCK, type TimeSystem } from '../../engine/clock/time-system.js';

/** Both players' clocks. What a client tells overrules what was counted here. */
export class Clocks {
  private timeSystem: TimeSystem = NO_CLOCK;
  private readonly clocks = new Map<Color, Clock>();

  get system(): TimeSystem {
    return this.timeSystem;
  }

  set system(system: TimeSystem) {
    this.timeSystem = system;
    this.restart();
  }

  /** Sets both clocks to the beginning. */
  restart(): void {
    for (const color of [BLACK, WHITE] as const) this.clocks.set(color, newClock(this.system));
  }

  /** What a player's clock shows. */
  of(color: Color): Clock {
    return this.clocks.get(color) ?? newClock(this.system);
  }

  /** Takes over what a client tells (`time_left`), in milliseconds. */
  tell(color: Color, left: number, stones: number): void {
    this.clocks.set(color, toldClock(this.system, left, stones));
  }

  /** Counts a move that took so many milliseconds. */
  spend(color: Color, ms: number): void {
    this.clocks.set(color, afterMove(this.system, this.of(color), ms));
  }

  /** The time for a player's next move; undefined where there is no clock. */
  budget(color: Color, situation: Situation): Budget | undefined {
    return budgetFor(this.system, this.of(color), situation);
  }
}
