import { formatCount } from '../report/numbers.js';
import { duration } from './figures.js';

/** Work that is counted towards a total, from what was done before it began. */
export class Countdown {
  private readonly begun = performance.now();
  private last = this.begun;
  private done: number;

  constructor(
    private readonly total: number,
    private readonly what: string,
    private readonly before = 0,
  ) {
    this.done = before;
  }

  /** Notes how much is done, of all times. */
  note(done: number): void {
    if (done === this.done) return;
    this.done = done;
    this.last = performance.now();
  }

  /** How long the rest takes at the pace so far, in seconds; undefined where that cannot be told yet. */
  get secondsLeft(): number | undefined {
    const made = this.done - this.before;
    if (made <= 0) return undefined;
    const pace = (this.last - this.begun) / made;
    const left = pace * (this.total - this.done) - (performance.now() - this.last);
    return Math.max(0, left) / 1000;
  }

  /** Such as `1,200 of 5,000 games  3 min to go`. */
  get text(): string {
    const { secondsLeft } = this;
    const left = secondsLeft === undefined ? '' : `  ${duration(secondsLeft)} to go`;
    return `${formatCount(this.done)} of ${formatCount(this.total)} ${this.what}${left}`;
  }
}
