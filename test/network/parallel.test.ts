import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { AsynchronousTrainer } from '../../network/training/parallel/asynchronous.js';
import { splitRows } from '../../network/training/parallel/batches.js';
import { SynchronousTrainer } from '../../network/training/parallel/synchronous.js';
import type { Programs } from '../../network/training/parallel/threads.js';
import { ALPHAGO_ZERO_TRAINING, type TrainingSettings } from '../../network/training/settings.js';
import { initialSlots, nextName } from '../../network/training/slots.js';
import { buildSplitStep, type SplitStep } from '../../network/training/split-step.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { LEARNING_RATE } from '../../network/training/update.js';
import { randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { compile } from './support/onnx.js';
import { assertClose, type Dense, type DenseMap } from './support/tensors.js';
import { Trainer } from './support/trainer.js';

const BOARD = { height: 4, width: 3 };
const RATE = 0.05;
const GROUPS = smallSpec({ normalisation: { type: 'group', groups: 2 } });
const SETTINGS = { ...ALPHAGO_ZERO_TRAINING, clipNorm: 0.5, averageDecay: 0.9 };

type Data = Map<string, Float32Array>;

const dataOf = (batch: DenseMap): Data =>
  new Map([...batch].map(([name, { data }]) => [name, data]));

interface Setting {
  readonly step: SplitStep;
  readonly slots: Data;
  readonly batches: readonly DenseMap[];
}

function setUp(spec = GROUPS, sizes: readonly number[] = [], settings = SETTINGS): Setting {
  const step = buildSplitStep(spec, BOARD, settings);
  const random = new Random(11);
  const slots = initialSlots(step.slots, trainedWeights(step.network.weights, random));
  const batches = sizes.map((size) => randomBatch(step.network, size, random));
  return { step, slots, batches };
}

/** Compares with a training that takes whole batches in one session. */
async function compareWhole(
  { step, slots, batches }: Setting,
  settings: TrainingSettings,
  train: (batch: Data) => Promise<ReadonlyMap<string, number>>,
): Promise<Data> {
  const whole = buildTrainingStep(step.network.spec, BOARD, settings);
  const reference = await Trainer.resume(whole, slots);
  for (const batch of batches) {
    const expected = await reference.train(batch, RATE);
    const actual = await train(dataOf(batch));
    assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
    for (const [name, x] of expected)
      assertClose(Float32Array.of(actual.get(name)!), Float32Array.of(x), 1e-5, name);
  }
  return reference.snapshot();
}

function assertSame(actual: Data, expected: Data, tolerance: number): void {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
  for (const [name, data] of expected) assertClose(actual.get(name)!, data, tolerance, name);
}

describe('training on several threads in step', () => {
  it('takes the step of the whole batch, however it is shared out', async () => {
    const setting = setUp(GROUPS, [6, 7, 1]);
    const trainer = await SynchronousTrainer.start(setting.step, setting.slots, 2);
    const expected = await compareWhole(setting, SETTINGS, (batch) => trainer.train(batch, RATE));
    assertSame(await trainer.snapshot(), expected, 1e-5);
    assert.match(trainer.description, /^ONNX Runtime .*, in each of 2 workers, in step$/);
    await trainer.close();
  });

  it('normalises each part of the batch by itself', async () => {
    const { step, slots, batches } = setUp(smallSpec(), [5]);
    const trainer = await SynchronousTrainer.start(step, slots, 2);
    await trainer.train(dataOf(batches[0]), RATE);
    assertSame(await trainer.snapshot(), await stepByParts(step, slots, batches[0], [2, 3]), 1e-5);
    await trainer.close();
  });

  it('refuses a batch that lacks something, and goes on with the next', async () => {
    const { step, slots, batches } = setUp(GROUPS, [4]);
    const trainer = await SynchronousTrainer.start(step, slots, 2);
    const batch = dataOf(batches[0]);
    const partial = new Map(batch);
    partial.delete('target.value');
    await assert.rejects(trainer.train(partial, RATE), /the batch has no target\.value/);
    partial.set('target.value', new Float32Array(3));
    await assert.rejects(trainer.train(partial, RATE), /the same rows.*planes 4.*target\.value 3/);
    const under = trainer.train(batch, RATE);
    await assert.rejects(trainer.train(batch, RATE), /a step is under way/);
    assert.ok(Number.isFinite((await under).get('loss')));
    await trainer.close();
    await assert.rejects(trainer.train(batch, RATE), /the training is closed/);
  });

  it('shares rows out evenly, and none twice', () => {
    assert.deepEqual(splitRows(7, 3), [
      { start: 0, count: 2 },
      { start: 2, count: 2 },
      { start: 4, count: 3 },
    ]);
    assert.deepEqual(splitRows(1, 2), [{ start: 0, count: 1 }]);
  });
});

/** One step with the two graphs on one thread: all slots after it. */
async function stepByParts(
  step: SplitStep,
  slots: Data,
  batch: DenseMap,
  counts: readonly number[],
): Promise<Data> {
  const total = counts.reduce((a, b) => a + b, 0);
  const before = new Map(
    step.slots.map(({ name, shape }) => [name, { shape, data: slots.get(name)! }] as const),
  );
  const gradients = await compile(step.gradientOutputs);
  const means = new Map<string, Dense>();
  let start = 0;
  for (const count of counts) {
    const part = await gradients.run(new Map([...before, ...rows(batch, start, start + count)]));
    for (const [name, { shape, data }] of part) {
      const mean = means.get(name)?.data ?? new Float32Array(data.length);
      means.set(name, { shape, data: mean.map((x, i) => x + (count / total) * data[i]) });
    }
    start += count;
  }
  const rate = { shape: [], data: Float32Array.of(RATE) };
  const update = await compile(step.updateOutputs);
  const after = await update.run(new Map([...before, ...means]).set(LEARNING_RATE, rate));
  return new Map(step.slots.map(({ name }) => [name, after.get(nextName(name))!.data]));
}

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

describe('training with a parameter server', () => {
  it('is ordinary training where one thread takes one batch after another', async () => {
    const setting = setUp(GROUPS, [4, 4, 4]);
    const trainer = await AsynchronousTrainer.start(setting.step, setting.slots, 1, 0);
    const expected = await compareWhole(setting, SETTINGS, (batch) => trainer.train(batch, RATE));
    assertSame(await trainer.snapshot(), expected, 1e-5);
    assert.deepEqual(trainer.staleness, { applied: [3], refused: 0 });
    await trainer.close();
  });

  it('learns positions by heart, and bounds how stale gradients are', async () => {
    const spec = smallSpec({ stem: { filters: 12 } });
    const settings = { ...ALPHAGO_ZERO_TRAINING, l2: 0 };
    const step = buildSplitStep(spec, BOARD, settings);
    const random = new Random(5);
    const weights = initialiseWeights(step.network.weights, random);
    const batches = Array.from({ length: 4 }, () => randomBatch(step.network, 8, random));
    for (const batch of batches) batch.set('target.policy', oneHot(8, 13, random));
    const trainer = await AsynchronousTrainer.start(step, initialSlots(step.slots, weights), 2, 3);
    let losses: number[] = [];
    const rounds = 100;
    for (let round = 0; round < rounds; round++) {
      const numbers = await Promise.all(batches.map((batch) => trainer.train(dataOf(batch), 0.02)));
      losses = numbers.map((report) => report.get('loss')!);
    }
    for (const loss of losses) assert.ok(loss < 0.05, `losses ${losses.join(', ')}`);
    const { applied } = trainer.staleness;
    assert.equal(
      applied.reduce((a, b) => a + b),
      4 * rounds,
    );
    assert.ok(applied.length <= 4, `staleness ${applied.join(', ')}`);
    await trainer.close();
  });

  it('computes again what comes too late', async () => {
    const setting = setUp(GROUPS, [4, 4]);
    const trainer = await AsynchronousTrainer.start(
      setting.step,
      setting.slots,
      1,
      2,
      programs('late'),
    );
    await compareWhole(setting, SETTINGS, (batch) => trainer.train(batch, RATE));
    assert.deepEqual(trainer.staleness, { applied: [2], refused: 2 });
    await trainer.close();
  });
});

describe('a thread that ends early', () => {
  it('is an error of the step under way and of every later one', async () => {
    const { step, slots, batches } = setUp(GROUPS, [4, 2]);
    const trainer = await SynchronousTrainer.start(step, slots, 2, programs('dying'));
    await trainer.train(dataOf(batches[0]), RATE);
    const died = /a training thread ended early: worker exited with code: 7\. Go on from/;
    await assert.rejects(trainer.train(dataOf(batches[1]), RATE), died);
    await assert.rejects(trainer.train(dataOf(batches[0]), RATE), died);
    await assert.rejects(trainer.snapshot(), died);
    await trainer.close();
  });

  it('gives its own error as the reason', async () => {
    const { step, slots, batches } = setUp(GROUPS, [4]);
    const trainer = await AsynchronousTrainer.start(step, slots, 2, 4, programs('throwing'));
    const training = [1, 2, 3].map(() => trainer.train(dataOf(batches[0]), RATE));
    for (const one of training)
      await assert.rejects(one, /a training thread ended early: boom\. Go on from/);
    await trainer.close();
  });

  it('is an error of the start where it is the server', async () => {
    const { step, slots } = setUp();
    const updates = programs('throwing').gradients;
    const start = SynchronousTrainer.start(step, slots, 1, { ...programs('late'), updates });
    await assert.rejects(start, /a training thread ended early: boom/);
  });

  it('is noticed even before its first step', async () => {
    const { step, slots, batches } = setUp(GROUPS, [4]);
    const early = /a training thread ended early/;
    const start = async () => {
      const trainer = await SynchronousTrainer.start(step, slots, 2, programs('stillborn'));
      const [training] = await Promise.allSettled([trainer.train(dataOf(batches[0]), RATE)]);
      await trainer.close();
      if (training.status === 'rejected') throw training.reason;
    };
    await assert.rejects(start(), early);
  });

  it('ends what is under way when the training is closed', async () => {
    const { step, slots, batches } = setUp(GROUPS, [4]);
    const trainer = await AsynchronousTrainer.start(step, slots, 1);
    const training = [1, 2].map(() => trainer.train(dataOf(batches[0]), RATE));
    const ended = training.map((one) => assert.rejects(one, /the training is closed/));
    await trainer.close();
    await Promise.all(ended);
  });
});

/** The real server, with a thread of test/network/support/threads that computes gradients. */
function programs(name: string): Programs {
  return {
    gradients: new URL(`./support/threads/${name}.js`, import.meta.url),
    updates: new URL('../../network/training/parallel/update-thread.js', import.meta.url),
  };
}

/** One move for each position. */
function oneHot(positions: number, moves: number, random: Random): Dense {
  const data = new Float32Array(positions * moves);
  for (let row = 0; row < positions; row++) data[row * moves + random.below(moves)] = 1;
  return { shape: [positions, moves], data };
}
