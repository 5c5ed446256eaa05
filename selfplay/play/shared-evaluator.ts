import type { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Visit } from '../../engine/search/search.js';

/** Who visits positions: a search, or a thinker. */
export interface Visitor {
  readonly isDone: boolean;
  descend(batch: Batch): Visit;
  collect(batch: Batch): void;
}

/** Rows of a batch for each position that it may have to compute: known ones take a row too. */
const ROWS = 2;

/** What an evaluator has had to do. */
export interface EvaluatorUse {
  readonly batches: number;
  /** Positions that it was asked for, and those of them whose results it did not know already. */
  readonly positions: number;
  readonly computed: number;
  /** Milliseconds in `evaluate`. */
  readonly time: number;
}

/**
 * One evaluator for many games at once. Each game asks for its leaves as if it were alone; leaves of
 * all go into one batch, which is evaluated when every game that can go on has done so: in a task of
 * its own, so that messages of other threads are heard between batches.
 */
export class SharedEvaluator {
  private open: Batch;
  private spare: Batch;
  /** Settles when the open batch has been evaluated. */
  private evaluated = deferred();
  private scheduled = false;
  private next: Evaluator | undefined;
  private batches = 0;
  private positions = 0;
  private computed = 0;
  private time = 0;

  constructor(
    private evaluator: Evaluator,
    private readonly board: Board,
    private readonly capacity: number,
  ) {
    this.open = evaluator.batch(board, ROWS * capacity);
    this.spare = evaluator.batch(board, ROWS * capacity);
  }

  get use(): EvaluatorUse {
    const { batches, positions, computed, time } = this;
    return { batches, positions, computed, time };
  }

  /** Evaluates with another evaluator as soon as no leaf waits for this one, which is closed then. */
  replace(evaluator: Evaluator): void {
    this.next = evaluator;
  }

  /** Lets a visitor visit until it is done, one leaf at a time. @throws what `evaluate` throws. */
  async visitAll(visitor: Visitor): Promise<void> {
    while (!visitor.isDone) await this.visit(visitor);
  }

  /** One visit, with its evaluation if it needs one. @throws what `evaluate` throws. */
  async visit(visitor: Visitor): Promise<void> {
    while (this.isFull) await this.evaluated.promise;
    const batch = this.open;
    const unknown = unknownIn(batch);
    if (visitor.descend(batch) !== 'leaf') return;
    this.schedule();
    // What is known already need not wait for the others.
    if (unknownIn(batch) > unknown) await this.evaluated.promise;
    visitor.collect(batch);
  }

  private get isFull(): boolean {
    const { open, capacity } = this;
    return open.size === open.capacity || unknownIn(open) >= capacity;
  }

  async close(): Promise<void> {
    await this.evaluator.close();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => void this.flush());
  }

  private async flush(): Promise<void> {
    const { open: batch, evaluated } = this;
    this.spare.clear();
    [this.open, this.spare, this.evaluated] = [this.spare, batch, deferred()];
    try {
      await this.evaluate(batch);
      this.scheduled = false;
      await this.turnToNext();
      evaluated.resolve();
    } catch (error) {
      this.scheduled = false;
      evaluated.reject(error);
    }
    if (this.open.size > 0) this.schedule();
  }

  private async evaluate(batch: Batch): Promise<void> {
    const computed = unknownIn(batch);
    const start = performance.now();
    const done = this.evaluator.evaluate(batch);
    if (done !== undefined) await done;
    this.time += performance.now() - start;
    this.batches++;
    this.positions += batch.size;
    this.computed += computed;
  }

  private async turnToNext(): Promise<void> {
    if (this.next === undefined || this.open.size > 0) return;
    const old = this.evaluator;
    this.evaluator = this.next;
    this.next = undefined;
    this.open = this.evaluator.batch(this.board, ROWS * this.capacity);
    this.spare = this.evaluator.batch(this.board, ROWS * this.capacity);
    await old.close();
  }
}

/** How many positions of a batch are to be computed. */
function unknownIn({ size, known = 0 }: Batch): number {
  return size - known;
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

function deferred(): Deferred {
  let resolve!: () => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined); // a batch may have nobody left who waits
  return { promise, resolve, reject };
}
