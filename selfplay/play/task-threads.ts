import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { ThreadStarts } from '../../network/runtime/thread-starts.js';

/** For each task of a file, what it takes, says on its way, and comes to. */
type TaskTypes = Record<string, { task: unknown; message: unknown; result: unknown }>;

/** Threads that do tasks of one file, each one at a time; `Tasks` says what they take and come to. */
export class TaskThreads<Tasks extends TaskTypes> {
  private readonly pool: Piscina;
  private readonly starts: ThreadStarts;

  constructor(
    file: URL,
    readonly threads: number,
  ) {
    this.pool = new Piscina({
      filename: file.href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 60_000,
      atomics: 'disabled', // or a thread that waits for a task would not send its last messages
    });
    this.starts = new ThreadStarts(this.pool);
  }

  /**
   * Has a thread do a task, which gets a `port` beside its data and must close it in the end; `ports` are
   * those in the data. Settles when all that it said there has been heard. @throws what the task throws.
   */
  async do<N extends string & keyof Tasks>(
    name: N,
    task: Omit<Tasks[N]['task'], 'port'>,
    onMessage: (message: Tasks[N]['message']) => void,
    ports: readonly MessagePort[] = [],
  ): Promise<Tasks[N]['result']> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    const closed = once(port1, 'close');
    try {
      const given = { ...task, port: port2 };
      const transferList = [port2, ...ports];
      return (await this.pool.run(given, { name, transferList })) as Tasks[N]['result'];
    } finally {
      await closed;
    }
  }

  async close(): Promise<void> {
    await this.starts.settled();
    await this.pool.close({ force: true });
  }
}
