import type { Piscina } from 'piscina';

/**
 * Which threads of a pool have started. Node.js 20, and native libraries that are being loaded, abort
 * the whole process where a thread is ended that is still starting. The pool must have a `minThreads`
 * of 0: piscina takes those that it begins with for started at once.
 */
export class ThreadStarts {
  private readonly started = new Set<number>();

  constructor(private readonly pool: Piscina) {
    pool.on('workerCreate', ({ id }: { id: number }) => this.started.add(id));
  }

  /** Settles when no thread is starting: each has started, or failed to. */
  async settled(): Promise<void> {
    while (this.pool.threads.some(({ threadId }) => !this.started.has(threadId))) {
      await new Promise((resolve) => {
        this.pool.once('workerCreate', resolve);
        this.pool.once('workerDestroy', resolve);
      });
    }
  }
}
