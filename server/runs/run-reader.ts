import { basename, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import type { RunName } from '../messages/runs.js';
import type {
  RunAnswer,
  RunQuestion,
  RunQuestions,
  RunThreadStart,
} from './run-requests.js';

type Settle = (result: RunAnswer['result']) => void;

/**
 * Reads the folders of runs in a thread of its own: a run may have gigabytes of games, and whoever
 * plays must not wait for the disk. The thread is started when a run is first asked about.
 */
export class RunReader {
  /** The runs, by their numbers. */
  readonly names: readonly RunName[];
  private readonly start: RunThreadStart;
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Settle>();
  private ids = 0;

  constructor(paths: readonly string[]) {
    this.start = { runs: paths.map((path) => ({ path, name: basename(resolve(path)) })) };
    this.names = this.start.runs.map(({ name }, run) => ({ run, name }));
  }

  /** Asks about a run that there is. ERR_RUN_UNREADABLE, and the codes of runs and their files. */
  ask<K extends RunQuestion>(
    run: number,
    kind: K,
    ask: RunQuestions[K][0],
  ): Promise<Result<RunQuestions[K][1]>> {
    const worker = (this.worker ??= this.startWorker());
    const id = this.ids++;
    return new Promise((resolve) => {
      this.pending.set(id, resolve);
      worker.postMessage({ id, run, kind, ask });
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL('./run-worker.js', import.meta.url), {
      workerData: this.start,
    });
    worker.on('message', ({ id, result }: RunAnswer) => {
      this.pending.get(id)?.(result);
      this.pending.delete(id);
    });
    worker.on('error', () => undefined); // it ends, too
    worker.on('exit', () => {
      this.worker = undefined; // the next question starts another
      for (const settle of this.pending.values()) settle(refusal('ERR_RUN_UNREADABLE'));
      this.pending.clear();
    });
    worker.unref();
    return worker;
  }
}
