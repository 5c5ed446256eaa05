import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { puct, PUCT } from '../../engine/search/puct.js';
import { candidates, principalVariation, visitPolicy } from '../../engine/search/result.js';
import { run } from '../../engine/search/run.js';
import { Search, type Chooser } from '../../engine/search/search.js';
import { NONE, ROOT } from '../../engine/search/tree.js';
import { uct } from '../../engine/search/uct.js';
import { symmetryMap } from '../../engine/symmetry.js';
import { fakeEvaluator, hashedOpinions, symmetricOpinions } from './fake-evaluator.js';
import { argmax, count, q, search as slowly, slowPuct, type Choose } from './reference-search.js';
import {
  assertAlike,
  gameAfter,
  RULES,
  searched,
  searchOn,
  shapeOf,
  shapeOfReference,
} from './searching.js';

const PUCT_CHOOSER: Chooser = { root: puct(PUCT), interior: puct(PUCT) };

const slowUct: Choose = (node) =>
  argmax(node.edges, (edge) =>
    edge.child === undefined
      ? 1e6 + edge.prior
      : q(edge) + 1.4 * Math.sqrt(Math.log(node.visits.length) / count(edge)),
  );

describe('the search agrees with a slow one', () => {
  for (const [name, chooser, choose] of [
    ['PUCT', PUCT_CHOOSER, slowPuct()],
    ['UCT', { root: uct(1.4), interior: uct(1.4) }, slowUct],
  ] as const) {
    for (const [side, moves, visits] of [
      [2, 0, 300],
      [3, 2, 400],
      [5, 8, 400],
      [9, 30, 200],
    ]) {
      it(`${name} on ${side}×${side}, ${visits} visits, tree for tree`, async () => {
        const game = gameAfter(side, moves, 7 * side);
        const { tree } = await searched(game, chooser, visits);
        assertAlike(shapeOf(tree), shapeOfReference(slowly(game, hashedOpinions, choose, visits)));
      });
    }
  }
});

describe('a search', () => {
  it('makes the same tree again', async () => {
    const game = gameAfter(9, 20, 3);
    const trees = [1, 2].map(() => searched(game, PUCT_CHOOSER, 300, { leaves: 8 }));
    const [a, b] = await Promise.all(trees);
    assertAlike(shapeOf(a.tree), shapeOf(b.tree));
  });

  it('leaves nothing under way, and counts every visit once', async () => {
    const { tree } = await searched(gameAfter(5, 6, 1), PUCT_CHOOSER, 500, { leaves: 16 });
    for (let node = 0; node < tree.nodes; node++) {
      assert.equal(tree.pending[node], 0);
      let below = 0;
      for (let i = 0; i < tree.tried[node]; i++)
        below += tree.visits[tree.child[tree.first[node] + i]];
      assert.ok(tree.tried[node] === 0 || tree.visits[node] === below + 1);
    }
  });

  it('does not touch the game it was given', async () => {
    const game = gameAfter(5, 6, 1);
    const before = [game.length, game.position.hashLow, game.position.hashHigh];
    await searched(game, PUCT_CHOOSER, 100);
    assert.deepEqual([game.length, game.position.hashLow, game.position.hashHigh], before);
  });

  it('stops when asked, and when the tree is full', async () => {
    const game = gameAfter(5, 0, 1);
    const evaluator = fakeEvaluator(hashedOpinions);
    const batch = evaluator.batch(game.board, 4);
    const asked = new Search(game, PUCT_CHOOSER, 1000);
    let rounds = 0;
    const stop = (): boolean => ++rounds > 10;
    assert.equal(await run(asked, evaluator, batch, { visits: 1e6, stop }), 'asked');
    const small = new Search(game, PUCT_CHOOSER, 50);
    assert.equal(await run(small, evaluator, batch, { visits: 1e6 }), 'full');
    assert.equal(small.tree.nodes, 50);
    assert.equal(small.tree.visits[ROOT], 50);
  });

  it('sees the board from every side alike', async () => {
    const game = gameAfter(5, 5, 11);
    const seen = new Float32Array(game.board.area + 1);
    visitPolicy(
      (await searched(game, PUCT_CHOOSER, 400, { opinions: symmetricOpinions })).tree,
      seen,
    );
    for (let symmetry = 1; symmetry < 8; symmetry++) {
      const map = symmetryMap(game.board, symmetry);
      const turned = new Game(game.board, RULES);
      for (let ply = 0; ply < game.length; ply++) turned.play(map[game.moveAt(ply)]);
      const policy = new Float32Array(seen.length);
      visitPolicy(
        (await searched(turned, PUCT_CHOOSER, 400, { opinions: symmetricOpinions })).tree,
        policy,
      );
      seen.forEach((share, move) => {
        assert.equal(policy[map[move]], share, `symmetry ${symmetry}, move ${move}`);
      });
    }
  });

  it('keeps to superko: no move of the tree repeats a position', async () => {
    const game = gameAfter(2, 0, 1);
    const { tree } = await searched(game, PUCT_CHOOSER, 2000);
    const walk = (node: number): void => {
      for (let i = 0; i < tree.tried[node]; i++) {
        const edge = tree.first[node] + i;
        assert.ok(game.isLegal(tree.move[edge]));
        game.play(tree.move[edge]);
        walk(tree.child[edge]);
        game.undo();
      }
    };
    walk(ROOT);
  });
});

describe('a tree kept for the next move', () => {
  it('equals the subtree it came from', async () => {
    const search = await searched(gameAfter(5, 4, 5), PUCT_CHOOSER, 600);
    for (let depth = 0; depth < 3; depth++) {
      const { move } = candidates(search.tree)[depth % 2];
      const child = search.tree.child[search.tree.edgeOf(ROOT, move)];
      const before = shapeOf(search.tree, child);
      search.advance(move);
      assertAlike(shapeOf(search.tree), before);
    }
  });

  it('goes on as if it had never been cut', async () => {
    const game = gameAfter(5, 4, 5);
    const search = await searched(game, PUCT_CHOOSER, 600);
    const [best] = candidates(search.tree);
    search.advance(best.move);
    await searchOn(search, 700);
    game.play(best.move);
    assertAlike(shapeOf(search.tree), shapeOf((await searched(game, PUCT_CHOOSER, 700)).tree));
  });

  it('is empty after a move it does not know', async () => {
    const search = await searched(gameAfter(5, 4, 5), PUCT_CHOOSER, 3);
    const { tree, game } = search;
    const unknown = [...game.board.cellOf.keys()].find((point) => {
      const edge = tree.edgeOf(ROOT, point);
      return edge !== NONE && tree.child[edge] === NONE;
    });
    search.advance(unknown!);
    assert.deepEqual(
      [tree.nodes, tree.visits[ROOT], game.moveAt(game.length - 1)],
      [1, 0, unknown],
    );
  });
});

describe('the end of the game in a search', () => {
  it('does not keep a search from going on after it', async () => {
    const search = await searched(gameAfter(3, 4, 2), PUCT_CHOOSER, 400);
    search.advance(9);
    await searchOn(search, 400);
    search.advance(9);
    assert.equal(search.game.end, 'passes');
    await searchOn(search, 100);
    assert.ok(candidates(search.tree).length > 0);
  });

  it('is worth what the score says, and passing is found where it wins', async () => {
    const game = new Game(Board.of(5), { ...RULES, komi: 0.5 });
    game.play(12);
    game.play(game.board.pass);
    const even = fakeEvaluator(({ board }) => ({
      policy: Array.from({ length: board.area + 1 }, () => 1),
      value: 0,
    }));
    const search = new Search(game, PUCT_CHOOSER, 5000);
    await run(search, even, even.batch(game.board, 1), { visits: 400 });
    const [best] = candidates(search.tree);
    assert.equal(best.move, game.board.pass);
    assert.equal(best.value, 1);
    assert.deepEqual(principalVariation(search.tree, best.move), [game.board.pass]);
  });
});
