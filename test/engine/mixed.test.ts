import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { mixedEvaluator } from '../../engine/evaluators/mixed.js';
import { playedOut, rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { UNIFORM_ROLLOUTS } from '../../engine/rollouts/uniform.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { fakeEvaluator } from './fake-evaluator.js';
import { randomGames } from '../network/support/positions.js';

const BOARD = Board.of(2, 2);
const POLICY = [0.1, 0.2, 0.3, 0.15, 0.25];

/** Says of every position that it is worth so much. */
function worth(value: number): Evaluator {
  return fakeEvaluator(() => ({ policy: POLICY, value }));
}

/** An evaluator that counts what it is asked, and answers only after a while. */
function counted(inner: Evaluator): Evaluator & { asked: number; closed: number } {
  return {
    asked: 0,
    closed: 0,
    description: inner.description,
    batch: (board, capacity) => inner.batch(board, capacity),
    async evaluate(batch) {
      await Promise.resolve();
      this.asked += batch.size;
      await inner.evaluate(batch);
    },
    async close() {
      this.closed++;
      await inner.close();
    },
  };
}

async function evaluated(evaluator: Evaluator, games = 3): Promise<Batch> {
  const batch = evaluator.batch(BOARD, 4);
  const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
  for (let i = 0; i < games; i++) {
    assert.equal(batch.add(game), i);
    game.play(i);
  }
  await evaluator.evaluate(batch);
  return batch;
}

describe('an evaluator by rollouts', () => {
  it('plays positions out as they were when they were added, one after the other', () => {
    const board = Board.of(5, 5);
    const games = randomGames(board, 6, new Random(3));
    const random = new Random(7);
    const rollout = UNIFORM_ROLLOUTS.on(board);
    const margins = games.map(({ position, toMove, rules }) => {
      rollout.begin(position);
      const margin = playedOut(rollout, random) - rules.komi;
      return toMove === BLACK ? margin : -margin;
    });
    const evaluator = rolloutEvaluator(new Random(7));
    const batch = evaluator.batch(board, 6);
    for (const game of games) {
      batch.add(game);
      game.tryPlay(board.pass);
    }
    void evaluator.evaluate(batch);
    assert.deepEqual([...batch.score!], margins);
    assert.deepEqual([...batch.value], margins.map(Math.sign));
  });
});

describe('a mixed evaluator', () => {
  it('mixes (1 − λ) · v + λ · z', async () => {
    const parts = { policy: worth(0.9), value: worth(0.4), rollouts: worth(-1) };
    for (const [lambda, expected] of [
      [0, 0.4],
      [0.25, 0.05],
      [0.5, -0.3],
      [1, -1],
    ]) {
      const { value, size } = await evaluated(mixedEvaluator({ ...parts, lambda }));
      assert.equal(size, 3);
      for (let row = 0; row < size; row++) assert.ok(Math.abs(value[row] - expected) < 1e-6);
    }
  });

  it('has the policy and, without a value network, the value of the one network', async () => {
    const policy = fakeEvaluator(({ length }) => ({ policy: POLICY, value: length / 10 }));
    const mixed = mixedEvaluator({ policy, rollouts: worth(1), lambda: 0.5 });
    const batch = await evaluated(mixed);
    assert.deepEqual([...batch.value.subarray(0, 3)], [...Float32Array.of(0.5, 0.55, 0.6)]);
    assert.deepEqual([...batch.policy.subarray(5, 10)], [...Float32Array.from(POLICY)]);
  });

  it('at λ = 0 says bit for bit what the dual network says, and plays no rollout', async () => {
    const random = new Random(7);
    const opinions = new Map<number, { policy: number[]; value: number }>();
    const dual = fakeEvaluator(({ length }) => {
      const known = opinions.get(length) ?? {
        policy: POLICY.map(() => random.float()),
        value: 2 * random.float() - 1,
      };
      opinions.set(length, known);
      return known;
    });
    const rollouts = counted(rolloutEvaluator(new Random(1)));
    const plain = await evaluated(dual);
    const mixed = await evaluated(mixedEvaluator({ policy: dual, rollouts, lambda: 0 }));
    assert.deepEqual(mixed.policy, plain.policy);
    assert.deepEqual(mixed.value, plain.value);
    assert.equal(rollouts.asked, 0);
  });

  it('passes on the margin that the value comes with', async () => {
    const value = (): Evaluator => rolloutEvaluator(new Random(3), 5);
    const plain = await evaluated(value());
    const mixed = await evaluated(mixedEvaluator({ policy: worth(0), value: value(), lambda: 0 }));
    assert.ok(plain.score !== undefined);
    assert.deepEqual(mixed.score, plain.score);
  });

  it('at λ = 1 asks no value network', async () => {
    const value = counted(worth(0.4));
    await evaluated(mixedEvaluator({ policy: worth(0), value, rollouts: worth(1), lambda: 1 }));
    assert.equal(value.asked, 0);
  });

  it('asks a dual network once for each position, and waits for all parts', async () => {
    const dual = counted(worth(0.4));
    const rollouts = counted(worth(-1));
    const batch = await evaluated(mixedEvaluator({ policy: dual, rollouts, lambda: 0.5 }));
    assert.equal(dual.asked, 3);
    assert.equal(rollouts.asked, 3);
    assert.ok(Math.abs(batch.value[2] + 0.3) < 1e-6);
  });

  it('begins with the value, which may be computed elsewhere, and plays rollouts last', async () => {
    const log: string[] = [];
    const logged = (name: string, inner: Evaluator): Evaluator => ({
      ...inner,
      evaluate: (batch) => {
        log.push(name);
        return inner.evaluate(batch);
      },
    });
    const parts = {
      policy: logged('policy', worth(0)),
      value: logged('value', counted(worth(0.4))),
      rollouts: rolloutEvaluator(new Random(1), 1, {
        ...UNIFORM_ROLLOUTS,
        on: (board) => {
          const rollout = UNIFORM_ROLLOUTS.on(board);
          const begin = rollout.begin.bind(rollout);
          rollout.begin = (...position) => {
            log.push('rollout');
            begin(...position);
          };
          return rollout;
        },
      }),
    };
    await evaluated(mixedEvaluator({ ...parts, lambda: 0.5 }), 2);
    assert.deepEqual(log, ['value', 'policy', 'rollout', 'rollout']);
  });

  it('forgets positions when it is cleared', async () => {
    const mixed = mixedEvaluator({ policy: worth(0.5), rollouts: worth(1), lambda: 0.5 });
    const batch = await evaluated(mixed);
    batch.clear();
    assert.equal(batch.size, 0);
    const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
    assert.equal(batch.add(game), 0);
    await mixed.evaluate(batch);
    assert.equal(batch.value[0], 0.75);
  });

  it('closes its parts, each once', async () => {
    const dual = counted(worth(0));
    const rollouts = counted(worth(0));
    await mixedEvaluator({ policy: dual, rollouts, lambda: 0 }).close();
    assert.deepEqual([dual.closed, rollouts.closed], [1, 1]);
  });

  it('refuses a λ outside of [0, 1], and rollouts that are not there', () => {
    for (const lambda of [-0.1, 1.1, NaN]) {
      assert.throws(
        () => mixedEvaluator({ policy: worth(0), rollouts: worth(0), lambda }),
        RangeError,
      );
    }
    assert.throws(() => mixedEvaluator({ policy: worth(0), lambda: 0.5 }), RangeError);
  });
});
