import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, EMPTY, WHITE, type Color } from '../../engine/color.js';
import { parseDiagram } from '../../engine/diagram.js';
import { playout } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { PatternBoard } from '../../engine/rollouts/pattern-board.js';
import { canonical, exchanged, turned } from '../../engine/rollouts/pattern-code.js';
import { patternsPolicy } from '../../engine/rollouts/patterns.js';
import { playOn, type SoftmaxRollout } from '../../engine/rollouts/rollout.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import { RolloutTables } from '../../engine/rollouts/tables.js';
import { UNIFORM_ROLLOUTS } from '../../engine/rollouts/uniform.js';
import { layoutOf, ROLLOUT_KINDS, type RolloutWeights } from '../../engine/rollouts/weights.js';
import { playoutSearch } from '../../engine/search/playing.js';
import { SYMMETRIES, symmetryMap } from '../../engine/symmetry.js';
import {
  cellOf,
  chainAt,
  isSelfAtari,
  leastCode,
  patternLogit,
  randomMoves,
  randomWeights,
  responseTo,
} from './rollout-reference.js';

const SIZES = [5, 7, 9];

/** A rollout that has played the first moves of a random game. */
function rolloutAfter(
  weights: RolloutWeights,
  board: Board,
  plies: number,
  seed: number,
): SoftmaxRollout {
  const rollout = softmaxPolicy(weights).on(board);
  rollout.begin(new Position(board));
  for (const move of randomMoves(board, plies, seed)) rollout.play(cellOf(board, move));
  return rollout;
}

function probabilitiesOf(rollout: SoftmaxRollout): Float32Array {
  const out = new Float32Array(rollout.position.board.area + 1);
  rollout.probabilities(out);
  return out;
}

function position(rows: string, toMove: Color = BLACK): Position {
  return unwrap(Position.from(unwrap(parseDiagram(rows, toMove))));
}

describe('the state of a rollout, kept move by move', () => {
  for (const kind of ROLLOUT_KINDS) {
    for (const size of SIZES) {
      it(`is what the stones alone give: ${kind}, ${size}×${size}`, () => {
        const board = Board.of(size);
        const weights = randomWeights(kind, board, size);
        const state = new PatternBoard(board, new RolloutTables(weights));
        state.begin(new Position(board));
        let captures = 0;
        for (const [ply, move] of [...randomMoves(board, 3 * board.area, size + 7)].entries()) {
          state.play(cellOf(board, move));
          captures += state.watch.losses;
          if (ply % 3 === 0) assertAsStonesSay(state, weights);
        }
        assert.ok(captures > 3, `${captures} stones were taken`);
      });
    }
  }

  it('begins in any position as if it had been played there', () => {
    const board = Board.of(7);
    const weights = randomWeights('linear', board, 3);
    for (const plies of [0, 20, 45, 80]) {
      const played = rolloutAfter(weights, board, plies, 11);
      const moves = [...randomMoves(board, plies, 11)];
      const begun = softmaxPolicy(weights).on(board);
      begun.begin(played.position, cellOf(board, moves.at(-1) ?? board.pass));
      assert.deepEqual(probabilitiesOf(begun), probabilitiesOf(played));
    }
  });
});

function assertAsStonesSay(state: PatternBoard, weights: RolloutWeights): void {
  const { position, watch } = state;
  const { board } = position;
  for (let point = 0; point < board.area; point++) {
    const cell = board.cellOf[point];
    if (position.at(point) !== EMPTY) {
      const chain = position.head[cell];
      const { liberties } = chainAt(position, point);
      assert.equal(watch.level[chain], Math.min(3, liberties.size));
      const known = [watch.first[chain], watch.second[chain]].slice(0, watch.level[chain]);
      if (liberties.size < 3) {
        assert.deepEqual(new Set(known.map((each) => board.pointOf[each])), liberties);
      }
    }
    for (const color of [BLACK, WHITE] as const) {
      const logit = patternLogit(weights, position, point, color);
      const mass = state.masses(color)[cell];
      if (logit === undefined) assert.equal(mass, 0);
      else assert.ok(Math.abs(mass - Math.exp(logit)) < 1e-5, `${mass} for ${Math.exp(logit)}`);
    }
  }
  for (const color of [BLACK, WHITE] as const) {
    const masses = state.masses(color);
    const rows = state.rows(color);
    let total = 0;
    for (let y = 0; y < board.height; y++) {
      let sum = 0;
      for (let x = 0; x < board.width; x++) sum += masses[board.cellOf[board.point(x, y)]];
      assert.equal(rows[y], sum); // exact, or they would drift apart
      total += sum;
    }
    assert.equal(state.totals[color], total);
  }
}

describe('the code of a pattern', () => {
  it('has one least view, and comes back from every turn and exchange', () => {
    const random = new Random(8);
    for (let i = 0; i < 2000; i++) {
      const code = random.bits() & 0x0fffffff;
      const views = Array.from({ length: SYMMETRIES }, (_, s) => turned(code, s));
      for (const view of views) assert.equal(canonical(view), Math.min(...views));
      assert.equal(exchanged(exchanged(code)), code);
      assert.equal(canonical(exchanged(code)), canonical(exchanged(views[5])));
    }
  });

  it('is read from a board as coordinates say', () => {
    const board = Board.of(5);
    const state = new PatternBoard(board, new RolloutTables(randomWeights('tree', board, 2)));
    state.begin(new Position(board));
    for (const move of randomMoves(board, 60, 5)) {
      state.play(cellOf(board, move));
      for (let point = 0; point < board.area; point++) {
        const cell = board.cellOf[point];
        const code = state.nearCode(cell) | state.farCode(cell);
        assert.equal(canonical(code), leastCode(state.position, point, BLACK, 12));
        if (state.position.at(point) !== EMPTY) continue;
        for (const color of [BLACK, WHITE] as const) {
          const real = isSelfAtari(state.position, point, color);
          const legal = state.masses(color)[cell] > 0;
          if (legal) assert.equal(state.isSelfAtari(cell, color), real);
        }
      }
    }
  });
});

describe('a softmax rollout', () => {
  for (const kind of ROLLOUT_KINDS) {
    it(`sees the same from all sides and for both colours: ${kind}`, () => {
      const board = Board.of(7);
      const weights = randomWeights(kind, board, 17);
      for (const plies of [1, 15, 40, 70]) {
        const moves = [...randomMoves(board, plies, plies)];
        const plain = probabilitiesOf(rolloutAfter(weights, board, plies, plies));
        for (let symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
          const map = symmetryMap(board, symmetry);
          const rollout = softmaxPolicy(weights).on(board);
          const start = new Position(board);
          start.toMove = symmetry % 2 === 0 ? BLACK : WHITE;
          rollout.begin(start);
          for (const move of moves) rollout.play(cellOf(board, map[move]));
          const seen = probabilitiesOf(rollout);
          plain.forEach((p, point) => {
            assert.ok(Math.abs(seen[map[point]] - p) < 1e-6);
          });
        }
      }
    });

    it(`draws moves as often as they are likely: ${kind}`, () => {
      const board = Board.of(7);
      const weights = randomWeights(kind, board, 23);
      const draws = 20_000;
      for (const plies of [12, 45]) {
        const rollout = rolloutAfter(weights, board, plies, 9);
        const expected = probabilitiesOf(rollout);
        const random = new Random(2016);
        const counts = new Map<number, number>();
        for (let i = 0; i < draws; i++) {
          const cell = rollout.draw(random);
          const point = cell === 0 ? board.pass : board.pointOf[cell];
          counts.set(point, (counts.get(point) ?? 0) + 1);
        }
        let square = 0;
        let freedom = -1;
        expected.forEach((p, point) => {
          const count = counts.get(point) ?? 0;
          if (p === 0) {
            assert.equal(count, 0);
            return;
          }
          square += (count - p * draws) ** 2 / (p * draws);
          freedom++;
        });
        // Beyond five standard deviations of a χ² with so many degrees of freedom.
        assert.ok(freedom > 5);
        assert.ok(square < freedom + 5 * Math.sqrt(2 * freedom), `χ² ${square} of ${freedom}`);
        assert.deepEqual(probabilitiesOf(rollout), expected); // drawing changes nothing
      }
    });
  }

  it('has probabilities in proportion to e to the power of the logits', () => {
    const board = Board.of(7);
    const weights = randomWeights('linear', board, 31);
    // Without what answers weigh, the pattern around each point is all.
    const layout = layoutOf(weights);
    weights.values.fill(0, layout.neighbour, layout.size);
    const rollout = rolloutAfter(weights, board, 30, 4);
    const { position } = rollout;
    const masses = Array.from({ length: board.area }, (_, point) => {
      const logit =
        position.ko === point ? undefined : patternLogit(weights, position, point, position.toMove);
      return logit === undefined ? 0 : Math.exp(logit);
    });
    const total = masses.reduce((a, b) => a + b);
    probabilitiesOf(rollout)
      .subarray(0, board.area)
      .forEach((p, point) => {
        assert.ok(Math.abs(p - masses[point] / total) < 1e-5);
      });
  });

  it('multiplies the mass of an answer by its features', () => {
    const board = Board.of(7);
    const weights = randomWeights('linear', board, 37);
    const layout = layoutOf(weights);
    const bare = { ...weights, values: weights.values.slice() };
    bare.values.fill(0, layout.neighbour, layout.size);
    const [full, plain] = [weights, bare].map((each) => {
      const rollout = softmaxPolicy(each).on(board);
      rollout.begin(new Position(board));
      rollout.play(board.cellOf[board.point(3, 3)]);
      return { rollout, p: probabilitiesOf(rollout) };
    });
    const { code, slots } = responseTo(full.rollout.position, board.point(3, 3));
    const row = weights.responses.indexOf(code);
    const ratio = (point: number): number =>
      full.p[point] / plain.p[point] / (full.p[0] / plain.p[0]);
    for (const [point, slot] of slots) {
      const [x, y] = [Math.abs(board.x(point) - 3), Math.abs(board.y(point) - 3)];
      const near = x + y === 1 ? 1 : x === y ? 2 : 3;
      const logit =
        weights.values[layout.neighbour + near] +
        weights.values[layout.response + 12 * (row < 0 ? weights.responses.length : row) + slot];
      assert.ok(Math.abs(ratio(point) - Math.exp(logit)) < 1e-3);
    }
  });

  it('does not retake a ko', () => {
    const ko = position('.XO....\nXO.O...\n.XO....\n.......\n.......\n.......\n.......');
    const { board } = ko;
    const rollout = softmaxPolicy(randomWeights('linear', board, 2)).on(board);
    rollout.begin(ko);
    rollout.play(board.cellOf[board.point(2, 1)]);
    assert.equal(rollout.position.ko, board.point(1, 1));
    assert.equal(probabilitiesOf(rollout)[board.point(1, 1)], 0);
    const begun = softmaxPolicy(randomWeights('tree', board, 2)).on(board);
    begun.begin(rollout.position);
    assert.equal(probabilitiesOf(begun)[board.point(1, 1)], 0);
  });
});

describe('playouts of every policy', () => {
  const board = Board.of(7);
  const policies = [
    UNIFORM_ROLLOUTS,
    patternsPolicy(),
    softmaxPolicy(randomWeights('linear', board, 41)),
    softmaxPolicy(randomWeights('tree', board, 43)),
  ];

  for (const policy of policies) {
    it(`end with two passes, every move legal and none in an eye: ${policy.name}`, () => {
      const rollout = policy.on(board);
      const random = new Random(7);
      for (let game = 0; game < 20; game++) {
        rollout.begin(new Position(board));
        let passes = 0;
        for (let ply = 0; ply < 3 * board.area && passes < 2; ply++) {
          const cell = rollout.draw(random);
          const points = [...board.cellOf].filter(
            (each) => rollout.position.color[each] === EMPTY && rollout.position.isSensible(each),
          );
          if (cell === 0) assert.equal(points.length, 0);
          else assert.ok(points.includes(cell));
          rollout.play(cell);
          passes = cell === 0 ? passes + 1 : 0;
        }
      }
    });
  }

  it('lead the search by priors where the policy tells any, else by UCT', () => {
    for (const policy of policies) {
      assert.equal('probabilities' in policy.on(board), policy.tellsPriors, policy.name);
    }
    const methods = policies.map((policy) => playoutSearch(policy).method);
    assert.deepEqual(methods, ['uct', 'uct', 'puct', 'puct']);
  });

  it('are the light playouts where all moves are alike', () => {
    const rollout = UNIFORM_ROLLOUTS.on(board);
    const alone = new Position(board);
    rollout.begin(alone);
    const moves = playOn(rollout, new Random(3), 200);
    assert.equal(playout(alone, new Random(3), 200), moves);
    assert.deepEqual([...rollout.position.color], [...alone.color]);
  });
});

describe('playouts by patterns', () => {
  const random = new Random(1);
  /** All moves that are drawn after a move in a position. */
  function drawn(start: Position, x: number, y: number): Set<string> {
    const { board } = start;
    const rollout = patternsPolicy().on(board);
    rollout.begin(start);
    rollout.play(board.cellOf[board.point(x, y)]);
    return new Set(
      Array.from({ length: 100 }, () => {
        const point = board.pointOf[rollout.draw(random)];
        return `${board.x(point)},${board.y(point)}`;
      }),
    );
  }

  it('save a chain from atari first', () => {
    const start = position('.......\n...O...\n..OX...\n.......\n.......\n.......\n.......', WHITE);
    assert.deepEqual(drawn(start, 4, 2), new Set(['3,3']));
  });

  it('then make shape beside the last move: a hane', () => {
    const start = position('.......\n.......\n...X...\n.......\n.......\n.......\n.......', WHITE);
    // White hanes at the head of the stone; the cuts and hanes around it are all that is drawn.
    const moves = drawn(start, 4, 2);
    assert.ok(moves.size > 0 && moves.size < 10);
    for (const move of moves) {
      const [x, y] = move.split(',').map(Number);
      assert.ok(Math.abs(x - 4) <= 1 && Math.abs(y - 2) <= 1, move);
    }
  });

  it('then take what can be taken anywhere', () => {
    const start = position('OX.....\n.......\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.deepEqual(drawn(start, 6, 6), new Set(['0,1']));
  });
});
