import type { StepReport } from '../../network/training/trainer.js';

/** How a lesson goes, for people. */
export interface LessonReport {
  /** Steps made in this lesson. */
  readonly done: number;
  /** Steps made in all. */
  readonly step: number;
  readonly learningRate: number;
  /** Means since the last report: `loss`, `loss.HEAD` of each head, `gradientNorm`. */
  readonly means: ReadonlyMap<string, number>;
}

/** Gathers what steps show, and reports means of it now and then. */
export class Reporter {
  private readonly sums = new Map<string, number>();
  private count = 0;
  private done = 0;
  private last: StepReport | undefined;
  private reported = performance.now();

  /** Reports every so many milliseconds. */
  constructor(
    private readonly every: number,
    private readonly report: (report: LessonReport) => void,
  ) {}

  /** Takes a step in, and reports if it is time to. */
  add(step: StepReport): void {
    this.last = step;
    this.count++;
    this.done++;
    for (const [name, x] of step.numbers) this.sums.set(name, (this.sums.get(name) ?? 0) + x);
    if (performance.now() - this.reported >= this.every) this.flush();
  }

  /** Reports what has not been reported yet. */
  flush(): void {
    if (this.last === undefined || this.count === 0) return;
    const { done, count, last } = this;
    const means = new Map([...this.sums].map(([name, sum]) => [name, sum / count]));
    this.sums.clear();
    this.count = 0;
    this.reported = performance.now();
    this.report({ done, step: last.step + 1, learningRate: last.learningRate, means });
  }
}
