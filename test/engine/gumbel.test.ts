import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import {
  drawGumbel,
  GUMBEL,
  gumbelInterior,
  GumbelRoot,
  improvedPolicy,
  sequentialHalving,
  type GumbelOptions,
} from '../../engine/search/gumbel.js';
import { run } from '../../engine/search/run.js';
import { SCORE_UTILITY } from '../../engine/search/score-utility.js';
import { Search, type Chooser } from '../../engine/search/search.js';
import { ROOT, type Tree } from '../../engine/search/tree.js';
import { fakeEvaluator, hashedOpinions, hashedOpinionsOfPoints } from './fake-evaluator.js';
import {
  argmax,
  count,
  q,
  search as slowly,
  type Edge,
  type Node,
  type UtilityOf,
} from './reference-search.js';

describe('sequential halving', () => {
  it('gives every round the same visits', () => {
    const table: [considered: number, visits: number, schedule: string][] = [
      [4, 16, '0000 1111 22 33 44 55'],
      [2, 8, '00 11 22 33'],
      [8, 24, '00000000 1111 2222 33 44 55 66'],
      [16, 16, '0000000000000000'],
      [16, 32, '0000000000000000 11111111 2222 3333'],
      [1, 5, '0 1 2 3 4'],
      [4, 3, '000'],
      [3, 12, '000 111 22 33 44'],
    ];
    for (const [considered, visits, schedule] of table) {
      const written = schedule.replaceAll(' ', '').slice(0, visits);
      assert.equal([...sequentialHalving(considered, visits)].join(''), written);
    }
  });

  it('never asks for a visit that no move can have', () => {
    for (let considered = 1; considered <= 20; considered++) {
      for (let visits = 1; visits <= 120; visits++) {
        const counts = new Array<number>(considered).fill(0);
        for (const wanted of sequentialHalving(considered, visits)) {
          const move = counts.indexOf(wanted);
          assert.notEqual(move, -1, `${considered} moves, ${visits} visits`);
          counts[move]++;
        }
      }
    }
  });
});

/** Equations of Danihelka et al. 2022, in the order of the paper, values mapped to [0, 1]. */
function completedValues(node: Node): (edge: Edge) => number {
  const tried = node.edges.filter((edge) => edge.child !== undefined);
  const visits = tried.reduce((sum, edge) => sum + count(edge), 0);
  const mass = tried.reduce((sum, edge) => sum + edge.prior, 0);
  const weighted = tried.reduce((sum, edge) => sum + edge.prior * q(edge), 0);
  const mixed =
    (node.worth.utility + (visits === 0 ? 0 : (visits / mass) * weighted)) / (1 + visits);
  return (edge) => ((edge.child === undefined ? mixed : q(edge)) + 1) / 2;
}

function slowSigma(node: Node, { visitOffset, scale }: GumbelOptions): (edge: Edge) => number {
  const most = Math.max(...node.edges.map(count));
  const value = completedValues(node);
  return (edge) => (visitOffset + most) * scale * value(edge);
}

function slowImproved(node: Node, options: GumbelOptions): number[] {
  const sigma = slowSigma(node, options);
  const logits = node.edges.map((edge) => Math.log(edge.prior) + sigma(edge));
  const most = Math.max(...logits);
  const norm = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return logits.map((logit) => Math.exp(logit - most) / norm);
}

function slowInterior(node: Node, options: GumbelOptions): Edge {
  const improved = slowImproved(node, options);
  const visits = node.edges.reduce((sum, edge) => sum + count(edge), 0);
  return argmax(
    node.edges,
    (edge) => improved[node.edges.indexOf(edge)] - count(edge) / (1 + visits),
  );
}

function visitsByMove(tree: Tree): [number, number][] {
  const first = tree.first[ROOT];
  return Array.from({ length: tree.tried[ROOT] }, (_, i): [number, number] => [
    tree.move[first + i],
    tree.visits[tree.child[first + i]],
  ]).sort((a, b) => a[0] - b[0]);
}

/** KataGo's static score utility. */
function staticUtility(side: number): UtilityOf {
  return (value, score) => value + 0.1 * (2 / Math.PI) * Math.atan(score / (2 * side));
}

describe('Gumbel search', () => {
  for (const [side, visits, considered, seed, scoreUtility] of [
    [3, 32, 4, 1, null],
    [5, 64, 16, 2, null],
    [5, 200, 8, 3, null],
    [9, 50, 16, 4, null],
    [5, 100, 8, 5, { ...SCORE_UTILITY, dynamicWeight: 0 }],
  ] as const) {
    const options = { ...GUMBEL, considered, scale: 0.1 };
    const points = scoreUtility === null ? '' : ', points counting too';

    it(`agrees with the paper's equations on ${side}×${side}, ${visits} visits${points}`, async () => {
      const game = new Game(Board.of(side), RULE_PRESETS['tromp-taylor']);
      game.play(2);
      const root = new GumbelRoot(options);
      const interior = gumbelInterior(options);
      const evaluator = fakeEvaluator(hashedOpinionsOfPoints);
      const chooser: Chooser = { root: (tree) => root.next(tree), interior };
      const search = new Search(game, chooser, 1000, { scoreUtility });
      const batch = evaluator.batch(game.board, 1);
      await run(search, evaluator, batch, { visits: 1 });
      root.begin(search.tree, new Random(seed), visits);
      await run(search, evaluator, batch, { visits: visits + 1 });

      const random = new Random(seed);
      const noise = Array.from({ length: game.board.area + 1 }, () => drawGumbel(random));
      const schedule = sequentialHalving(Math.min(considered, search.tree.count[ROOT]), visits);
      let at = 0;
      const score = (node: Node): ((edge: Edge) => number) => {
        const sigma = slowSigma(node, options);
        return (edge) => noise[edge.move] + Math.log(edge.prior) + sigma(edge);
      };
      const slow = slowly(
        game,
        hashedOpinionsOfPoints,
        (node, depth) => {
          if (depth > 0) return slowInterior(node, options);
          const wanted = schedule[at++];
          return argmax(
            node.edges.filter((edge) => count(edge) === wanted),
            score(node),
          );
        },
        visits + 1,
        scoreUtility === null ? {} : { utilityOf: staticUtility(side) },
      );

      const expected = slow.edges.filter((edge) => edge.child !== undefined);
      assert.deepEqual(
        visitsByMove(search.tree),
        expected.map((edge) => [edge.move, count(edge)]).sort((a, b) => a[0] - b[0]),
      );
      const most = Math.max(...slow.edges.map(count));
      const chosen = argmax(
        slow.edges.filter((edge) => count(edge) === most),
        score(slow),
      );
      assert.equal(search.tree.move[root.chosen(search.tree)], chosen.move);

      const policy = new Float32Array(game.board.area + 1);
      improvedPolicy(search.tree, options, policy);
      const improved = slowImproved(slow, options);
      slow.edges.forEach((edge, i) => {
        assert.ok(
          Math.abs(policy[edge.move] - improved[i]) < 1e-6,
          `move ${edge.move}: ${policy[edge.move]}, ${improved[i]}`,
        );
      });
    });
  }

  it('stays finite where values are far apart and visits many', async () => {
    const options = { ...GUMBEL, scale: 1 };
    const evaluator = fakeEvaluator((game) => {
      const { policy } = hashedOpinions(game);
      return { policy, value: game.length % 2 === 0 ? -1 : 1 };
    });
    const game = new Game(Board.of(5), RULE_PRESETS['tromp-taylor']);
    const choose = gumbelInterior(options);
    const search = new Search(game, { root: choose, interior: choose }, 10_000);
    await run(search, evaluator, evaluator.batch(game.board, 8), { visits: 5000 });
    const policy = new Float32Array(26);
    improvedPolicy(search.tree, options, policy);
    assert.ok(Math.abs(policy.reduce((a, b) => a + b) - 1) < 1e-5);
  });
});
