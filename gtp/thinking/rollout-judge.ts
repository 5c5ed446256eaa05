import type { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { playoutOwnership } from '../../engine/dead-stones.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import type { RolloutPolicy } from '../../engine/rollouts/rollout.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import type { RolloutWeights } from '../../engine/rollouts/weights.js';
import { playoutSearch } from '../../engine/search/playing.js';
import type { Evaluation } from './engine.js';
import type { Judge } from './judge.js';
import { RolloutThread } from './rollout-thread.js';
import { laneOf, SpreadBatch } from './spread-batch.js';

/** Leaves that each thread plays out at a time. */
const LEAVES = 8;

/** Playouts that tell what a position is worth by itself, and who owns its points. */
const PLAYOUTS = 200;

/** The judge that needs no network: a playout a visit for UCT, by the rollout policy of those weights. */
export function rolloutJudge(
  board: Board,
  weights: RolloutWeights,
  { threads, seed }: { readonly threads: number; readonly seed: number },
): Judge {
  const others = Array.from(
    { length: threads - 1 },
    (_, i) => new RolloutThread(board, LEAVES, { weights, seed: seed + 1 + i }),
  );
  const random = new Random(seed);
  const policy = softmaxPolicy(weights);
  const own = rolloutEvaluator(random, 1, policy);
  const batch = new SpreadBatch(board, [...others, laneOf(own, own.batch(board, LEAVES))]);
  return {
    board,
    description: `search with learnt playouts, ${threads} thread${threads === 1 ? '' : 's'}`,
    search: playoutSearch(policy),
    batch,
    evaluate: (game) => Promise.resolve(evaluate(game, policy, random)),
    close: async () => {
      await Promise.all(others.map((thread) => thread.close()));
    },
  };
}

function evaluate(game: Game, policy: RolloutPolicy, random: Random): Evaluation {
  const judge = rolloutEvaluator(random, PLAYOUTS, policy);
  const batch = judge.batch(game.board, 1);
  batch.add(game);
  void judge.evaluate(batch); // at once: playouts wait for nobody
  return {
    description: judge.description,
    policy: batch.policy,
    value: batch.value[0],
    score: batch.score![0],
    ownership: ownershipByPlayouts(game, random),
  };
}

/** Who owns the points in playouts, [area], for the player to move. */
export function ownershipByPlayouts(game: Game, random: Random): Float32Array {
  const black = playoutOwnership(game.position, random, PLAYOUTS);
  return game.toMove === BLACK ? black : black.map((owner) => -owner);
}
