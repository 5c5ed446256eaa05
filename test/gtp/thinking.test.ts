import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import { Thinker } from '../../engine/search/thinker.js';
import { NONE, ROOT } from '../../engine/search/tree.js';
import { snapshotWords } from '../../engine/stones.js';
import { inverseSymmetry, symmetryMap } from '../../engine/symmetry.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import { now, type Ban, type ThinkRequest } from '../../gtp/thinking/engine.js';
import { copyGame, restoreGame, turnGame } from '../../engine/game-copy.js';
import { openNetworkJudge } from '../../gtp/thinking/network-judge.js';
import { reportOf } from '../../gtp/thinking/report.js';
import { rolloutJudge } from '../../gtp/thinking/rollout-judge.js';
import { RolloutThread } from '../../gtp/thinking/rollout-thread.js';
import { laneOf, SpreadBatch, type Lane } from '../../gtp/thinking/spread-batch.js';
import { think } from '../../gtp/thinking/think.js';
import { readWeights, shippedWeights } from '../../selfplay/rollout-policy/weights-on-disk.js';
import { randomGames } from '../network/support/positions.js';
import { fakeEvaluator, hashedOpinions } from '../engine/fake-evaluator.js';
import { randomNetwork } from './support/networks.js';

const BOARD = Board.of(5);
const RULES = RULE_PRESETS['tromp-taylor'];
const WEIGHTS = unwrap(readWeights(shippedWeights('linear', BOARD)));
const REQUEST: ThinkRequest = {
  visits: Infinity,
  playouts: Infinity,
  endsEarly: false,
  ownership: false,
  bans: [],
};

function laneFor(evaluator: Evaluator, capacity: number): Lane {
  return laneOf(evaluator, evaluator.batch(BOARD, capacity));
}

describe('a batch spread over evaluators', () => {
  const games = randomGames(BOARD, 7, new Random(5));

  it('gives each position the opinion that one evaluator has of it', async () => {
    const network = playable(randomNetwork({ blocks: 1, filters: 4, side: 5 }), 'random');
    const evaluators = [1, 2, 3].map(() => new NetworkEvaluator(network, cpuRuntime()));
    const whole = evaluators[0].batch(BOARD, games.length);
    for (const game of games) whole.add(game);
    await evaluators[0].evaluate(whole);
    const spread = new SpreadBatch(
      BOARD,
      evaluators.map((evaluator) => laneFor(evaluator, 4)),
    );
    for (const positions of [7, 5, 1]) {
      spread.expect(positions);
      for (const [row, game] of games.slice(0, positions).entries()) {
        assert.equal(spread.add(game), row);
      }
      await spread.evaluate();
      const moves = positions * (BOARD.area + 1);
      assertClose(spread.policy.subarray(0, moves), whole.policy.subarray(0, moves));
      assertClose(spread.value.subarray(0, positions), whole.value.subarray(0, positions));
      spread.clear();
    }
  });

  it('gives lanes even shares, and begins those of other threads early', () => {
    const begun: number[] = [];
    const lanes = [0, 1, 2].map((lane) => {
      const { batch } = laneFor(fakeEvaluator(hashedOpinions), 4);
      return {
        batch,
        begin: () => {
          begun.push(lane);
          return undefined;
        },
      };
    });
    const spread = new SpreadBatch(BOARD, lanes);
    spread.expect(6);
    const begunAfter = games.slice(0, 6).map((game) => (spread.add(game), begun.length));
    assert.deepEqual(begunAfter, [0, 0, 1, 1, 2, 2]);
    assert.deepEqual(
      lanes.map(({ batch }) => batch.size),
      [2, 2, 2],
    );
  });

  it('fails where a lane fails', async () => {
    const lanes = [true, false].map((fails) => ({
      ...laneFor(fakeEvaluator(hashedOpinions), 4),
      begin: () => (fails ? Promise.reject(new Error('no power')) : undefined),
    }));
    const spread = new SpreadBatch(BOARD, lanes);
    spread.add(games[0]);
    await assert.rejects(spread.evaluate(), /no power/);
  });
});

/** Saves and loads the position of a game, after which playouts draw from its points in a new order. */
function reload({ position }: Game): void {
  const snapshot = new Int32Array(snapshotWords(BOARD));
  position.save(snapshot, 0);
  position.load(snapshot, 0);
}

describe('a thread of playouts', () => {
  it('judges as the evaluator with its seed would', (t) => {
    const thread = new RolloutThread(BOARD, 8, { weights: WEIGHTS, seed: 42 });
    t.after(() => thread.close());
    const evaluator = rolloutEvaluator(new Random(42), 1, softmaxPolicy(WEIGHTS));
    const batch = evaluator.batch(BOARD, 8);
    for (let round = 0; round < 3; round++) {
      for (const game of randomGames(BOARD, 6, new Random(round))) {
        game.rules = { ...game.rules, komi: round - 1 };
        reload(game);
        thread.batch.add(game);
        batch.add(game);
      }
      thread.begin();
      thread.finish();
      void evaluator.evaluate(batch);
      assert.deepEqual(thread.batch.value.slice(0, 6), batch.value.slice(0, 6));
      assert.deepEqual(thread.batch.score.slice(0, 6), batch.score!.slice(0, 6));
      thread.batch.clear();
      batch.clear();
    }
  });
});

describe('a game as a message', () => {
  const games = randomGames(BOARD, 20, new Random(9));

  it('is the same game on the other side', () => {
    for (const game of games) {
      const restored = restoreGame(structuredClone(copyGame(game)));
      assert.deepEqual(copyGame(restored), copyGame(game));
      assert.equal(restored.position.hashLow, game.position.hashLow);
    }
  });

  it('may have either player to move', () => {
    for (const color of [BLACK, WHITE] as const) {
      const game = restoreGame(copyGame(games[0], color));
      assert.equal(game.toMove, color);
      assert.equal(game.length, games[0].length);
    }
  });

  it('can be turned, and turned back', () => {
    for (const game of games) {
      for (let symmetry = 0; symmetry < 8; symmetry++) {
        const there = turnGame(copyGame(game), symmetry);
        assert.deepEqual(turnGame(there, inverseSymmetry(symmetry)), copyGame(game));
      }
    }
  });
});

describe('a judge', () => {
  it('by a network sees a position under a symmetry, and tells of it as it is', async () => {
    const saved = randomNetwork({ blocks: 1, filters: 4, side: 5 });
    const options = { device: 'cpu', threads: 2, seed: 1 } as const;
    const judge = unwrap(await openNetworkJudge(saved, 'random', BOARD, options));
    const game = randomGames(BOARD, 1, new Random(3))[0];
    const { policy, value, ownership } = await judge.evaluate(game, 5);
    const seen = await judge.evaluate(restoreGame(turnGame(copyGame(game), 5)));
    const map = symmetryMap(BOARD, 5);
    assertClose(
      policy,
      policy.map((_, point) => seen.policy[map[point]]),
    );
    assert.ok(Math.abs(value - seen.value) < 1e-6);
    assert.equal(ownership.length, BOARD.area);
    assert.match(judge.description, /2 times$/);
    await judge.close();
  });

  it('by playouts knows who owns a divided board', async () => {
    const game = new Game(BOARD, RULES);
    for (let y = 0; y < 5; y++) {
      game.play(BOARD.point(1, y), BLACK);
      game.play(BOARD.point(3, y), WHITE);
    }
    const judge = rolloutJudge(BOARD, WEIGHTS, { threads: 2, seed: 1 });
    const { ownership, value } = await judge.evaluate(game);
    assert.ok(ownership[0] > 0.3 && ownership[4] < -0.3);
    assert.ok(value < -0.5, 'komi decides');
    await judge.close();
  });
});

describe('thinking', () => {
  const game = new Game(BOARD, RULES);
  const batch = (): SpreadBatch =>
    new SpreadBatch(BOARD, [laneFor(fakeEvaluator(hashedOpinions), 8)]);

  /** Thinks about the empty board. */
  async function thought(request: Partial<ThinkRequest>, stopped = () => false, nodes = 5000) {
    const thinker = new Thinker(game, PUCT_SETTINGS, nodes);
    thinker.begin(game, { visits: request.visits ?? Infinity });
    let reports = 0;
    const company = {
      stopped,
      report: () => {
        reports++;
      },
    };
    await think(thinker, batch(), { ...REQUEST, ...request }, company);
    return { tree: thinker.search.tree, reports, thinker };
  }

  it('ends after so many visits, kept ones among them or not', async () => {
    assert.equal((await thought({ visits: 300 })).tree.visits[ROOT], 300);
    const { tree, thinker } = await thought({ playouts: 200 });
    assert.equal(tree.visits[ROOT], 200);
    thinker.begin(game, { visits: Infinity });
    const company = { stopped: () => false, report: () => undefined };
    await think(thinker, batch(), { ...REQUEST, playouts: 50 }, company);
    assert.equal(tree.visits[ROOT], 250);
    await think(thinker, batch(), { ...REQUEST, visits: 260 }, company);
    assert.equal(tree.visits[ROOT], 260);
  });

  it('evaluates the position once, even if there is no time at all', async () => {
    const { tree } = await thought({ deadline: { planned: 0, most: 0 } });
    assert.ok(tree.visits[ROOT] >= 1);
    const report = reportOf(tree, PUCT_SETTINGS);
    assert.equal(report.moves.length, BOARD.area + 1);
  });

  it('ends when it is stopped, and when the tree is full', async () => {
    let asked = 0;
    const { tree } = await thought({}, () => ++asked > 5);
    assert.ok(tree.visits[ROOT] > 0 && tree.visits[ROOT] < 100);
    const full = await thought({}, () => false, 100);
    assert.ok(full.tree.visits[ROOT] >= 99);
  });

  it('ends at the deadline', async () => {
    const end = now() + 60;
    const { reports } = await thought({ deadline: { planned: end, most: end }, interval: 10 });
    assert.ok(now() >= end - 30);
    assert.ok(reports >= 1);
  });

  it('ends early only where no other move can become the most visited', async () => {
    const early = await thought({ visits: 1000, endsEarly: true });
    const { moves, visits } = reportOf(early.tree, PUCT_SETTINGS);
    if (visits < 1000) assert.ok(moves[0].visits - moves[1].visits > 1000 - visits);
    const late = await thought({ visits: 1000 });
    assert.equal(moves[0].move, reportOf(late.tree, PUCT_SETTINGS).moves[0].move);
    // Where there is but one move, nothing needs to be thought about.
    const all = Array.from({ length: BOARD.area }, (_, point) => point);
    const ban: Ban = { color: BLACK, points: all, depth: 1 };
    const forced = await thought({ visits: 1000, endsEarly: true, bans: [ban] });
    assert.ok(forced.tree.visits[ROOT] < 20);
    assert.equal(reportOf(forced.tree, PUCT_SETTINGS).moves[0].move, BOARD.pass);
  });

  it('does not make moves that are banned', async () => {
    const free = reportOf((await thought({ visits: 200 })).tree, PUCT_SETTINGS);
    const best = free.moves[0].move;
    const ban = (color: 1 | 2): Ban => ({ color, points: [best], depth: 1 });
    const banned = reportOf((await thought({ visits: 200, bans: [ban(1)] })).tree, PUCT_SETTINGS);
    assert.ok(banned.moves.every(({ move }) => move !== best));
    const other = reportOf((await thought({ visits: 200, bans: [ban(2)] })).tree, PUCT_SETTINGS);
    assert.deepEqual(other.moves[0], free.moves[0]);
  });

  it('does not make them further on either, for as many moves as they are banned', async () => {
    const point = BOARD.point(2, 2);
    const bans: Ban[] = [
      { color: BLACK, points: [point], depth: 3 },
      { color: WHITE, points: [point], depth: 2 },
    ];
    const { tree } = await thought({ visits: 2000, bans });
    const depths = new Set<number>();
    const look = (node: number, depth: number): void => {
      for (let edge = tree.first[node]; edge < tree.first[node] + tree.count[node]; edge++) {
        if (tree.move[edge] === point) depths.add(depth);
        if (tree.child[edge] !== NONE) look(tree.child[edge], depth + 1);
      }
    };
    look(ROOT, 0);
    assert.ok(depths.has(3), 'White may, three moves on');
    assert.ok(![0, 1, 2].some((depth) => depths.has(depth)));
  });

  it('reports lines whose visits fall, and bounds below values', async () => {
    const { tree } = await thought({ visits: 500 });
    const { moves, visits } = reportOf(tree, PUCT_SETTINGS);
    assert.equal(
      moves.reduce((sum, move) => sum + move.visits, 1),
      visits,
    );
    for (const { move, line, lineVisits, value, lcb, visits: own } of moves) {
      assert.equal(line[0], move);
      assert.equal(line.length, lineVisits.length);
      assert.equal(lineVisits[0], own);
      assert.deepEqual(
        lineVisits,
        [...lineVisits].sort((a, b) => b - a),
      );
      assert.ok(lcb < value);
    }
  });

  it('puts the surest move first where that is how to choose', async () => {
    const { tree } = await thought({ visits: 500 });
    const settings = { ...PUCT_SETTINGS, lowerBound: { deviations: 5, leastShare: 0 } };
    const { moves } = reportOf(tree, settings);
    assert.equal(moves[0].lcb, Math.max(...moves.map(({ lcb }) => lcb)));
  });
});

function assertClose(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  for (const [i, x] of actual.entries()) assert.ok(Math.abs(x - expected[i]) < 1e-5, `${i}: ${x}`);
}
