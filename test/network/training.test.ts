import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { emitInference } from '../../network/onnx/inference.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { ADAMW, SGD } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_SCHEDULE, learningRate } from '../../network/training/schedule.js';
import { nextName } from '../../network/training/slots.js';
import { ALPHAGO_ZERO_TRAINING, type TrainingSettings } from '../../network/training/settings.js';
import { buildSplitStep, gradientName, observedName } from '../../network/training/split-step.js';
import { buildTrainingStep, type TrainingStep } from '../../network/training/step.js';
import { averageName, LEARNING_RATE } from '../../network/training/update.js';
import { denseWeights, randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { compile, loadModel } from './support/onnx.js';
import { assertClose, type Dense, type DenseMap } from './support/tensors.js';
import { runTfjs, tfjsGradients } from './support/tfjs.js';
import { Trainer } from './support/trainer.js';

const BOARD = { height: 4, width: 3 };
const RATE = 0.05;

interface Setting {
  readonly step: TrainingStep;
  readonly weights: Tensors;
  readonly batches: readonly DenseMap[];
}

function setUp(changes: Partial<TrainingSettings>, steps = 2): Setting {
  const step = buildTrainingStep(smallSpec(), BOARD, { ...ALPHAGO_ZERO_TRAINING, ...changes });
  const random = new Random(3);
  const weights = trainedWeights(step.network.weights, random);
  const batches = Array.from({ length: steps }, () => randomBatch(step.network, 4, random));
  return { step, weights, batches };
}

/** tfjs's own gradients of the step's loss, by weight. */
function referenceGradients(
  { step }: Setting,
  slots: ReadonlyMap<string, Dense>,
  batch: DenseMap,
): Map<string, Float32Array> {
  const names = step.parameters.map(({ weight }) => weight.attributes.name);
  const gradients = tfjsGradients(step.loss.total, names, new Map([...slots, ...batch]));
  return new Map(names.map((name, i) => [name, gradients[i].data]));
}

function norm(vectors: Iterable<Float32Array>): number {
  let sum = 0;
  for (const vector of vectors) for (const x of vector) sum += x * x;
  return Math.sqrt(sum);
}

/** Trains for two steps beside `update`, which is told the reference gradients of each. */
async function compareSteps(
  setting: Setting,
  update: (weights: Map<string, Float32Array>, gradients: Map<string, Float32Array>) => void,
): Promise<Trainer> {
  const trainer = await Trainer.start(setting.step, setting.weights);
  const expected = new Map([...setting.weights].map(([name, data]) => [name, data.slice()]));
  for (const batch of setting.batches) {
    const gradients = referenceGradients(setting, trainer.slots, batch);
    const results = await trainer.train(batch, RATE);
    assert.ok(Math.abs(results.get('gradientNorm')! / norm(gradients.values()) - 1) < 1e-4);
    update(expected, gradients);
    for (const name of gradients.keys()) {
      assertClose(trainer.slots.get(name)!.data, expected.get(name)!, 1e-4, name, 0.1);
    }
  }
  return trainer;
}

describe('optimisers', () => {
  it('SGD moves weights by a velocity that gathers gradients', async () => {
    const setting = setUp({ optimiser: SGD });
    const velocity = new Map<string, Float32Array>();
    await compareSteps(setting, (weights, gradients) => {
      for (const [name, gradient] of gradients) {
        const old = velocity.get(name);
        const next = gradient.map((g, i) => 0.9 * (old?.[i] ?? 0) + g);
        velocity.set(name, next);
        weights.get(name)!.forEach((w, i, data) => (data[i] = w - RATE * next[i]));
      }
    });
  });

  it('AdamW corrects its averages for the start, and decays kernels alone', async () => {
    const optimiser = { ...ADAMW, weightDecay: 0.1, epsilon: 1e-3 };
    const setting = setUp({ optimiser, l2: 0 });
    const kernels = new Set(
      setting.step.network.weights.filter((w) => w.shape.length >= 2).map((w) => w.name),
    );
    const memory = new Map<string, { m: Float64Array; v: Float64Array }>();
    let time = 0;
    await compareSteps(setting, (weights, gradients) => {
      time++;
      for (const [name, gradient] of gradients) {
        const size = gradient.length;
        const { m, v } = memory.get(name) ?? {
          m: new Float64Array(size),
          v: new Float64Array(size),
        };
        memory.set(name, { m, v });
        const decay = kernels.has(name) ? 0.1 : 0;
        weights.get(name)!.forEach((w, i, data) => {
          m[i] = 0.9 * m[i] + 0.1 * gradient[i];
          v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2;
          const step = m[i] / (1 - 0.9 ** time) / (Math.sqrt(v[i] / (1 - 0.999 ** time)) + 1e-3);
          data[i] = w - RATE * (step + decay * w);
        });
      }
    });
  });

  it('clipping shortens all gradients together to the limit', async () => {
    const limit = 0.25;
    const optimiser = { type: 'sgd', momentum: 0 } as const;
    const setting = setUp({ optimiser, clipNorm: limit }, 1);
    await compareSteps(setting, (weights, gradients) => {
      const length = norm(gradients.values());
      assert.ok(length > limit, 'nothing to clip');
      for (const [name, gradient] of gradients) {
        const factor = (RATE * limit) / length;
        weights.get(name)!.forEach((w, i, data) => (data[i] = w - factor * gradient[i]));
      }
    });
  });

  it('clipping leaves shorter gradients alone', async () => {
    const optimiser = { type: 'sgd', momentum: 0 } as const;
    await compareSteps(setUp({ optimiser, clipNorm: 1e6 }, 1), (weights, gradients) => {
      for (const [name, gradient] of gradients) {
        weights.get(name)!.forEach((w, i, data) => (data[i] = w - RATE * gradient[i]));
      }
    });
  });

  it('the penalty reaches every weight, or kernels alone', () => {
    const countOf = (l2Over: 'all' | 'kernels') => {
      const { step, weights } = setUp({ l2: 1, l2Over });
      const zero = { policy: 0, value: 0, ownership: 0, score: 0 };
      const settings = { ...ALPHAGO_ZERO_TRAINING, l2: 1, l2Over, lossWeights: zero };
      const bare = buildTrainingStep(step.network.spec, BOARD, settings);
      const leaves = denseWeights(bare.network, weights);
      const batch = randomBatch(bare.network, 2, new Random(1));
      const [loss] = runTfjs([bare.loss.total], new Map([...leaves, ...batch]));
      return loss.data[0];
    };
    const { step, weights } = setUp({});
    const learned = step.network.weights.filter((weight) => weight.trainable);
    const square = (names: readonly { name: string }[]) =>
      norm(names.map(({ name }) => weights.get(name)!)) ** 2;
    assert.ok(Math.abs(countOf('all') / square(learned) - 1) < 1e-4);
    const kernels = learned.filter((weight) => weight.shape.length >= 2);
    assert.ok(Math.abs(countOf('kernels') / square(kernels) - 1) < 1e-4);
  });
});

describe('running statistics and averages', () => {
  it('follow the batch and the weights at their own pace', async () => {
    const setting = setUp({ statisticsDecay: 0.75, averageDecay: 0.5 }, 1);
    const trainer = await Trainer.start(setting.step, setting.weights);
    const { observations } = setting.step.network;
    const leaves = new Map([...trainer.slots, ...setting.batches[0]]);
    const observed = runTfjs(
      observations.map((observation) => observation.observed),
      leaves,
    );
    await trainer.train(setting.batches[0], RATE);
    for (const [i, { statistic }] of observations.entries()) {
      const { name } = statistic.attributes;
      const old = setting.weights.get(name)!;
      const expected = old.map((x, j) => 0.75 * x + 0.25 * observed[i].data[j]);
      assertClose(trainer.slots.get(name)!.data, expected, 1e-5, name);
    }
    for (const [name, old] of setting.weights) {
      const next = trainer.slots.get(name)!.data;
      // Of what was before the first step, a tenth is kept.
      const expected = old.map((x, j) => 0.1 * x + 0.9 * next[j]);
      assertClose(trainer.slots.get(averageName(name))!.data, expected, 1e-5, name);
    }
  });
});

describe('the loss', () => {
  it("is AlphaGo Zero's, with ownership and score beside it", () => {
    const pooled = { type: 'global-pooling', filters: 3 };
    const heads = {
      policy: pooled,
      value: pooled,
      ownership: { type: 'convolution' },
      score: pooled,
    };
    const settings = { ...ALPHAGO_ZERO_TRAINING, l2: 0.01 };
    const step = buildTrainingStep(smallSpec({ heads }), BOARD, settings);
    const random = new Random(8);
    const weights = trainedWeights(step.network.weights, random);
    const batch = randomBatch(step.network, 4, random);
    const leaves = new Map([...denseWeights(step.network, weights), ...batch]);
    const [logits, value, ownership, score] = runTfjs(Object.values(step.network.heads), leaves);
    const mean = (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0) / terms.length;
    const compare = (name: string, { data }: Dense, term: (said: number, was: number) => number) =>
      mean([...data].map((said, i) => term(said, batch.get(`target.${name}`)!.data[i])));

    const moves = logits.shape[1];
    const sums = [0, 1, 2, 3].map((row) =>
      Math.log(
        logits.data
          .subarray(row * moves, (row + 1) * moves)
          .reduce((sum, logit) => sum + Math.exp(logit), 0),
      ),
    );
    const target = batch.get('target.policy')!.data;
    const policy = -target.reduce(
      (sum, p, i) => sum + p * (logits.data[i] - sums[Math.floor(i / moves)]),
      0,
    );
    const learned = step.parameters.map(({ weight }) => weights.get(weight.attributes.name)!);
    const expected =
      policy / 4 +
      compare('value', value, (v, z) => (z - v) ** 2) +
      0.15 * compare('ownership', ownership, (o, t) => (t - o) ** 2) +
      0.02 * compare('score', score, (s, t) => Math.hypot(1, (t - s) / 10) - 1) +
      0.01 * norm(learned) ** 2;
    const [loss] = runTfjs([step.loss.total], leaves);
    assert.ok(Math.abs(loss.data[0] / expected - 1) < 1e-5, `${loss.data[0]}, not ${expected}`);
  });
});

describe('training', () => {
  it('goes on from a snapshot exactly as without one', async () => {
    for (const optimiser of [SGD, ADAMW]) {
      const { step, weights, batches } = setUp({ optimiser, averageDecay: 0.9 }, 4);
      const whole = await Trainer.start(step, weights);
      for (const batch of batches) await whole.train(batch, RATE);
      const first = await Trainer.start(step, weights);
      for (const batch of batches.slice(0, 2)) await first.train(batch, RATE);
      const second = await Trainer.resume(step, first.snapshot());
      for (const batch of batches.slice(2)) await second.train(batch, RATE);
      assert.deepEqual(second.snapshot(), whole.snapshot());
    }
  });

  it('is the same step on tfjs', async () => {
    const settings = { optimiser: ADAMW, averageDecay: 0.9, clipNorm: 1 };
    const { step, weights, batches } = setUp(settings, 1);
    const trainer = await Trainer.start(step, weights);
    const rate = { shape: [], data: Float32Array.of(RATE) };
    const leaves = new Map([...trainer.slots, ...batches[0]]).set(LEARNING_RATE, rate);
    const nexts = runTfjs(
      step.slots.map((slot) => slot.next),
      leaves,
    );
    await trainer.train(batches[0], RATE);
    for (const [i, { name }] of step.slots.entries()) {
      assertClose(trainer.slots.get(name)!.data, nexts[i].data, 1e-4, name);
    }
  });

  it("by the mean of two workers' gradients is training on both parts at once", async () => {
    const spec = smallSpec({ normalisation: { type: 'group', groups: 2 } });
    const settings = { ...ALPHAGO_ZERO_TRAINING, clipNorm: 0.5 };
    const whole = buildTrainingStep(spec, BOARD, settings);
    const split = buildSplitStep(spec, BOARD, settings);
    const random = new Random(4);
    const weights = trainedWeights(whole.network.weights, random);
    const batch = randomBatch(whole.network, 6, random);
    const trainer = await Trainer.start(whole, weights);
    const before = new Map(trainer.slots);
    await trainer.train(batch, RATE);

    const worker = await compile(split.gradientOutputs);
    const parts = await Promise.all(
      [0, 3].map((start) => worker.run(new Map([...before, ...rows(batch, start, start + 3)]))),
    );
    const rate = { shape: [], data: Float32Array.of(RATE) };
    const feeds = new Map([...before, ...meanOf(parts)]).set(LEARNING_RATE, rate);
    const updated = await (await compile(split.updateOutputs)).run(feeds);
    for (const { name } of whole.slots) {
      const expected = trainer.slots.get(name)!.data;
      assertClose(updated.get(nextName(name))!.data, expected, 1e-5, name);
    }
  });

  it('in two graphs observes the same statistics as in one', async () => {
    const { step, weights, batches } = setUp({}, 1);
    const split = buildSplitStep(step.network.spec, BOARD, ALPHAGO_ZERO_TRAINING);
    const trainer = await Trainer.start(step, weights);
    const before = new Map(trainer.slots);
    await trainer.train(batches[0], RATE);
    const results = await (
      await compile(split.gradientOutputs)
    ).run(new Map([...before, ...batches[0]]));
    const rate = { shape: [], data: Float32Array.of(RATE) };
    const feeds = new Map([...before, ...results]).set(LEARNING_RATE, rate);
    const updated = await (await compile(split.updateOutputs)).run(feeds);
    assert.ok(results.has(observedName('stem.mean')) && results.has(gradientName('stem.weight')));
    for (const { name } of step.slots) {
      const expected = trainer.slots.get(name)!.data;
      assertClose(updated.get(nextName(name))!.data, expected, 1e-5, name);
    }
  });

  it('learns 64 positions by heart, and plays them so with folded running statistics', async () => {
    const board = { height: 5, width: 5 };
    const spec = smallSpec({ stem: { filters: 16 }, trunk: [{ type: 'residual', count: 2 }] });
    const settings = { ...ALPHAGO_ZERO_TRAINING, l2: 0, statisticsDecay: 0.9 };
    const step = buildTrainingStep(spec, board, settings, 64);
    const random = new Random(2);
    const batch = randomBatch(step.network, 64, random);
    batch.set('target.policy', oneHot(64, 26, random));
    const trainer = await Trainer.start(step, initialiseWeights(step.network.weights, random));
    let results = new Map<string, number>();
    for (let i = 0; i < 300; i++) results = await trainer.train(batch, i < 200 ? 0.05 : 0.005);
    assert.ok(results.get('loss.policy')! < 0.05, `policy loss ${results.get('loss.policy')}`);
    assert.ok(results.get('loss.value')! < 0.01, `value loss ${results.get('loss.value')}`);

    const played = await (
      await loadModel(emitInference(spec, board, trainer.snapshot()))
    ).run(batch);
    const outcomes = batch.get('target.value')!.data;
    assertClose(played.get('value')!.data, outcomes, 0.3, 'value');
  });
});

/** Entries `start` to `end` of every tensor of a batch. */
function rows(batch: DenseMap, start: number, end: number): Map<string, Dense> {
  return new Map(
    [...batch].map(([name, { shape, data }]) => {
      const size = data.length / shape[0];
      const part = data.slice(start * size, end * size);
      return [name, { shape: shape.with(0, end - start), data: part }];
    }),
  );
}

/** The mean of the same tensors from several workers. */
function meanOf(parts: readonly DenseMap[]): Map<string, Dense> {
  return new Map(
    [...parts[0]].map(([name, { shape, data }]) => [
      name,
      {
        shape,
        data: data.map((_, i) => {
          const sum = parts.reduce((total, part) => total + part.get(name)!.data[i], 0);
          return sum / parts.length;
        }),
      },
    ]),
  );
}

/** One move for each position. */
function oneHot(rows: number, moves: number, random: Random): Dense {
  const data = new Float32Array(rows * moves);
  for (let row = 0; row < rows; row++) data[row * moves + random.below(moves)] = 1;
  return { shape: [rows, moves], data };
}

describe('learning-rate schedule', () => {
  it('holds each rate from its step on', () => {
    const rates = [0, 399_999, 400_000, 599_999, 600_000, 700_000].map((step) =>
      learningRate(ALPHAGO_ZERO_SCHEDULE, step),
    );
    assert.deepEqual(rates, [1e-2, 1e-2, 1e-3, 1e-3, 1e-4, 1e-4]);
  });

  it('throws for a step before its first', () => {
    assert.throws(() => learningRate([{ from: 5, rate: 1 }], 4), /nothing of step 4/);
  });
});
