import { Piscina } from 'piscina';
import { fileURLToPath } from 'node:url';
import { describeOnnxRuntime } from '../../runtime/onnx-runtime.js';
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

/**
 * The threads of a parallel training: some that compute gradients, each with a session of its own,
 * since a session blocks its thread, and one that holds and updates the weights. If one ends before
 * it is told to, whatever is under way is rejected and the others end too.
 */
export class TrainingThreads {
  private readonly gradientPool: Piscina<GradientJob, GradientReport>;
  private readonly updatePool: Piscina<UpdateJob | SlotsJob, unknown>;
  private readonly failure = new Failure();
  private lost = false;
  private closing = false;

  private constructor(
    readonly plan: Plan,
    programs: Programs,
  ) {
    this.gradientPool = this.pool(programs.gradients, plan.results.length);
    this.updatePool = this.pool(programs.updates, 1);
  }

  /** Starts all threads; resolves when the first weights are published. */
  static async start(plan: Plan, programs: Programs = PROGRAMS): Promise<TrainingThreads> {
    const threads = new TrainingThreads(plan, programs);
    try {
      await threads.run(threads.updatePool, { kind: 'publish' });
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
    return this.run(this.updatePool, job) as Promise<UpdateReport>;
  }

  /** A copy of all slots, between two updates. */
  snapshot(): Promise<Map<string, Float32Array>> {
    const slots = this.run(this.updatePool, { kind: 'snapshot' });
    return slots as Promise<Map<string, Float32Array>>;
  }

  /** Ends all threads; what is under way is rejected. */
  async close(): Promise<void> {
    this.closing = true;
    this.failure.reject(new Error('the training is closed'));
    await Promise.all([this.gradientPool.destroy(), this.updatePool.destroy()]);
  }

  private pool<Job, Report>(program: URL, threads: number): Piscina<Job, Report> {
    const pool = new Piscina<Job, Report>({
      filename: fileURLToPath(program),
      minThreads: threads,
      maxThreads: threads,
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
      });
    });
    return pool;
  }

  private run<Job, Report>(
    pool: Piscina<Job, Report>,
    job: Job,
    transferList: ArrayBuffer[] = [],
  ): Promise<Report> {
    const work = pool.run(job, { transferList }).catch((error: unknown) => {
      if (this.lost) this.fail((error as Error).message);
      throw error;
    });
    return Promise.race([this.failure.promise, work]);
  }

  private fail(reason: string): void {
    if (this.closing) return;
    const remedy = 'Go on from the last saved state of training.';
    this.failure.reject(new Error(`a training thread ended early: ${reason}. ${remedy}`));
    void this.close();
  }
}

/** A promise that is rejected once, or never; nobody need watch it. */
class Failure {
  readonly promise: Promise<never>;
  private rejectPromise!: (error: Error) => void;

  constructor() {
    this.promise = new Promise<never>((_, reject) => {
      this.rejectPromise = reject;
    });
    this.promise.catch(() => undefined);
  }

  reject(error: Error): void {
    this.rejectPromise(error);
  }
}
