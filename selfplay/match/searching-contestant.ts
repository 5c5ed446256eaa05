import type { Game } from '../../engine/game.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import { Thinker } from '../../engine/search/thinker.js';
import type { SharedEvaluator } from '../play/shared-evaluator.js';
import type { Contestant, MatchPlayer } from './player.js';

/** How a contestant searches. */
export interface SearchingOptions {
  readonly search: SearchSettings;
  readonly visits: number;
}

/** A contestant that searches: its games share one evaluator. Closing it closes the evaluator. */
export function searchingContestant(
  name: string,
  evaluator: SharedEvaluator,
  { search, visits }: SearchingOptions,
): Contestant {
  return {
    name,
    seat: (game) => Promise.resolve(new SearchingPlayer(evaluator, game, search, visits)),
    close: () => evaluator.close(),
  };
}

class SearchingPlayer implements MatchPlayer {
  private readonly thinker: Thinker;

  constructor(
    private readonly evaluator: SharedEvaluator,
    game: Game,
    search: SearchSettings,
    private readonly visits: number,
  ) {
    this.thinker = new Thinker(game, search, 2 * visits + 2);
  }

  async choose(game: Game): Promise<number> {
    this.thinker.begin(game, { visits: this.visits });
    await this.evaluator.visitAll(this.thinker);
    return this.thinker.bestMove();
  }
}
