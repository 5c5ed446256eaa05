import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hopelessStones } from '../../engine/benson.js';
import { countBits, hasPoint } from '../../engine/bits.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { unwrap } from '../../engine/result.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { score } from '../../engine/scoring.js';
import { meanOwnership } from '../../engine/search/ownership.js';
import { PUCT, puct } from '../../engine/search/puct.js';
import { candidates, rootScore, rootValue } from '../../engine/search/result.js';
import { SCORE_UTILITY } from '../../engine/search/score-utility.js';
import { ENDED, ROOT, type Tree } from '../../engine/search/tree.js';
import { hashedOpinions, hashedOpinionsOfPoints, type Opinion } from './fake-evaluator.js';
import { mean, search as slowly, slowPuct, type UtilityOf } from './reference-search.js';
import {
  assertAlike,
  gameAfter,
  RULES,
  searched,
  searchOn,
  shapeOf,
  shapeOfReference,
} from './searching.js';

const CHOOSER = { root: puct(PUCT), interior: puct(PUCT) };
const WITH_POINTS = { opinions: hashedOpinionsOfPoints, scoreUtility: SCORE_UTILITY };

function f(x: number): number {
  return (2 / Math.PI) * Math.atan(x);
}

/** KataGo's utility where the root expects so many points for its player to move. */
function slowUtility(side: number, expected: number): UtilityOf {
  const centre = 0.8 * expected;
  const limited = Math.max(expected - 0.75 * side, Math.min(expected + 0.75 * side, centre));
  return (value, points, depth) => {
    const forRoot = depth % 2 === 0 ? points : -points;
    const bonus = 0.1 * f(forRoot / (2 * side)) + 0.3 * f((forRoot - limited) / (0.75 * side));
    return value + (depth % 2 === 0 ? bonus : -bonus);
  };
}

describe('score utility', () => {
  for (const { side, moves, visits } of [
    { side: 2, moves: 0, visits: 200 },
    { side: 3, moves: 2, visits: 400 },
    { side: 5, moves: 8, visits: 400 },
    { side: 9, moves: 30, visits: 200 },
  ]) {
    it(`agrees with the slow search on ${side}×${side}, and values stay what they are`, async () => {
      const game = gameAfter(side, moves, 5 * side);
      const { tree } = await searched(game, CHOOSER, visits, WITH_POINTS);
      const utilityOf = slowUtility(side, Math.fround(hashedOpinionsOfPoints(game).score!));
      const slow = slowly(game, hashedOpinionsOfPoints, slowPuct(), visits, { utilityOf });
      assertAlike(shapeOf(tree), shapeOfReference(slow));
      assert.ok(Math.abs(rootValue(tree) - mean(slow.visits, 'value')) < 1e-9);
      assert.ok(Math.abs(rootScore(tree)! - mean(slow.visits, 'score')) < 1e-9);
    });
  }

  it('is off, and no margin told, where the evaluator tells none', async () => {
    const game = gameAfter(5, 8, 25);
    const plain = await searched(game, CHOOSER, 300);
    const { tree } = await searched(game, CHOOSER, 300, { scoreUtility: SCORE_UTILITY });
    assertAlike(shapeOf(tree), shapeOf(plain.tree));
    assert.equal(rootScore(tree), undefined);
    assert.equal(candidates(tree)[0].score, undefined);
  });

  it('counts from the new root’s margin after a move', async () => {
    const search = await searched(gameAfter(5, 4, 5), CHOOSER, 600, WITH_POINTS);
    const { tree } = search;
    const { move } = candidates(tree)[0];
    const before = tree.utilitySum[tree.child[tree.edgeOf(ROOT, move)]];
    search.advance(move);
    const utilityOf = slowUtility(5, rootScore(tree)!);
    const [sum, squares] = utilitiesBelow(tree, ROOT, 0, utilityOf);
    assert.ok(Math.abs(sum + tree.utilitySum[ROOT]) < 1e-4);
    assert.ok(Math.abs(squares - tree.squareSum[ROOT]) < 1e-4);
    assert.ok(Math.abs(before - tree.utilitySum[ROOT]) > 0.1, 'the centre makes a difference');
  });

  it('takes what can be taken, where every result is won', async () => {
    const diagram = `
      . X O . .
      . X O X .
      X X X X .
      . X . X .
      X . X . X`;
    const setup = unwrap(parseDiagram(diagram, BLACK));
    const game = new Game(setup.board, { ...RULES, komi: -30 }, { setup });
    const opinions = ({ position, toMove }: Game): Opinion => {
      const sign = toMove === BLACK ? 1 : -1;
      const margin = countBits(position.black) - countBits(position.white);
      return { policy: Array(26).fill(1) as number[], value: sign, score: sign * margin };
    };
    const { tree } = await searched(game, CHOOSER, 400, { opinions, scoreUtility: SCORE_UTILITY });
    const [best] = candidates(tree);
    assert.equal(best.move, 3);
    assert.ok(best.score! > rootScore(tree)!);
    assert.equal(rootValue(tree), 1);
    const plain = await searched(game, CHOOSER, 400, { opinions });
    assert.notEqual(candidates(plain.tree)[0].move, 3);
  });
});

/** Sum of the utilities of a node's visits for the player to move there, and of their squares. */
function utilitiesBelow(
  tree: Tree,
  node: number,
  depth: number,
  utilityOf: UtilityOf,
): [sum: number, squares: number] {
  const utility = utilityOf(-tree.value[node], -tree.score[node], depth);
  let [sum, squares] = [0, 0];
  let own = tree.visits[node];
  for (let edge = tree.first[node]; edge < tree.first[node] + tree.tried[node]; edge++) {
    const below = utilitiesBelow(tree, tree.child[edge], depth + 1, utilityOf);
    own -= tree.visits[tree.child[edge]];
    sum -= below[0];
    squares += below[1];
  }
  return [sum + own * utility, squares + own * utility ** 2];
}

describe('ownership of a search', () => {
  it('is the mean over its visits, also of what is kept for the next move', async () => {
    const game = gameAfter(3, 3, 2);
    const options = { opinions: hashedOpinionsOfPoints, ownership: true };
    const search = await searched(game, CHOOSER, 500, options);
    assert.ok(search.tree.state.subarray(0, search.tree.nodes).includes(ENDED));
    assertOwners(search.tree, search.game);
    search.advance(candidates(search.tree)[1].move);
    assertOwners(search.tree, search.game);
    await searchOn(search, 600, options);
    assertOwners(search.tree, search.game);
  });

  it('is not told where it was not asked for, or the evaluator does not know', async () => {
    const game = gameAfter(3, 3, 2);
    const out = new Float32Array(9).fill(7);
    const unasked = await searched(game, CHOOSER, 50, { opinions: hashedOpinionsOfPoints });
    const unknown = await searched(game, CHOOSER, 50, {
      opinions: hashedOpinions,
      ownership: true,
    });
    assert.ok(!meanOwnership(unasked.tree, BLACK, out));
    assert.ok(!meanOwnership(unknown.tree, BLACK, out));
    assert.ok(out.every((owner) => owner === 7));
  });
});

function assertOwners(tree: Tree, game: Game): void {
  const expected = new Float64Array(game.board.area);
  addOwners(tree, ROOT, game, expected);
  for (const [color, sign] of [
    [BLACK, 1],
    [WHITE, -1],
  ] as const) {
    const out = new Float32Array(game.board.area);
    assert.ok(meanOwnership(tree, color, out));
    out.forEach((owner, point) => {
      const wanted = (sign * expected[point]) / tree.visits[ROOT];
      assert.ok(Math.abs(owner - wanted) < 0.005, `point ${point}: ${owner}, ${wanted}`);
    });
  }
}

/** Adds what each visit that ended in a node or below it says of Black's ownership. */
function addOwners(tree: Tree, node: number, game: Game, out: Float64Array): void {
  let own = tree.visits[node];
  for (let edge = tree.first[node]; edge < tree.first[node] + tree.tried[node]; edge++) {
    own -= tree.visits[tree.child[edge]];
    game.play(tree.move[edge]);
    addOwners(tree, tree.child[edge], game, out);
    game.undo();
  }
  const owners = tree.state[node] === ENDED ? finalOwners(game) : toldOwners(game);
  owners.forEach((owner, point) => (out[point] += own * owner));
}

function toldOwners(game: Game): number[] {
  const sign = game.toMove === BLACK ? 1 : -1;
  return hashedOpinionsOfPoints(game).ownership!.map((owner) => sign * owner);
}

function finalOwners({ position, rules, board }: Game): number[] {
  const dead = hopelessStones(position, rules.suicide);
  const { black, white } = score(position, rules, 0, dead).counted;
  return Array.from(board.cellOf, (_, point) =>
    hasPoint(board, black, point) ? 1 : hasPoint(board, white, point) ? -1 : 0,
  );
}
