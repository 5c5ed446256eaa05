import { ok, type Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { TaskThreads } from '../play/task-threads.js';
import type { SampleFile } from './sample-file.js';
import type { SampleMessage, SamplesTask } from './samples-task.js';
import type { ValueSettings } from './settings.js';

type Threads = TaskThreads<{
  makeSamples: { task: SamplesTask; message: SampleMessage; result: undefined };
}>;

/** Games of a thread at once: as many as fill the batches of a small network. */
export const AT_ONCE = 256;

/** What samples are made with. */
export interface SampleMakers {
  /** Plays up to the random move. */
  readonly before: SavedNetwork;
  /** Plays on from there; the same network where nothing better is known. */
  readonly after: SavedNetwork;
  readonly threads: number;
  /** What computes the networks for all threads, where they do not for themselves. */
  readonly device?: RuntimeThread | undefined;
}

/** The making of all samples on several threads. Each is kept as soon as its game is over. */
export class SampleMaking {
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));
  private failure: Result<void> = ok(undefined);

  constructor(
    private readonly file: SampleFile,
    private readonly settings: ValueSettings,
    private readonly makers: SampleMakers,
  ) {}

  /** Asks it to leave the games that are being played. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
  }

  /**
   * Makes what the file lacks, until it is all there or it was told to stop. Failures are of the disk.
   * @throws what threads throw.
   */
  async make(): Promise<Result<void>> {
    const { file, settings, makers } = this;
    const missing = settings.positions - file.size;
    if (missing === 0) return ok(undefined);
    const count = Math.min(makers.threads, missing);
    const threads: Threads = new TaskThreads(new URL('./tasks.js', import.meta.url), count);
    const task = {
      settings,
      known: file.known(),
      next: new SharedArrayBuffer(4),
      atOnce: Math.min(AT_ONCE, Math.ceil(missing / count)),
      before: makers.before,
      after: makers.after,
      stop: this.stopWord.buffer,
    };
    const keep = (message: SampleMessage): void => {
      this.keep(message);
    };
    try {
      const tasks = Array.from({ length: count }, () => {
        const connection = makers.device?.connect();
        const ports = connection === undefined ? [] : [connection.port];
        return threads.do('makeSamples', { ...task, connection }, keep, ports);
      });
      await Promise.all(tasks);
      return this.failure;
    } finally {
      await threads.close();
    }
  }

  private keep({ number, sample }: SampleMessage): void {
    const added = this.file.add(number, sample);
    if (added.ok) return;
    this.failure = added;
    this.stop();
  }
}
