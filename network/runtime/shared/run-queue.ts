import { setImmediate } from 'node:timers/promises';
import type { HeadName } from '../../spec/heads/table.js';
import type { HeadOutputs, Runner } from '../runtime.js';
import type { SharedMemory } from './messages.js';

/** Positions in a client's memory that wait for the network. */
interface Waiting {
  readonly memory: SharedMemory;
  readonly rows: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Runs one network for several clients: all that waits goes into one batch, up to a bound. */
export class RunQueue {
  private readonly waiting: Waiting[] = [];
  private running = false;
  private planes: Float32Array;
  private runRows: (rows: number) => Promise<HeadOutputs>;

  constructor(
    private readonly runner: Runner,
    /** Numbers in the planes of one position. */
    private readonly rowLength: number,
    private maxBatch: number,
  ) {
    this.planes = new Float32Array(maxBatch * rowLength);
    this.runRows = runner.bind(this.planes);
  }

  /** Computes the first `rows` positions of a client's memory, and writes the results there. */
  run(memory: SharedMemory, rows: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ memory, rows, resolve, reject });
      if (!this.running) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      // While the network ran, requests have come in that are still with the event loop.
      await setImmediate();
      const together = this.take();
      try {
        await this.runTogether(together);
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    this.running = false;
  }

  /** The requests that have waited longest, as many as fit. */
  private take(): Waiting[] {
    const [{ rows: first }] = this.waiting;
    if (first > this.maxBatch) this.enlarge(first);
    let rows = 0;
    let count = 0;
    while (count < this.waiting.length && rows + this.waiting[count].rows <= this.maxBatch) {
      rows += this.waiting[count++].rows;
    }
    return this.waiting.splice(0, count);
  }

  private enlarge(rows: number): void {
    this.maxBatch = rows;
    this.planes = new Float32Array(rows * this.rowLength);
    this.runRows = this.runner.bind(this.planes);
  }

  private async runTogether(together: readonly Waiting[]): Promise<void> {
    let rows = 0;
    for (const request of together) {
      const planes = request.memory.planes.subarray(0, request.rows * this.rowLength);
      this.planes.set(planes, rows * this.rowLength);
      rows += request.rows;
    }
    const outputs = await this.runRows(rows);
    let start = 0;
    for (const request of together) {
      giveOut(outputs, rows, start, request);
      start += request.rows;
    }
  }
}

/** Copies a request's part of the results of `all` positions to the client's memory. */
function giveOut(
  outputs: HeadOutputs,
  all: number,
  start: number,
  { memory, rows }: Waiting,
): void {
  for (const [name, results] of Object.entries(memory.heads)) {
    const data = outputs[name as HeadName]!;
    const length = data.length / all;
    results.set(data.subarray(start * length, (start + rows) * length));
  }
}
