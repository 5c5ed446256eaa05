import { Piscina } from 'piscina';

/** Threads that do tasks of one file, each one at a time; `Tasks` says what they take and come to. */
export class TaskThreads<Tasks extends Record<string, { task: unknown; result: unknown }>> {
  private readonly pool: Piscina;

  constructor(
    file: URL,
    readonly threads: number,
  ) {
    this.pool = new Piscina({
      filename: file.href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 60_000,
      atomics: 'disabled',
    });
  }

  /** Has a thread do a task. @throws what the task throws. */
  async do<N extends string & keyof Tasks>(
    name: N,
    task: Tasks[N]['task'],
  ): Promise<Tasks[N]['result']> {
    return (await this.pool.run(task, { name })) as Tasks[N]['result'];
  }

  async close(): Promise<void> {
    await this.pool.close({ force: true });
  }
}
