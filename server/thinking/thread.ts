import { Worker } from 'node:worker_threads';
import type { ThinkerInfo } from '../messages/thinking.js';
import type {
  Report,
  SearchTask,
  ThreadAnswer,
  ThreadRequest,
  ThreadStart,
  ThreadUse,
} from './task.js';

/** A job under way. */
interface Pending {
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (reason: Error) => void;
  readonly onReport: (report: Report) => void;
}

/** Milliseconds that a thread has to end by itself. */
const PATIENCE = 30_000;

/** A thread that thinks, as the main thread sees it. */
export class ThinkingThread {
  use: ThreadUse = { batches: 0, positions: 0, visits: 0, tasks: 0, waiting: 0, treeBytes: 0 };
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly ended: Promise<void>;
  private failure: Error | undefined;
  private jobs = 0;

  constructor(start: ThreadStart) {
    const transferList = start.connection === undefined ? [] : [start.connection.port];
    this.worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: start,
      transferList,
    });
    this.worker.on('message', (answer: ThreadAnswer) => {
      this.hear(answer);
    });
    this.worker.on('error', (error) => {
      this.fail(error);
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.fail(new Error('the thread that thinks has ended'));
        resolve();
      });
    });
  }

  /** How many jobs it has that are not done. */
  get load(): number {
    return this.pending.size;
  }

  /** Whether it thinks no more. */
  get isBroken(): boolean {
    return this.failure !== undefined;
  }

  /** Thinks about a task. Rejects where that fails. */
  search(
    task: SearchTask,
    onReport: (report: Report) => void,
  ): { readonly done: Promise<Report>; stop(): void } {
    const job = this.jobs++;
    const done = this.ask({ kind: 'search', job, task }, onReport).then((answer) => {
      if (answer.kind === 'done') return answer.report;
      throw new TypeError('an answer to another question');
    });
    return {
      done,
      stop: () => {
        this.send({ kind: 'stop', job });
      },
    };
  }

  /** What thinks about a board. */
  async describe(width: number, height: number): Promise<ThinkerInfo> {
    const answer = await this.ask({ kind: 'describe', job: this.jobs++, width, height });
    if (answer.kind === 'described') return answer.thinker;
    throw new TypeError('an answer to another question');
  }

  /** Ends the thread between two computations: one that is cut off may abort the whole process. */
  async close(): Promise<void> {
    this.fail(new Error('the server is being closed'));
    this.send({ kind: 'end' });
    const timer = setTimeout(() => void this.worker.terminate(), PATIENCE);
    await this.ended;
    clearTimeout(timer);
  }

  private ask(
    request: Exclude<ThreadRequest, { kind: 'stop' | 'end' }>,
    onReport: (report: Report) => void = () => undefined,
  ): Promise<ThreadAnswer> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.pending.set(request.job, { resolve, reject, onReport });
      this.send(request);
    });
  }

  private send(request: ThreadRequest): void {
    this.worker.postMessage(request);
  }

  private hear(answer: ThreadAnswer): void {
    if (answer.kind === 'use') {
      this.use = answer.use;
      return;
    }
    const pending = this.pending.get(answer.job);
    if (answer.kind === 'report') {
      pending?.onReport(answer.report);
      return;
    }
    this.pending.delete(answer.job);
    if (answer.kind === 'failed') pending?.reject(new Error(answer.message));
    else pending?.resolve(answer);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
