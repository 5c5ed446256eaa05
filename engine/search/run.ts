import type { Batch, Evaluator } from '../evaluator.js';
import type { Search } from './search.js';
import { ROOT } from './tree.js';

/** When a search has done enough. */
export interface Limits {
  /** Visits of the root, those of an earlier search that were kept among them. */
  readonly visits: number;
  /** Asked between batches: whether to stop now, for time or a signal. */
  readonly stop?: () => boolean;
}

/** Why a search ended. */
export type Stopped = 'visits' | 'asked' | 'full';

/**
 * Runs a search on an evaluator of its own until a limit, `batch.capacity` leaves at a time.
 */
export async function run(
  search: Search,
  evaluator: Evaluator,
  batch: Batch,
  { visits, stop = () => false }: Limits,
): Promise<Stopped> {
  const { tree } = search;
  while (tree.visits[ROOT] < visits) {
    if (stop()) return 'asked';
    const full = fill(search, batch, visits - tree.visits[ROOT]);
    if (search.waiting > 0) {
      const done = evaluator.evaluate(batch);
      if (done !== undefined) await done;
      search.collect(batch);
      batch.clear();
    } else if (full) {
      return 'full';
    }
  }
  return 'visits';
}

/** Makes visits until the batch is full, or as many as asked; whether the tree had no room. */
export function fill(search: Search, batch: Batch, visits: number): boolean {
  for (let begun = 0; begun < visits && batch.size < batch.capacity; begun++) {
    const visit = search.descend(batch);
    if (visit === 'full') return true;
    if (visit === 'collision') return false;
  }
  return false;
}
