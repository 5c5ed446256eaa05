import { Piscina } from 'piscina';
import { fileURLToPath } from 'node:url';
import { describeOnnxRuntime } from '../../runtime/onnx-runtime.js';
import { ThreadStarts } from '../../runtime/thread-starts.js';
import type { GradientJob, GradientReport } from './gradient-thread.js';
import type { Plan } from './plan.js';
import type { SlotsJob, UpdateJob, UpdateReport } from './update-thread.js';

/** Files of the threads' programs; tests put others in their place. */
export interface Programs {
  readonly gradients: URL;
  readonly updates: URL;
}

const PROGRAMS: Programs = {
  gradients: new URL('./gradient-thread.js', import.meta.url),
  updates: new URL('./update-thread.js', import.meta.url),
};

/** A job that a thread is at, and how to tell who waits for it that it is in vain. */
interface Work {
  readonly done: Promise<unknown>;
  readonly reject: (reason: Error) => void;
}

/**
 * The threads of a parallel training: some that compute gradients, each with a session of its own,
 * since a session blocks its thread, and one that holds and updates the weights. If one ends before
 * it is told to, whatever is under way is rejected and the others end too.
 */
export class TrainingThreads {
  private readonly gradientPool: Piscina<GradientJob, GradientReport>;
  private readonly updatePool: Piscina<UpdateJob | SlotsJob, unknown>;
  private readonly starts: readonly ThreadStarts[];
  private readonly underWay = new Set<Work>();
  /** The last job for the server: one at a time, so that none lies in a queue when a thread ends. */
  private served: Promise<unknown> = Promise.resolve();
  private lost = false;
  /** Why no more work is taken, once it is not. */
  private refusal: Error | undefined;
  private closed: Promise<void> | undefined;

  private constructor(
    readonly plan: Plan,
    programs: Programs,
  ) {
    this.gradientPool = this.pool(programs.gradients, plan.results.length);
    this.updatePool = this.pool(programs.updates, 1);
    this.starts = [new ThreadStarts(this.gradientPool), new ThreadStarts(this.updatePool)];
  }

  /** Starts all threads; resolves when the first weights are published. */
  static async start(plan: Plan, programs: Programs = PROGRAMS): Promise<TrainingThreads> {
    const threads = new TrainingThreads(plan, programs);
    try {
      await threads.serve({ kind: 'publish' });
      return threads;
    } catch (error) {
      await threads.close();
      throw error;
    }
  }

  /** For people: program, device, threads. */
  get description(): string {
    return `${describeOnnxRuntime('cpu', 1)}, in each of ${this.plan.results.length} workers`;
  }

  /** The arrays of the job's batch are moved to the thread: the caller's are empty afterwards. */
  computeGradients(job: GradientJob): Promise<GradientReport> {
    const moved = [...job.batch.values()].map(({ buffer }) => buffer as ArrayBuffer);
    return this.run(this.gradientPool, job, moved);
  }

  /** Updates and snapshots are served in the order in which they are asked for. */
  update(job: UpdateJob): Promise<UpdateReport> {
    return this.serve(job) as Promise<UpdateReport>;
  }

  /** A copy of all slots, between two updates. */
  snapshot(): Promise<Map<string, Float32Array>> {
    return this.serve({ kind: 'snapshot' }) as Promise<Map<string, Float32Array>>;
  }

  /** Ends all threads; what is under way is rejected. */
  close(): Promise<void> {
    this.refuse(new Error('the training is closed'));
    this.closed ??= this.end();
    return this.closed;
  }

  /** A thread that is ended within ONNX Runtime takes the process down with it: lets them finish. */
  private async end(): Promise<void> {
    await Promise.all(this.starts.map((starts) => starts.settled()));
    await Promise.allSettled([...this.underWay].map(({ done }) => done));
    await Promise.all([this.gradientPool.destroy(), this.updatePool.destroy()]);
  }

  private pool<Job, Report>(program: URL, threads: number): Piscina<Job, Report> {
    const pool = new Piscina<Job, Report>({
      filename: fileURLToPath(program),
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: Infinity, // they hold sessions, and the weights
      workerData: this.plan,
    });
    pool.on('error', (error: Error) => {
      this.fail(error.message);
    });
    // The reason, where there is one, arrives with the thread's unfinished job in this same turn.
    pool.on('workerDestroy', () => {
      this.lost = true;
      setImmediate(() => {
        this.fail('a thread has gone');
        if (pool.threads.length === 0) void pool.destroy(); // nobody else would reject what is queued
      });
    });
    return pool;
  }

  private serve(job: UpdateJob | SlotsJob): Promise<unknown> {
    const report = this.served.then(() => this.run(this.updatePool, job));
    this.served = report.catch(() => undefined);
    return report;
  }

  private run<Job, Report>(
    pool: Piscina<Job, Report>,
    job: Job,
    transferList: ArrayBuffer[] = [],
  ): Promise<Report> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    const done = pool.run(job, { transferList }).catch((error: unknown) => {
      if (this.lost) this.fail((error as Error).message);
      throw error;
    });
    return new Promise((resolve, reject) => {
      const work = { done, reject };
      this.underWay.add(work);
      void done.then(resolve, reject).finally(() => this.underWay.delete(work));
    });
  }

  private fail(reason: string): void {
    if (this.refusal !== undefined) return;
    const remedy = 'Go on from the last saved state of training.';
    this.refuse(new Error(`a training thread ended early: ${reason}. ${remedy}`));
    void this.close();
  }

  private refuse(reason: Error): void {
    this.refusal ??= reason;
    for (const { reject } of this.underWay) reject(this.refusal);
  }
}
