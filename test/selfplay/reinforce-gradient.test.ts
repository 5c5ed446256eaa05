import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyBits } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { Trainer } from '../../network/training/trainer.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { openSaved, openShared } from '../../selfplay/play/open-saved.js';
import { restrictPolicy } from '../../selfplay/play/policy-reader.js';
import { playEpisode, type Episode } from '../../selfplay/reinforce/game.js';
import { GradientModel } from '../../selfplay/reinforce/gradient-model.js';
import { pullsOf, weighed } from '../../selfplay/reinforce/pulls.js';
import { figuresOf, joinSpreads, meanOf, SpreadTally } from '../../selfplay/reinforce/spread.js';
import { smallPolicy } from './support/small-policy.js';

const BOARD = Board.of(4, 4);
const RULES = { ...RULE_PRESETS['tromp-taylor'], komi: 0.5 };

async function episodeOf(network: SavedNetwork, seed: number): Promise<Episode> {
  const evaluator = await openShared(network, 'policy', BOARD, 1);
  const table = {
    board: BOARD,
    rules: RULES,
    longest: 20,
    learner: evaluator,
    opponent: evaluator,
    isStopped: () => false,
  };
  const episode = await playEpisode(table, BLACK, new Random(seed));
  await evaluator.close();
  return episode!;
}

/** Σ A · log π(a|s) over the decisions of an episode, by the network as it plays. */
async function objective(
  network: SavedNetwork,
  { moves, decisions }: Episode,
  advantages: Float32Array,
): Promise<number> {
  const evaluator = await openSaved(network, 'policy', BOARD, 1);
  const batch = evaluator.batch(BOARD, 1);
  const game = new Game(BOARD, RULES);
  const policy = new Float32Array(BOARD.area + 1);
  let sum = 0;
  for (const [i, { ply, move }] of decisions.entries()) {
    while (game.length < ply) game.play(moves[game.length]);
    batch.clear();
    batch.add(game);
    await evaluator.evaluate(batch);
    restrictPolicy(game, batch.policy, 0, emptyBits(BOARD), policy);
    sum += advantages[i] * Math.log(policy[move]);
  }
  await evaluator.close();
  return sum;
}

function moved(weights: Tensors, direction: Tensors, distance: number): Tensors {
  return new Map(
    [...weights].map(([name, data]) => {
      const along = direction.get(name);
      return [name, along === undefined ? data : data.map((x, i) => x + distance * along[i])];
    }),
  );
}

describe('the policy gradient', () => {
  for (const normalisation of ['batch', 'none']) {
    it(`is that of Σ A · log π(a|s), as finite differences have it (${normalisation})`, async () => {
      const network = smallPolicy({ side: 4, normalisation, value: true });
      const episode = await episodeOf(network, 3);
      const random = new Random(5);
      const advantages = Float32Array.from(episode.decisions, () => 2 * random.float() - 1);
      const model = await GradientModel.open(network.spec, BOARD);
      const pulls = weighed(pullsOf(episode, BOARD, RULES, network.planes), advantages);
      const gradient = await model.gradient(network.weights, pulls);
      assert.ok(model.learned.every(({ name }) => !name.startsWith('value.')));
      for (const name of gradient.keys()) {
        const data = gradient.get(name)!;
        const direction = data.map(() => random.float() - 0.5);
        const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
        const unit = new Map([[name, direction.map((x) => x / length)]]);
        const at = (distance: number): Promise<number> =>
          objective(
            { ...network, weights: moved(network.weights, unit, distance) },
            episode,
            advantages,
          );
        const step = 2e-3; // small, for the kinks of ReLU, and large, for float32
        const slope = ((await at(step)) - (await at(-step))) / (2 * step);
        const told = -unit.get(name)!.reduce((sum, x, i) => sum + x * data[i], 0);
        const tolerance = 0.02 + 0.05 * Math.abs(slope);
        assert.ok(
          Math.abs(slope - told) < tolerance,
          `${name}: ${slope}, the gradient says ${told}`,
        );
      }
      await model.close();
    });
  }

  it('is that of the policy loss with advantages in the targets', async () => {
    const network = smallPolicy({ side: 4, normalisation: 'none' });
    const episode = await episodeOf(network, 8);
    const pulls = pullsOf(episode, BOARD, RULES, network.planes);
    const model = await GradientModel.open(network.spec, BOARD);
    const gradient = await model.gradient(network.weights, pulls);
    const rate = 0.5;
    const optimiser = { type: 'sgd', momentum: 0 } as const;
    const settings = { ...ALPHAGO_ZERO_TRAINING, optimiser, l2: 0 };
    const plan = { spec: network.spec, board: BOARD, settings, schedule: [{ from: 0, rate }] };
    const trainer = unwrap(await Trainer.start(plan, network.weights, { device: 'cpu' }));
    await trainer.train({ planes: pulls.planes, targets: { policy: pulls.pulls } });
    const after = await trainer.weights('latest');
    for (const [name, data] of gradient) {
      const before = network.weights.get(name)!;
      data.forEach((x, i) => {
        const expected = before[i] - (rate * x) / pulls.rows;
        assert.ok(Math.abs(after.get(name)![i] - expected) < 1e-4, name);
      });
    }
    await trainer.close();
    await model.close();
  });

  it('is the same in one part and in several', async () => {
    const network = smallPolicy({ side: 4 });
    const pulls = pullsOf(await episodeOf(network, 2), BOARD, RULES, network.planes);
    const times = Math.ceil(300 / pulls.rows); // more than are computed together
    const many = {
      rows: times * pulls.rows,
      planes: repeated(pulls.planes, times),
      pulls: repeated(pulls.pulls, times),
    };
    const model = await GradientModel.open(network.spec, BOARD);
    const once = await model.gradient(network.weights, pulls);
    const often = await model.gradient(network.weights, many);
    for (const [name, data] of once) {
      data.forEach((x, i) => {
        const got = often.get(name)![i];
        assert.ok(Math.abs(got - times * x) < 1e-2 + 1e-3 * Math.abs(times * x), `${name} ${got}`);
      });
    }
    await model.close();
  });
});

function repeated(data: Float32Array, times: number): Float32Array {
  const all = new Float32Array(times * data.length);
  for (let i = 0; i < times; i++) all.set(data, i * data.length);
  return all;
}

describe('an episode', () => {
  it('has every decision of the learner, drawn from a policy over moves that it may make', async () => {
    const network = smallPolicy({ side: 4 });
    const { moves, decisions } = await episodeOf(network, 4);
    const game = new Game(BOARD, RULES);
    let next = 0;
    for (const [ply, move] of moves.entries()) {
      if (game.toMove === BLACK) {
        const decision = decisions[next++];
        assert.equal(decision.ply, ply);
        assert.equal(decision.move, move);
        const sum = decision.policy.reduce((a, b) => a + b);
        assert.ok(Math.abs(sum - 1) < 1e-5);
        for (const [point, share] of decision.policy.entries()) {
          if (share === 0 || point === BOARD.pass) continue;
          assert.ok(game.isLegal(point));
          assert.ok(game.position.isSensible(BOARD.cellOf[point]));
        }
      }
      game.play(move);
    }
    assert.equal(next, decisions.length);
  });

  it('leaves nothing but a pass to who has nothing but eyes', () => {
    const board = Board.of(3, 3);
    const game = new Game(board, RULES);
    for (const point of [1, 2, 3, 4, 5, 6, 7]) {
      game.play(point);
      game.play(board.pass);
    }
    const out = new Float32Array(10);
    restrictPolicy(game, new Float32Array(10).fill(0.1), 0, emptyBits(board), out);
    assert.deepEqual([...out], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    // White may not play into the eyes either: that would be suicide.
    game.play(board.pass);
    restrictPolicy(game, new Float32Array(10), 0, emptyBits(board), out);
    assert.equal(out[board.pass], 1);
  });

  it('is the same again with the same seed', async () => {
    const network = smallPolicy({ side: 4 });
    const [one, same, other] = [9, 9, 10].map((seed) => episodeOf(network, seed));
    assert.deepEqual((await one).moves, (await same).moves);
    assert.notDeepEqual((await one).moves, (await other).moves);
  });
});

describe('the spread of gradients', () => {
  const gradient = (...data: number[]) => new Map([['w', Float32Array.from(data)]]);

  it('has mean and variance as worked out by hand', () => {
    const tally = SpreadTally.like(gradient(0, 0));
    tally.add(gradient(1, 0));
    tally.add(gradient(3, 0));
    tally.add(gradient(1, 1), 2);
    const { norm, variance } = figuresOf(tally.spread);
    // Gradients (1,0), (3,0), (2,2): mean (2, 2/3), squares of distances 13/9, 13/9 and 16/9.
    assert.ok(Math.abs(norm - Math.sqrt(4 + 4 / 9)) < 1e-6);
    assert.ok(Math.abs(variance - (13 / 9 + 13 / 9 + 16 / 9) / 2) < 1e-6);
    assert.deepEqual([...meanOf(tally.spread).get('w')!], [...Float32Array.of(2, 2 / 3)]);
  });

  it('adds up from parts', () => {
    const parts = [0, 1].map((part) => {
      const tally = SpreadTally.like(gradient(0));
      for (let i = 0; i < 3; i++) tally.add(gradient(part + i));
      return tally.spread;
    });
    const whole = SpreadTally.like(gradient(0));
    for (const x of [0, 1, 2, 1, 2, 3]) whole.add(gradient(x));
    assert.deepEqual(figuresOf(joinSpreads(parts)), figuresOf(whole.spread));
  });

  it('is narrower with a baseline, by what theory says', () => {
    // Games won with probability 0.8 and independent directions of length 1: the variance under
    // z − b is E(z − b)², which is 1 without a baseline and 1 − 0.6² with the mean outcome for one.
    const random = new Random(11);
    const [none, mean] = [0, 0.6].map(() => SpreadTally.like(gradient(0, 0)));
    for (let game = 0; game < 20_000; game++) {
      const z = random.float() < 0.8 ? 1 : -1;
      const angle = 2 * Math.PI * random.float();
      const direction = gradient(Math.cos(angle), Math.sin(angle));
      none.add(direction, z);
      mean.add(direction, z - 0.6);
    }
    assert.ok(Math.abs(figuresOf(none.spread).variance - 1) < 0.02);
    assert.ok(Math.abs(figuresOf(mean.spread).variance - 0.64) < 0.02);
  });
});
