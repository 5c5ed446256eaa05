import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { PolicyReader } from '../play/policy-reader.js';
import type { SharedEvaluator } from '../play/shared-evaluator.js';
import type { Contestant, MatchPlayer } from './player.js';

/**
 * A network that plays without search: its moves are drawn from its policy, as the policy networks of
 * Silver et al. 2016 were matched, or are the likeliest. Closing it closes the evaluator.
 */
export function policyContestant(
  name: string,
  evaluator: SharedEvaluator,
  pick: 'drawn' | 'best',
): Contestant {
  return {
    name,
    seat: (game, seed) => Promise.resolve(new PolicyPlayer(evaluator, game, pick, seed)),
    close: () => evaluator.close(),
  };
}

class PolicyPlayer implements MatchPlayer {
  private readonly reader: PolicyReader;
  private readonly random: Random;

  constructor(
    private readonly evaluator: SharedEvaluator,
    { board }: Game,
    private readonly pick: 'drawn' | 'best',
    seed: number,
  ) {
    this.reader = new PolicyReader(board);
    this.random = new Random(seed);
  }

  async choose(game: Game): Promise<number> {
    const { reader, random, pick } = this;
    await reader.read(this.evaluator, game);
    return pick === 'drawn' ? reader.draw(random) : reader.best();
  }
}
