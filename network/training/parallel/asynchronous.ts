import type { Tensors } from '../../onnx/emit.js';
import type { SplitStep } from '../split-step.js';
import type { StepTrainer } from '../step-trainer.js';
import { copyRows, rowsOf } from './batches.js';
import { makePlan } from './plan.js';
import { TrainingThreads, type Programs } from './threads.js';
import type { UpdateReport } from './update-thread.js';

/** How old the weights were from which gradients were computed, in updates since. */
export interface Staleness {
  /** How many updates were made with gradients so stale, by staleness. */
  readonly applied: readonly number[];
  /** How many gradients were too stale and had to be computed again. */
  readonly refused: number;
}

/**
 * Data-parallel training out of step, with a parameter server (Dean et al. 2012): each thread takes
 * the weights as they are, computes gradients on a batch of its own, and the server updates the
 * weights by them as they come. Gradients that would be staler than a bound are computed again from
 * fresh weights, so that every batch counts once (cf. the bound of Ho et al. 2013).
 */
export class AsynchronousTrainer implements StepTrainer {
  readonly description: string;
  private readonly blocks: Blocks;
  private readonly applied: number[] = [];
  private refused = 0;

  private constructor(
    private readonly threads: TrainingThreads,
    private readonly maxStaleness: number,
  ) {
    this.description = `${threads.description}, with a parameter server`;
    this.blocks = new Blocks(threads.plan.results.length);
  }

  /**
   * Training on `workers` threads from where `slots` were taken. With as many batches under way,
   * gradients are usually workers − 1 updates old; `maxStaleness` bounds it.
   */
  static async start(
    step: SplitStep,
    slots: Tensors,
    workers: number,
    maxStaleness = 2 * workers,
    programs?: Programs,
  ): Promise<AsynchronousTrainer> {
    const plan = makePlan(step, slots, workers);
    return new AsynchronousTrainer(await TrainingThreads.start(plan, programs), maxStaleness);
  }

  /** How stale gradients have been so far. */
  get staleness(): Staleness {
    const applied = Array.from({ length: this.applied.length }, (_, i) => this.applied[i] ?? 0);
    return { applied, refused: this.refused };
  }

  /**
   * One batch: `planes` and `target.HEAD`, [rows, …]. Call it for several batches before the first
   * resolves: as many as there are threads are under way at once, the others wait. Resolves to
   * `loss`, `loss.HEAD` and `gradientNorm` when the weights have been updated by this batch.
   */
  async train(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>> {
    const rows = rowsOf(this.threads.plan, batch);
    const block = await this.blocks.take();
    try {
      return await this.trainIn(block, batch, rows, learningRate);
    } finally {
      this.blocks.give(block);
    }
  }

  /** A copy of all slots, between two updates. */
  snapshot(): Promise<Map<string, Float32Array>> {
    return this.threads.snapshot();
  }

  /** Ends the threads; batches under way are rejected. */
  close(): Promise<void> {
    return this.threads.close();
  }

  private async trainIn(
    block: number,
    batch: Tensors,
    rows: number,
    learningRate: number,
  ): Promise<ReadonlyMap<string, number>> {
    for (;;) {
      const copy = copyRows(this.threads.plan, batch, { start: 0, count: rows });
      const { version } = await this.threads.computeGradients({ block, rows, batch: copy });
      const report = await this.threads.update({
        kind: 'update',
        parts: [{ block, share: 1 }],
        learningRate,
        version,
        maxStaleness: this.maxStaleness,
      });
      this.count(report);
      if (report.applied) return report.numbers;
    }
  }

  private count({ applied, staleness }: UpdateReport): void {
    if (applied) this.applied[staleness] = (this.applied[staleness] ?? 0) + 1;
    else this.refused++;
  }
}

/** Blocks for results, each lent to one batch at a time, in the order of asking. */
class Blocks {
  private readonly free: number[];
  private readonly waiting: ((block: number) => void)[] = [];

  constructor(count: number) {
    this.free = [...Array(count).keys()];
  }

  take(): Promise<number> {
    const block = this.free.pop();
    if (block !== undefined) return Promise.resolve(block);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  give(block: number): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(block);
    else next(block);
  }
}
