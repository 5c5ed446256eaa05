import type { Tensors } from '../../onnx/emit.js';
import type { SplitStep } from '../split-step.js';
import type { StepTrainer } from '../step-trainer.js';
import { copyRows, rowsOf, splitRows, type Rows } from './batches.js';
import { makePlan } from './plan.js';
import { TrainingThreads, type Programs } from './threads.js';

/**
 * Data-parallel training in step: each thread computes gradients on its part of the batch, and one
 * update follows their mean, weighted by the parts' sizes. That is the step that one thread would
 * take on the whole batch, but that batch normalisation sees each part by itself (as is usual:
 * Goyal et al. 2017, section 2.3), and the running statistics follow the mean over the parts.
 */
export class SynchronousTrainer implements StepTrainer {
  readonly description: string;
  private busy = false;

  private constructor(private readonly threads: TrainingThreads) {
    this.description = `${threads.description}, in step`;
  }

  /** Training on `workers` threads from where `slots` were taken. */
  static async start(
    step: SplitStep,
    slots: Tensors,
    workers: number,
    programs?: Programs,
  ): Promise<SynchronousTrainer> {
    const plan = makePlan(step, slots, workers);
    return new SynchronousTrainer(await TrainingThreads.start(plan, programs));
  }

  /** Rejects if a thread has ended, or another step is under way. */
  async train(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>> {
    if (this.busy) throw new Error('a step is under way: wait for it');
    this.busy = true;
    try {
      return await this.step(batch, learningRate);
    } finally {
      this.busy = false;
    }
  }

  snapshot(): Promise<Map<string, Float32Array>> {
    return this.threads.snapshot();
  }

  close(): Promise<void> {
    return this.threads.close();
  }

  private async step(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>> {
    const { plan } = this.threads;
    const rows = rowsOf(plan, batch);
    const parts = splitRows(rows, plan.results.length);
    const versions = await this.computeGradients(batch, parts);
    const { numbers } = await this.threads.update({
      kind: 'update',
      parts: parts.map(({ count }, block) => ({ block, share: count / rows })),
      learningRate,
      version: Math.min(...versions),
      maxStaleness: 0,
    });
    return numbers;
  }

  /** All parts at once; waits for every thread before it reports that one failed. */
  private async computeGradients(batch: Tensors, parts: readonly Rows[]): Promise<number[]> {
    const { plan } = this.threads;
    const reports = await Promise.allSettled(
      parts.map((part, block) =>
        this.threads.computeGradients({
          block,
          rows: part.count,
          batch: copyRows(plan, batch, part),
        }),
      ),
    );
    return reports.map((report) => {
      if (report.status === 'rejected') throw report.reason;
      return report.value.version;
    });
  }
}
