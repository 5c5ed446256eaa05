import type { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { openDesk, type Desk } from './desk.js';
import type { ThreadStart } from './task.js';

/** Boards whose desks are kept open, unless more are in use. */
const KEPT = 6;

interface Place {
  readonly desk: Promise<Desk>;
  users: number;
}

/** The desks of a thread, opened when a board is first thought about. */
export class Desks {
  /** Board → its desk, the one used last at the end. */
  private readonly places = new Map<Board, Place>();
  /** What was done at desks that are closed. */
  private readonly past = { batches: 0, positions: 0 };

  constructor(
    private readonly start: ThreadStart,
    private readonly runtime: Runtime | undefined,
  ) {}

  /** Lets `use` work at the desk of a board, which is not closed meanwhile. @throws what it throws. */
  async at<T>(board: Board, use: (desk: Desk) => T | Promise<T>): Promise<T> {
    const place = this.places.get(board) ?? this.open(board);
    this.places.delete(board);
    this.places.set(board, place);
    place.users++;
    try {
      return await use(await place.desk);
    } finally {
      place.users--;
      this.closeUnused();
    }
  }

  /** Batches and positions evaluated up to now. */
  async use(): Promise<{ batches: number; positions: number }> {
    const total = { ...this.past };
    for (const { desk } of this.places.values()) {
      const open = await desk.catch(() => undefined);
      if (open !== undefined) addUse(total, open);
    }
    return total;
  }

  private open(board: Board): Place {
    const desk = openDesk(board, this.start, this.runtime).then(unwrap);
    desk.catch(() => this.places.delete(board)); // whoever comes next tries again
    return { desk, users: 0 };
  }

  private closeUnused(): void {
    for (const [board, { desk, users }] of this.places) {
      if (this.places.size <= KEPT) return;
      if (users > 0) continue;
      this.places.delete(board);
      void desk.then((open) => this.close(open)).catch(() => undefined);
    }
  }

  private async close(desk: Desk): Promise<void> {
    addUse(this.past, desk);
    await desk.evaluator.close();
  }
}

function addUse(total: { batches: number; positions: number }, { evaluator }: Desk): void {
  total.batches += evaluator.use.batches;
  total.positions += evaluator.use.positions;
}
