import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { forcedPlayouts, prunedVisitPolicy } from '../../engine/search/forced.js';
import { surestMove } from '../../engine/search/lower-bound.js';
import { puct } from '../../engine/search/puct.js';
import { candidates, visitPolicy } from '../../engine/search/result.js';
import { Search } from '../../engine/search/search.js';
import {
  GUMBEL_SETTINGS,
  PUCT_SETTINGS,
  UCT_SETTINGS,
  type SearchSettings,
} from '../../engine/search/settings.js';
import { Thinker, type Effort } from '../../engine/search/thinker.js';
import type { Opinion } from './fake-evaluator.js';
import { fakeEvaluator } from './fake-evaluator.js';

const BOARD = Board.of(5, 5);
const VISITS = 60;

/** An evaluator with a firm but arbitrary opinion of every position. */
const OPINIONATED = fakeEvaluator((game): Opinion => {
  let hash = 17;
  for (let ply = 0; ply < game.length; ply++) hash = Math.imul(hash, 31) + game.moveAt(ply) + 1;
  const random = new Random(hash);
  const policy = Array.from({ length: BOARD.area + 1 }, () => 0.05 + random.float());
  return { policy, value: 2 * random.float() - 1 };
});

function newGame(moves: readonly number[] = []): Game {
  const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
  for (const move of moves) game.play(move);
  return game;
}

function think(thinker: Thinker, game: Game, effort: Effort, evaluator = OPINIONATED): void {
  const batch = evaluator.batch(BOARD, 1);
  thinker.begin(game, effort);
  while (!thinker.isDone) {
    if (thinker.descend(batch) !== 'leaf') continue;
    void evaluator.evaluate(batch);
    thinker.collect(batch);
    batch.clear();
  }
}

function policyOf(thinker: Thinker): number[] {
  const policy = new Float32Array(BOARD.area + 1);
  thinker.writePolicy(policy);
  return [...policy];
}

/** The same search without a thinker. */
function plainSearch(game: Game): Search {
  const choose = puct(PUCT_SETTINGS);
  const search = new Search(game, { root: choose, interior: choose }, 1000);
  const batch = OPINIONATED.batch(BOARD, 1);
  while (search.tree.visits[0] < VISITS) {
    if (search.descend(batch) === 'leaf') search.collect(batch);
    batch.clear();
  }
  return search;
}

describe('a thinker', () => {
  it('searches as its settings say: plain PUCT is the plain search', () => {
    const game = newGame([12, 7]);
    const thinker = new Thinker(game, PUCT_SETTINGS, 1000);
    think(thinker, game, { visits: VISITS });
    const { tree } = plainSearch(game);
    assert.deepEqual(candidates(thinker.search.tree), candidates(tree));
    assert.equal(thinker.bestMove(), candidates(tree)[0].move);
    const expected = new Float32Array(BOARD.area + 1);
    visitPolicy(tree, expected);
    assert.deepEqual(policyOf(thinker), [...expected]);
  });

  for (const settings of [PUCT_SETTINGS, GUMBEL_SETTINGS, UCT_SETTINGS] as SearchSettings[]) {
    it(`makes so many visits and a policy that adds up to 1: ${settings.method}`, () => {
      const game = newGame();
      const thinker = new Thinker(game, settings, 1000);
      const random = new Random(5);
      for (let turn = 0; turn < 4; turn++) {
        think(thinker, game, { visits: VISITS, explore: { random, noise: null } });
        assert.ok(thinker.visits >= VISITS);
        const policy = policyOf(thinker);
        assert.ok(Math.abs(policy.reduce((a, b) => a + b) - 1) < 1e-5);
        const move = thinker.bestMove();
        assert.ok(game.isLegal(move));
        assert.ok(policy[move] > 0);
        game.play(move);
      }
    });
  }

  it('keeps the subtree of the moves that were made, but for Gumbel', () => {
    const game = newGame();
    const thinker = new Thinker(game, PUCT_SETTINGS, 1000);
    think(thinker, game, { visits: VISITS });
    const [best] = candidates(thinker.search.tree);
    game.play(best.move);
    thinker.begin(game, { visits: VISITS });
    assert.equal(thinker.visits, best.visits);

    const gumbel = new Thinker(game, GUMBEL_SETTINGS, 1000);
    think(gumbel, game, { visits: VISITS });
    game.play(gumbel.bestMove());
    gumbel.begin(game, { visits: VISITS });
    assert.equal(gumbel.visits, 0);
  });

  it('starts afresh for another game, other rules, and moves taken back', () => {
    const game = newGame([12, 7]);
    const thinker = new Thinker(game, PUCT_SETTINGS, 1000);
    for (const other of [newGame([12, 8]), newGame([12]), newGame()]) {
      think(thinker, game, { visits: VISITS });
      thinker.begin(other, { visits: VISITS });
      assert.equal(thinker.visits, 0);
      assert.equal(thinker.search.game.length, other.length);
    }
    think(thinker, game, { visits: VISITS });
    game.rules = { ...game.rules, komi: 0 };
    thinker.begin(game, { visits: VISITS });
    assert.equal(thinker.visits, 0);
  });

  it('adds noise to priors once, however often it is asked about a position', () => {
    const game = newGame();
    const thinker = new Thinker(game, PUCT_SETTINGS, 1000);
    const priors = (seed: number): number[] => {
      const noise = { alpha: 0.3, weight: 0.25 };
      think(thinker, game, { visits: VISITS, explore: { random: new Random(seed), noise } });
      const out = new Float32Array(BOARD.area + 1);
      thinker.writePriors(out);
      return [...out];
    };
    const first = priors(1);
    assert.notDeepEqual(priors(2), first);
    assert.deepEqual(priors(1), first);
  });

  it('forces playouts where it explores, prunes them from the policy, and nowhere else', () => {
    const settings = { ...PUCT_SETTINGS, forcedPlayouts: 2 };
    const game = newGame();
    const exploring = new Thinker(game, settings, 1000);
    const explore = { random: new Random(1), noise: null };
    think(exploring, game, { visits: VISITS, explore });
    const choose = puct(settings);
    const forced = new Search(game, { root: forcedPlayouts(2, choose), interior: choose }, 1000);
    const batch = OPINIONATED.batch(BOARD, 1);
    while (forced.tree.visits[0] < VISITS) {
      if (forced.descend(batch) === 'leaf') forced.collect(batch);
      batch.clear();
    }
    assert.deepEqual(candidates(exploring.search.tree), candidates(forced.tree));
    const pruned = new Float32Array(BOARD.area + 1);
    prunedVisitPolicy(forced.tree, 2, settings, pruned);
    assert.deepEqual(policyOf(exploring), [...pruned]);

    const playing = new Thinker(game, settings, 1000);
    think(playing, game, { visits: VISITS });
    assert.deepEqual(candidates(playing.search.tree), candidates(plainSearch(game).tree));
  });

  it('plays the surest move where the settings ask for it', () => {
    const lowerBound = { deviations: 5, leastShare: 0.1 };
    let differed = 0;
    for (const first of [0, 6, 7, 12, 18, 24]) {
      const game = newGame([first]);
      const thinker = new Thinker(game, { ...PUCT_SETTINGS, lowerBound }, 1000);
      think(thinker, game, { visits: VISITS });
      const { tree } = thinker.search;
      assert.equal(thinker.bestMove(), surestMove(tree, lowerBound));
      if (thinker.bestMove() !== candidates(tree)[0].move) differed++;
    }
    assert.ok(differed > 0, 'the lower bound never mattered');
  });

  it('chooses alike without exploring, whatever the seed of others', () => {
    const game = newGame();
    const moves = [1, 2, 3].map(() => {
      const thinker = new Thinker(game, GUMBEL_SETTINGS, 1000);
      think(thinker, game, { visits: 16 }, UNIFORM);
      return thinker.bestMove();
    });
    assert.equal(new Set(moves).size, 1);
  });
});
