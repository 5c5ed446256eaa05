import type { Batch } from '../../engine/evaluator.js';
import type { Visit } from '../../engine/search/search.js';
import type { Thinker } from '../../engine/search/thinker.js';
import type { Visitor } from '../../selfplay/play/shared-evaluator.js';

/** Visits of a tree for each leaf of it that may be under way: leaves push each other aside. */
const VISITS_PER_LEAF = 8;

/** Makes several visits of one search at a time, so that batches get full though few search. */
export class LeafGroup implements Visitor {
  /** Leaves at a time, at most. */
  width = 1;

  constructor(
    private readonly thinker: Thinker,
    private readonly visits: number,
  ) {}

  get isDone(): boolean {
    return this.thinker.isDone;
  }

  descend(batch: Batch): Visit {
    const made = this.thinker.visits;
    const width = Math.min(this.width, Math.ceil(made / VISITS_PER_LEAF), this.visits - made);
    let found: Visit = 'settled';
    for (let begun = 0; begun < Math.max(1, width) && batch.size < batch.capacity; begun++) {
      const visit = this.thinker.descend(batch);
      if (visit === 'leaf') found = visit;
      if (visit === 'collision' || visit === 'full') break;
    }
    return found;
  }

  collect(batch: Batch): void {
    this.thinker.collect(batch);
  }
}
