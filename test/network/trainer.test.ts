import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { makeTrainingState, readTrainingState } from '../../network/files/training-state.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { buildNetwork } from '../../network/spec/build.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import { ADAMW } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { Trainer, type TrainingPlan } from '../../network/training/trainer.js';
import { randomBatch, smallSpec } from './support/networks.js';
import { assertSameTensors } from './support/saved-networks.js';
import { assertClose } from './support/tensors.js';
import { denseWeights } from './support/networks.js';
import { runTfjs } from './support/tfjs.js';

const CPU = { device: 'cpu' } as const;

const PLAN: TrainingPlan = {
  spec: smallSpec(),
  board: { height: 4, width: 3 },
  settings: ALPHAGO_ZERO_TRAINING,
  schedule: [
    { from: 0, rate: 0.05 },
    { from: 3, rate: 0.005 },
  ],
};

const AVERAGING: TrainingPlan = {
  ...PLAN,
  settings: { ...ALPHAGO_ZERO_TRAINING, optimiser: ADAMW, averageDecay: 0.5, clipNorm: 1 },
};

const network = buildNetwork(PLAN.spec, { board: PLAN.board, mode: 'training' });
const weights = initialiseWeights(network.weights, new Random(1));

function drawBatch(random: Random, size = 6): TrainingBatch {
  const data = new Map([...randomBatch(network, size, random)].map(([name, x]) => [name, x.data]));
  return {
    planes: data.get('planes')!,
    targets: { policy: data.get('target.policy')!, value: data.get('target.value')! },
  };
}

async function started(plan: TrainingPlan): Promise<Trainer> {
  return unwrap(await Trainer.start(plan, weights, CPU));
}

async function trained(trainer: Trainer, steps: number, random: Random): Promise<number[]> {
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    losses.push((await trainer.train(drawBatch(random))).numbers.get('loss')!);
  }
  return losses;
}

const momentum = (slots: Tensors): Tensors =>
  new Map([...slots].filter(([name]) => name.startsWith('momentum.')));

describe('a trainer', () => {
  it('makes the steps of the graph, as TensorFlow.js computes them, at the schedule’s rates', async () => {
    const trainer = await started(PLAN);
    const step = buildTrainingStep(PLAN.spec, PLAN.board, PLAN.settings);
    const random = new Random(2);
    let slots: Tensors = (await trainer.progress()).slots;
    for (const [i, rate] of [0.05, 0.05, 0.05, 0.005].entries()) {
      const batch = drawBatch(random);
      const report = await trainer.train(batch);
      assert.deepEqual([report.step, report.learningRate], [i, rate]);
      const names = Object.keys(step.outputs);
      const expected = runTfjs(Object.values(step.outputs), leavesOf(batch, slots, rate));
      const next = (await trainer.progress()).slots;
      for (const [at, name] of names.entries()) {
        const { data } = expected[at];
        const actual = name.startsWith('next.')
          ? next.get(name.slice('next.'.length))!
          : Float32Array.of(report.numbers.get(name)!);
        assertClose(actual, data, 1e-4, `step ${i}: ${name}`);
      }
      slots = next;
    }
    assert.equal(trainer.step, 4);
    await trainer.close();
  });

  for (const [name, plan] of [
    ['momentum', PLAN],
    ['AdamW, clipping and averages', AVERAGING],
  ] as const) {
    it(`goes on exactly from a saved state: ${name}`, async () => {
      const unbroken = await started(plan);
      const random = new Random(3);
      await trained(unbroken, 2, random);
      const progress = await unbroken.progress();
      const { settings, schedule } = plan;
      const bytes = makeTrainingState({
        ...progress,
        random: random.state,
        settings,
        schedule,
        network: '',
        progress: {},
      });
      const losses = await trained(unbroken, 3, random);

      const state = unwrap(readTrainingState(bytes, 'state'));
      const resumed = unwrap(await Trainer.resume(plan, state, CPU));
      const later = new Random(0);
      later.state.set(state.random);
      assert.deepEqual(await trained(resumed, 3, later), losses);
      assert.equal(resumed.step, unbroken.step);
      assertSameTensors((await resumed.progress()).slots, (await unbroken.progress()).slots);
      await Promise.all([unbroken.close(), resumed.close()]);
    });
  }

  it('gives copies: what it gave stays as it was', async () => {
    const trainer = await started(PLAN);
    const before = await trainer.progress();
    const copy = new Map([...before.slots].map(([name, data]) => [name, data.slice()]));
    await trained(trainer, 2, new Random(4));
    assertSameTensors(before.slots, copy);
    const after = await trainer.progress();
    assert.notDeepEqual([...momentum(after.slots)], [...momentum(before.slots)]);
    await trainer.close();
  });

  it('gives the latest weights, and their averages where it keeps them', async () => {
    const trainer = await started(AVERAGING);
    // A tenth is kept, then 2 of 11 parts, 3 of 12 and so on, until that is more than one half.
    const expected = new Map([...weights].map(([name, data]) => [name, data.slice()]));
    const random = new Random(5);
    for (let i = 0; i < 12; i++) {
      await trained(trainer, 1, random);
      const kept = Math.min(0.5, (1 + i) / (10 + i));
      for (const [name, data] of await trainer.weights('latest')) {
        expected.set(
          name,
          expected.get(name)!.map((old, k) => kept * old + (1 - kept) * data[k]),
        );
      }
    }
    const averaged = await trainer.weights('averaged');
    assert.deepEqual([...averaged.keys()], [...weights.keys()]);
    for (const [name, data] of expected) assertClose(averaged.get(name)!, data, 1e-5, name, 0.1);
    await trainer.close();

    const plain = await started(PLAN);
    await trained(plain, 1, random);
    assertSameTensors(await plain.weights('averaged'), await plain.weights('latest'));
    await plain.close();
  });

  it('learns: the loss on one batch falls', async () => {
    const trainer = await started({ ...PLAN, schedule: [{ from: 0, rate: 0.02 }] });
    const batch = drawBatch(new Random(6));
    const losses: number[] = [];
    for (let i = 0; i < 40; i++) losses.push((await trainer.train(batch)).numbers.get('loss')!);
    assert.ok(losses.at(-1)! < 0.6 * losses[0], `${losses[0]} → ${losses.at(-1)}`);
    await trainer.close();
  });

  it('takes batches of any size, and says which array has the wrong length', async () => {
    const trainer = await started(PLAN);
    const random = new Random(7);
    for (const size of [1, 5, 2]) await trainer.train(drawBatch(random, size));
    const { planes, targets } = drawBatch(random);
    await assert.rejects(
      trainer.train({ planes: planes.subarray(1), targets }),
      /planes has \d+ numbers, not a multiple of 36/,
    );
    await assert.rejects(trainer.train({ planes, targets: {} }), /there is no target\.policy/);
    const { value } = drawBatch(random, 1).targets;
    const oneValue = trainer.train({ planes, targets: { ...targets, value: value! } });
    await assert.rejects(oneValue, /of 6, 6, 1 positions/);
    assert.equal(trainer.step, 3);
    await trainer.close();
  });

  it('auto trains on what is there', async () => {
    const options = { device: 'auto', batch: 4 } as const;
    const trainer = unwrap(await Trainer.start(PLAN, weights, options));
    const reference = await started(PLAN);
    const losses = [trainer, reference].map((each) => trained(each, 2, new Random(8)));
    const [actual, expected] = await Promise.all(losses);
    assertClose(Float32Array.from(actual), Float32Array.from(expected), 1e-4, 'losses');
    await Promise.all([trainer.close(), reference.close()]);
  });

  it('says what it runs on', async () => {
    const trainer = unwrap(await Trainer.start(PLAN, weights, { ...CPU, threads: 2 }));
    assert.match(trainer.description, /^ONNX Runtime [\d.]+, CPU, 2 threads$/);
    await trainer.close();
  });
});

function leavesOf({ planes, targets }: TrainingBatch, slots: Tensors, rate: number) {
  const { height, width } = PLAN.board;
  const { value, policy } = targets;
  const rows = value!.length;
  const step = buildTrainingStep(PLAN.spec, PLAN.board, PLAN.settings);
  const dense = step.slots.map(
    ({ name, shape }) => [name, { shape, data: slots.get(name)! }] as const,
  );
  return new Map([
    ...denseWeights(network, slots),
    ...dense,
    ['planes', { shape: [rows, PLAN.spec.inputPlanes, height, width], data: planes }],
    ['target.policy', { shape: [rows, height * width + 1], data: policy! }],
    ['target.value', { shape: [rows], data: value! }],
    ['learningRate', { shape: [], data: Float32Array.of(rate) }],
  ]);
}
