import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { FORCED_PLAYOUTS, forcedPlayouts, prunedVisitPolicy } from '../../engine/search/forced.js';
import { LOWER_BOUND, lowerBound, surestMove } from '../../engine/search/lower-bound.js';
import { PUCT, puct, VARIANCE_SCALING, type PuctOptions } from '../../engine/search/puct.js';
import { candidates, visitPolicy } from '../../engine/search/result.js';
import { restrictRoot, temperPriors } from '../../engine/search/root.js';
import { SCORE_UTILITY } from '../../engine/search/score-utility.js';
import type { Chooser } from '../../engine/search/search.js';
import { ROOT, Tree } from '../../engine/search/tree.js';
import { symmetryMap } from '../../engine/symmetry.js';
import { hashedOpinions, symmetricOpinions } from './fake-evaluator.js';
import {
  argmax,
  count,
  search as slowly,
  slowPuct,
  urgencyOf,
  type Choose,
  type Node,
} from './reference-search.js';
import {
  assertAlike,
  gameAfter,
  RULES,
  searched,
  searchOn,
  shapeOf,
  shapeOfReference,
} from './searching.js';

const CASES = [
  { side: 2, moves: 0, visits: 200 },
  { side: 3, moves: 2, visits: 400 },
  { side: 5, moves: 8, visits: 400 },
  { side: 9, moves: 30, visits: 200 },
] as const;

function choosing(options: PuctOptions): Chooser {
  return { root: puct(options), interior: puct(options) };
}

/** A root with moves 0, 1, … of the given priors, visits and mean utilities, and its own visit. */
function rootWith(moves: readonly { prior: number; visits: number; utility: number }[]): Tree {
  const board = Board.of(moves.length - 1, 1);
  const tree = new Tree(100, board.area + 1);
  const priors = Float32Array.from(moves, ({ prior }) => prior);
  tree.open(ROOT, Int32Array.of(board.fullRow), board, priors, 0);
  tree.visits[ROOT] = 1;
  moves.forEach(({ visits, utility }, move) => {
    const child = tree.expand(ROOT, tree.edgeOf(ROOT, move));
    tree.visits[child] = visits;
    tree.utilitySum[child] = visits * utility;
    tree.squareSum[child] = visits * utility ** 2;
    tree.visits[ROOT] += visits;
    tree.utilitySum[ROOT] -= visits * utility;
  });
  return tree;
}

/** KataGo's factor, from the utilities of all visits and the prior's in weight of two more. */
function slowFactor(utilities: readonly number[]): number {
  const visits = utilities.length;
  if (visits === 1) return 1;
  const average = utilities.reduce((a, b) => a + b) / visits;
  const spread = utilities.reduce((sum, u) => sum + (u - average) ** 2, 0);
  const variance = (2 * 0.4 ** 2 + spread + average ** 2) / (visits + 1);
  return 0.15 + (0.85 * Math.sqrt(variance)) / 0.4;
}

describe('exploration scaled by variance', () => {
  for (const { side, moves, visits } of CASES) {
    it(`agrees with the slow search on ${side}×${side}`, async () => {
      const game = gameAfter(side, moves, 5 * side);
      const options = { ...PUCT, varianceScaling: VARIANCE_SCALING };
      const { tree } = await searched(game, choosing(options), visits);
      const choose = slowPuct({ factor: slowFactor });
      assertAlike(shapeOf(tree), shapeOfReference(slowly(game, hashedOpinions, choose, visits)));
    });
  }
});

/** √(k · P · N) for each move that has been visited, and less than that many visits: it comes first. */
function slowForced(k: number, choose: Choose): Choose {
  return (node, depth) => {
    const total = node.edges.reduce((sum, edge) => sum + count(edge), 0);
    const lacking = node.edges.filter(
      (edge) => edge.child !== undefined && count(edge) < Math.sqrt(k * edge.prior * total),
    );
    if (depth > 0 || lacking.length === 0) return choose(node, depth);
    return argmax(lacking, (edge) => Math.sqrt(k * edge.prior * total) - count(edge));
  };
}

/** Visits that are left: as many taken away as may be, and none left in place of one. */
function slowPruned(node: Node, k: number): Map<number, number> {
  const urgency = urgencyOf(node);
  const best = argmax(node.edges, count);
  const total = node.edges.reduce((sum, edge) => sum + count(edge), 0);
  const left = node.edges.map((edge): [number, number] => {
    if (edge === best) return [edge.move, count(edge)];
    const most = Math.min(count(edge), Math.floor(Math.sqrt(k * edge.prior * total)));
    const taken = Array.from({ length: most + 1 }, (_, n) => n).filter(
      (n) => n === 0 || urgency(edge, count(edge) - n) < urgency(best),
    );
    const rest = count(edge) - Math.max(...taken);
    return [edge.move, rest <= 1 ? 0 : rest];
  });
  return new Map(left);
}

describe('forced playouts', () => {
  const chooser = { root: forcedPlayouts(FORCED_PLAYOUTS, puct(PUCT)), interior: puct(PUCT) };

  for (const { side, moves, visits } of CASES) {
    it(`and their pruning agree with the slow search on ${side}×${side}`, async () => {
      const game = gameAfter(side, moves, 5 * side);
      const { tree } = await searched(game, chooser, visits);
      const slow = slowly(game, hashedOpinions, slowForced(2, slowPuct()), visits);
      assertAlike(shapeOf(tree), shapeOfReference(slow));

      const policy = new Float32Array(game.board.area + 1);
      prunedVisitPolicy(tree, FORCED_PLAYOUTS, PUCT, policy);
      const left = slowPruned(slow, 2);
      const total = [...left.values()].reduce((a, b) => a + b);
      policy.forEach((share, move) => {
        assert.equal(Math.round(share * total), left.get(move) ?? 0, `move ${move}`);
      });
    });
  }

  it('are taken out as computed by hand', () => {
    const tree = rootWith([
      { prior: 0.5, visits: 60, utility: 0.2 }, // 0.2 + 10 · 0.5 / 61 = 0.282, the limit
      { prior: 0.3, visits: 29, utility: 0.1 }, // ⌊√(2 · 0.3 · 99)⌋ = 7 forced; 0.1 + 3 / 23 = 0.230
      { prior: 0.15, visits: 8, utility: 0 }, // 5 forced, but 1.5 / 5 = 0.3 is too much, 1.5 / 6 not
      { prior: 0.01, visits: 1, utility: -0.9 },
      { prior: 0.04, visits: 1, utility: 0.9 }, // PUCT would have it, yet one visit is none
    ]);
    const options = { ...PUCT, exploration: 1, explorationBase: 1e12 };
    const policy = new Float32Array(5);
    prunedVisitPolicy(tree, 2, options, policy);
    assert.deepEqual(
      [...policy].map((share) => Math.round(share * 87)),
      [60, 22, 5, 0, 0],
    );
  });

  it('leave the visits as they are where none is forced', async () => {
    const { tree } = await searched(gameAfter(5, 8, 3), choosing(PUCT), 300);
    const [plain, pruned] = [new Float32Array(26), new Float32Array(26)];
    visitPolicy(tree, plain);
    prunedVisitPolicy(tree, 0, PUCT, pruned);
    const single = candidates(tree).filter(({ visits }) => visits === 1).length;
    plain.forEach((share, move) => {
      const visits = Math.round(299 * share);
      assert.equal(Math.round(pruned[move] * (299 - single)), visits === 1 ? 0 : visits);
    });
  });
});

describe('the lower bound', () => {
  it('lies so many standard errors below the mean', () => {
    const utilities = [0.5, 0.25, -0.125, 0.75, 0.5, 0.375];
    const tree = rootWith([
      { prior: 0.5, visits: 0, utility: 0 },
      { prior: 0.5, visits: 6, utility: 0.375 },
    ]);
    const child = tree.child[tree.edgeOf(ROOT, 1)];
    tree.squareSum[child] = utilities.reduce((sum, u) => sum + u * u, 0);
    const variance = utilities.reduce((sum, u) => sum + (u - 0.375) ** 2, 0) / 6 + 1 / 216;
    const expected = 0.375 - 2 * Math.sqrt(variance / 6);
    assert.ok(Math.abs(lowerBound(tree, child, 2) - expected) < 1e-12);
  });

  it('chooses a better move that has enough visits, and none that has not', () => {
    const most = { prior: 0.5, visits: 1000, utility: 0.1 };
    const better = { prior: 0.3, visits: 400, utility: 0.3 };
    const unsure = { prior: 0.2, visits: 40, utility: 0.9 };
    assert.equal(surestMove(rootWith([most, better, unsure]), LOWER_BOUND), 1);
    assert.equal(surestMove(rootWith([most, { ...better, visits: 149 }]), LOWER_BOUND), 0);
    assert.equal(surestMove(rootWith([most, { ...better, visits: 150 }]), LOWER_BOUND), 1);
    assert.equal(surestMove(rootWith([most, { ...better, utility: 0.1 }]), LOWER_BOUND), 0);
  });

  it('finds no move where none was visited', () => {
    const never = { prior: 0.5, visits: 0, utility: 0 };
    assert.equal(surestMove(rootWith([never, never]), LOWER_BOUND), -1);
  });
});

describe('the root', () => {
  it('has its priors flattened', () => {
    const tree = rootWith([0.64, 0.32, 0.04].map((prior) => ({ prior, visits: 1, utility: 0 })));
    temperPriors(tree, 2); // 0.8, 0.5657, 0.2, of 1.5657
    const priors = [0, 1, 2].map((move) => tree.prior[tree.edgeOf(ROOT, move)]);
    assert.deepEqual(
      priors.map((prior) => prior.toFixed(4)),
      ['0.5110', '0.3613', '0.1277'],
    );
  });

  for (const { side, moves, visits } of CASES) {
    it(`keeps to the moves that are allowed, as the slow search on ${side}×${side}`, async () => {
      const game = gameAfter(side, moves, 5 * side);
      const allows = (move: number): boolean => move % 3 !== 1;
      const { tree } = await searched(game, choosing(PUCT), visits, {
        prepare: (fresh) => restrictRoot(fresh, allows),
      });
      const slow = slowly(game, hashedOpinions, slowPuct(), visits, { allows });
      assertAlike(shapeOf(tree), shapeOfReference(slow));
    });
  }

  it('loses what it knew of moves that are not allowed any more', async () => {
    const search = await searched(gameAfter(5, 6, 1), choosing(PUCT), 400, { leaves: 4 });
    const { tree } = search;
    const before = new Map(candidates(tree).map(({ move, visits }) => [move, visits]));
    const [best, second] = before.keys();
    assert.ok(restrictRoot(tree, (move) => move !== best));
    assert.equal(candidates(tree)[0].move, second);
    assert.equal(tree.visits[ROOT], 400 - before.get(best)!);
    const kept = candidates(tree).map(({ move, visits }) => before.get(move) === visits);
    assert.ok(kept.length === before.size - 1 && kept.every(Boolean));
    const sum = candidates(tree).reduce((total, { visits, value }) => total + visits * value, 0);
    assert.ok(Math.abs(sum - tree.value[ROOT] + tree.sum[ROOT]) < 1e-9);
    await searchOn(search, 600);
    assert.ok(!candidates(tree).some(({ move }) => move === best));
    search.advance(best);
    assert.equal(tree.nodes, 1);
  });

  it('is left alone where no move would be left', async () => {
    const { tree } = await searched(gameAfter(5, 6, 1), choosing(PUCT), 50);
    const before = shapeOf(tree);
    assert.equal(
      restrictRoot(tree, () => false),
      false,
    );
    assertAlike(shapeOf(tree), before);
  });
});

describe('with every option on', () => {
  const options = { ...PUCT, varianceScaling: VARIANCE_SCALING };
  const chooser = { root: forcedPlayouts(FORCED_PLAYOUTS, puct(options)), interior: puct(options) };
  const settings = {
    opinions: symmetricOpinions,
    scoreUtility: SCORE_UTILITY,
    ownership: true,
    prepare: (tree: Tree) => {
      temperPriors(tree, 1.25);
      restrictRoot(tree, (move) => move !== 12);
    },
  };

  it('a search makes the same tree again', async () => {
    const game = gameAfter(9, 20, 3);
    const twice = [1, 2].map(() => searched(game, chooser, 300, { ...settings, leaves: 8 }));
    const [a, b] = await Promise.all(twice);
    assertAlike(shapeOf(a.tree), shapeOf(b.tree));
  });

  it('a search sees the board from every side alike', async () => {
    const game = gameAfter(5, 5, 11);
    const policyOf = async (of: Game): Promise<Float32Array> => {
      const policy = new Float32Array(of.board.area + 1);
      prunedVisitPolicy((await searched(of, chooser, 600, settings)).tree, 2, options, policy);
      return policy;
    };
    const seen = await policyOf(game);
    for (let symmetry = 1; symmetry < 8; symmetry++) {
      const map = symmetryMap(game.board, symmetry);
      const turned = new Game(game.board, RULES);
      for (let ply = 0; ply < game.length; ply++) turned.play(map[game.moveAt(ply)]);
      const policy = await policyOf(turned);
      seen.forEach((share, move) => {
        assert.equal(policy[map[move]], share, `symmetry ${symmetry}, move ${move}`);
      });
    }
  });
});
