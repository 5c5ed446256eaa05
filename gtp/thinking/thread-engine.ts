import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Board } from '../../engine/board.js';
import type { Engine, Evaluation, Report, Thinking, ThinkRequest } from './engine.js';
import type { GameCopy } from '../../engine/game-copy.js';
import type { Answer, Request, ThinkingSettings, ThinkingStart } from './messages.js';

interface Job {
  readonly resolve: (result: Report | Evaluation | undefined) => void;
  readonly reject: (error: Error) => void;
  readonly onReport: (report: Report) => void;
}

const NOBODY = (): void => undefined;

/** An engine in a thread of its own, started when first needed, so that this one stays free to listen. */
export class ThreadEngine implements Engine {
  private worker: Worker | undefined;
  private readonly stopped = new Int32Array(new SharedArrayBuffer(4));
  private readonly jobs = new Map<number, Job>();
  private lastJob = 0;

  constructor(
    private readonly settings: ThinkingSettings,
    /** Hears what the user should know. */
    private readonly onNotice: (text: string) => void = NOBODY,
  ) {}

  prepare({ width, height }: Board): Promise<void> {
    const ready = this.begin<undefined>((job) => ({ kind: 'prepare', job, width, height }));
    // What is wrong is told to whoever asks for more.
    return ready.catch(() => undefined);
  }

  think(game: GameCopy, request: ThinkRequest, onReport = NOBODY as Job['onReport']): Thinking {
    const done = this.begin<Report>((job) => ({ kind: 'think', job, game, request }), onReport);
    const job = this.lastJob;
    return {
      done,
      stop: () => {
        this.stop(job);
      },
    };
  }

  evaluate(game: GameCopy, symmetry?: number): Promise<Evaluation> {
    const asked = symmetry === undefined ? {} : { symmetry };
    return this.begin<Evaluation>((job) => ({ kind: 'evaluate', job, game, ...asked }));
  }

  forget(): void {
    if (this.worker !== undefined) this.send({ kind: 'forget' });
  }

  /** Lets what is under way come to its end first: a network at work cannot be cut off. */
  async close(): Promise<void> {
    if (this.worker === undefined) return;
    this.stop(this.lastJob);
    this.send({ kind: 'close' });
    await once(this.worker, 'exit');
    this.worker = undefined;
  }

  private begin<T extends Report | Evaluation | undefined>(
    requestOf: (job: number) => Request,
    onReport: Job['onReport'] = NOBODY,
  ): Promise<T> {
    this.stop(this.lastJob);
    const job = ++this.lastJob;
    const done = new Promise<T>((resolve, reject) => {
      this.jobs.set(job, { resolve: resolve as Job['resolve'], reject, onReport });
    });
    this.send(requestOf(job));
    return done;
  }

  private stop(job: number): void {
    if (Atomics.load(this.stopped, 0) < job) Atomics.store(this.stopped, 0, job);
  }

  private send(request: Request): void {
    this.worker ??= this.start();
    this.worker.postMessage(request);
  }

  private start(): Worker {
    const workerData: ThinkingStart = { settings: this.settings, stopped: this.stopped };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    worker.on('message', (answer: Answer) => {
      this.hear(answer);
    });
    worker.on('error', (error: Error) => {
      this.fail(error);
    });
    return worker;
  }

  private hear(answer: Answer): void {
    if (answer.kind === 'notice') {
      this.onNotice(answer.text);
      return;
    }
    const job = this.jobs.get(answer.job);
    if (job === undefined) return;
    if (answer.kind === 'report') {
      job.onReport(answer.report);
      return;
    }
    this.jobs.delete(answer.job);
    if (answer.kind === 'failed') job.reject(new Error(answer.message));
    else if (answer.kind === 'done') job.resolve(answer.report);
    else job.resolve(answer.kind === 'evaluated' ? answer.evaluation : undefined);
  }

  /** The thread has died: what it was asked fails, and the next request starts another. */
  private fail(error: Error): void {
    this.worker = undefined;
    for (const { reject } of this.jobs.values()) reject(error);
    this.jobs.clear();
  }
}
