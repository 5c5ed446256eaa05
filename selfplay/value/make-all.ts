import { ok, type Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { TaskThreads } from '../play/task-threads.js';
import type { Sample } from './sample.js';
import { CHUNK, type SampleFile } from './sample-file.js';
import type { SamplesTask } from './samples-task.js';
import type { ValueSettings } from './settings.js';

type Threads = TaskThreads<{ makeSamples: { task: SamplesTask; result: Sample[] | undefined } }>;

/** What samples are made with. */
export interface SampleMakers {
  /** Plays up to the random move. */
  readonly before: SavedNetwork;
  /** Plays on from there; the same network where nothing better is known. */
  readonly after: SavedNetwork;
  readonly threads: number;
}

/** The making of all samples, chunk by chunk, on several threads. */
export class SampleMaking {
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly file: SampleFile,
    private readonly settings: ValueSettings,
    private readonly makers: SampleMakers,
  ) {}

  /** Asks it to leave the games that are being played. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
  }

  /** Makes what the file lacks, until it is all there or it was told to stop. Failures are of the disk. */
  async make(): Promise<Result<void>> {
    const { positions } = this.settings;
    const missing = this.file.missing(Math.ceil(positions / CHUNK));
    const threads: Threads = new TaskThreads(
      new URL('./tasks.js', import.meta.url),
      this.makers.threads,
    );
    try {
      const workers = Array.from({ length: this.makers.threads }, () =>
        this.work(threads, missing),
      );
      const done = await Promise.all(workers);
      return done.find(({ ok: fine }) => !fine) ?? ok(undefined);
    } finally {
      await threads.close();
    }
  }

  private async work(threads: Threads, missing: number[]): Promise<Result<void>> {
    const { before, after } = this.makers;
    for (;;) {
      const chunk = missing.shift();
      if (chunk === undefined || Atomics.load(this.stopWord, 0) !== 0) return ok(undefined);
      const first = chunk * CHUNK;
      const end = Math.min(first + CHUNK, this.settings.positions);
      const task = {
        settings: this.settings,
        first,
        end,
        before,
        after,
        stop: this.stopWord.buffer,
      };
      const samples = await threads.do('makeSamples', task);
      if (samples === undefined) return ok(undefined);
      const added = this.file.add(chunk, samples);
      if (!added.ok) return added;
    }
  }
}
