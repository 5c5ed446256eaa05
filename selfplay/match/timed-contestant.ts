import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import { Thinker } from '../../engine/search/thinker.js';
import { nodesWithin } from '../../engine/search/tree-memory.js';
import type { Contestant, MatchPlayer } from './player.js';

/**
 * Bytes that a player's tree may grow to, as it needs them: over a million positions on 9×9, 290,000 on
 * 19×19, which is some twenty seconds of the fastest playouts, and minutes of a network. Without a bound
 * long thinking would end in want of memory, as there are two trees in every thread.
 */
const TREE_BYTES = 2 * 2 ** 30;

/** How a contestant that has so much time for each move searches. */
export interface TimedOptions {
  readonly search: SearchSettings;
  /** Milliseconds for each move. */
  readonly time: number;
  /** Leaves that are evaluated together. */
  readonly leaves: number;
}

/**
 * A contestant that searches for so many milliseconds a move, by the clock on the wall: only fair
 * where each thread plays one game at a time. It moves before its time only where its tree is full
 * ({@link TREE_BYTES}). Closing it closes the evaluator.
 */
export function timedContestant(
  name: string,
  evaluator: Evaluator,
  options: TimedOptions,
): Contestant {
  return {
    name,
    seat: (game) => Promise.resolve(new TimedPlayer(evaluator, game, options)),
    close: () => evaluator.close(),
  };
}

class TimedPlayer implements MatchPlayer {
  private readonly thinker: Thinker;
  private readonly batch: Batch;

  constructor(
    private readonly evaluator: Evaluator,
    game: Game,
    private readonly options: TimedOptions,
  ) {
    this.thinker = new Thinker(game, options.search, nodesWithin(TREE_BYTES, game.board, 0));
    this.batch = evaluator.batch(game.board, options.leaves);
  }

  async choose(game: Game): Promise<number> {
    const { thinker } = this;
    const end = performance.now() + this.options.time;
    thinker.begin(game, { visits: Infinity });
    do await this.visit();
    while (!thinker.isDone && (!thinker.search.isOpen || performance.now() < end));
    return thinker.bestMove();
  }

  /** Visits until the batch is full, or nothing more can be visited before it is evaluated. */
  private async visit(): Promise<void> {
    const { thinker, batch, evaluator } = this;
    for (let visits = 0; visits < batch.capacity && batch.size < batch.capacity; visits++) {
      const visit = thinker.descend(batch);
      if (visit === 'full' || visit === 'collision') break;
    }
    if (batch.size === 0) return;
    const done = evaluator.evaluate(batch);
    if (done !== undefined) await done;
    thinker.collect(batch);
    batch.clear();
  }
}
