import type { EvaluatorUse } from '../play/shared-evaluator.js';
import type { PlayedGame } from '../records/played-game.js';

/** How fast a run goes. */
export interface Rates {
  readonly gamesPerSecond: number;
  readonly positionsPerSecond: number;
  readonly networkShare: number;
  readonly elapsed: number;
  /** Whether games have been going on for long enough that their rate tells something. */
  readonly isSteady: boolean;
}

interface Mark {
  readonly time: number;
  readonly games: number;
  readonly positions: number;
  readonly evaluated: number;
}

/** Rates are those of so many seconds back. */
const MEMORY = 120;

/** Measures how fast games are played by this process. */
export class Pace {
  private readonly start = performance.now();
  private readonly marks: Mark[] = [];
  private games = 0;
  private positions = 0;
  private threadTime = 0;
  private last = this.start;

  /** So many games go on at once. */
  constructor(private readonly atOnce: number) {}

  add({ turns }: PlayedGame): void {
    this.games++;
    this.positions += turns.length;
  }

  /** The rates now; `playing` threads have used their evaluators so far. */
  rates({ time }: EvaluatorUse, playing: number): Rates {
    const now = performance.now();
    this.threadTime += playing * (now - this.last);
    this.last = now;
    const mark = { time: now, games: this.games, positions: this.positions, evaluated: time };
    this.marks.push(mark);
    while (now - this.marks[0].time > 1000 * MEMORY) this.marks.shift();
    const first = this.marks[0];
    const seconds = (now - first.time) / 1000;
    const per = (amount: number): number => (seconds > 0 ? amount / seconds : 0);
    return {
      gamesPerSecond: per(mark.games - first.games),
      positionsPerSecond: per(mark.positions - first.positions),
      networkShare: this.threadTime > 0 ? Math.min(1, time / this.threadTime) : 0,
      elapsed: (now - this.start) / 1000,
      isSteady: this.games > this.atOnce / 2 && mark.games > first.games,
    };
  }
}
