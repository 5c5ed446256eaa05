import type { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';

/** A batch of its own evaluator, in another thread or in this one. */
export interface Lane {
  readonly batch: Batch;
  /** Begins to evaluate the batch. A lane in this thread may have done so when it returns. */
  begin(): Promise<void> | undefined;
  /** Waits for a lane that gave no promise. */
  finish?(): void;
}

/**
 * A batch spread over several evaluators that work at the same time. A lane begins as soon as it has
 * its share, so the ones in other threads are at work while the rest of the leaves are looked for;
 * the last lane is the one of this thread.
 */
export class SpreadBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly ownership?: Float32Array;
  readonly score?: Float32Array;
  readonly capacity: number;
  size = 0;
  private share: number;
  private readonly begun: Promise<void>[] = [];
  /** How many lanes have begun. */
  private busy = 0;

  /** @param lanes of one capacity each. */
  constructor(
    readonly board: Board,
    private readonly lanes: readonly Lane[],
  ) {
    const [{ batch }] = lanes;
    this.share = batch.capacity;
    this.capacity = lanes.length * batch.capacity;
    this.policy = new Float32Array(this.capacity * (board.area + 1));
    this.value = new Float32Array(this.capacity);
    if (batch.ownership !== undefined)
      this.ownership = new Float32Array(this.capacity * board.area);
    if (batch.score !== undefined) this.score = new Float32Array(this.capacity);
  }

  /** How many positions will be added: they are spread evenly. */
  expect(positions: number): void {
    this.share = Math.max(1, Math.ceil(positions / this.lanes.length));
  }

  add(game: Game): number {
    if (this.busy < this.lanes.length - 1 && this.lanes[this.busy].batch.size >= this.share) {
      this.beginNext();
    }
    this.lanes[this.busy].batch.add(game);
    return this.size++;
  }

  clear(): void {
    for (const { batch } of this.lanes) batch.clear();
    this.size = 0;
    this.busy = 0;
  }

  /** Has all lanes evaluate what they were given. */
  async evaluate(): Promise<void> {
    while (this.busy < this.lanes.length && this.lanes[this.busy].batch.size > 0) this.beginNext();
    if (this.begun.length > 0) await Promise.all(this.begun.splice(0));
    let row = 0;
    for (const lane of this.lanes.slice(0, this.busy)) {
      lane.finish?.();
      this.take(lane.batch, row);
      row += lane.batch.size;
    }
  }

  private beginNext(): void {
    const promise = this.lanes[this.busy++].begin();
    // A failure is heard of where all of them are awaited.
    promise?.catch(() => undefined);
    if (promise !== undefined) this.begun.push(promise);
  }

  private take({ size, policy, value, ownership, score }: Batch, row: number): void {
    const { area } = this.board;
    this.policy.set(policy.subarray(0, size * (area + 1)), row * (area + 1));
    this.value.set(value.subarray(0, size), row);
    if (ownership !== undefined)
      this.ownership?.set(ownership.subarray(0, size * area), row * area);
    if (score !== undefined) this.score?.set(score.subarray(0, size), row);
  }
}

/** A lane of an evaluator. */
export function laneOf(evaluator: Pick<Evaluator, 'evaluate'>, batch: Batch): Lane {
  return { batch, begin: () => evaluator.evaluate(batch) ?? undefined };
}
