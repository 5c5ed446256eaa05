import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import { describeTensorFlow, findTensorFlow } from '../../network/tfjs/load.js';
import { tensorFlowRuntime } from '../../network/tfjs/runtime.js';
import type { Tf } from '../../network/tfjs/tf.js';
import { TfjsTrainer } from '../../network/tfjs/trainer.js';
import { ADAMW, SGD } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { initialSlots } from '../../network/training/slots.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { smallNetwork } from './support/saved-networks.js';
import { assertClose, type DenseMap } from './support/tensors.js';
import { Trainer } from './support/trainer.js';

const POOLED = { type: 'global-pooling', filters: 3 };
const ALL_HEADS = {
  policy: POOLED,
  value: POOLED,
  ownership: { type: 'convolution' },
  score: POOLED,
};

/** TensorFlow asked for on a machine of this version of Node.js, where the import does this. */
async function messageOn(node: string, importPackage: () => Promise<unknown>): Promise<string> {
  const result = await findTensorFlow({ node, importPackage });
  assert.ok(!result.ok, 'found');
  assert.equal(result.error.code, 'ERR_DEVICE_MISSING');
  return result.error.message;
}

describe('finding TensorFlow', () => {
  it('gives the package that is there', async () => {
    for (const loaded of [tf, { default: tf }]) {
      const importPackage = () => Promise.resolve(loaded);
      assert.equal(unwrap(await findTensorFlow({ node: '22.11.0', importPackage })).add, tf.add);
    }
  });

  it('refuses a version of Node.js that it would fail on later, without loading it', async () => {
    const message = await messageOn('23.0.0', () => assert.fail('loaded'));
    assert.match(message, /Node\.js 23\.0\.0\. Use Node\.js 20 or 22/);
  });

  it('says how to install what is missing', async () => {
    const absent = await messageOn('20.19.0', () => import(['no', 'such', 'package'].join('-')));
    assert.match(
      absent,
      /not installed\. To install it: npm install --include=optional, then: npm/,
    );
    const bare = await messageOn('20.19.0', () =>
      Promise.reject(
        new Error('The native addon module can not be found at path: x.node. \nRun …'),
      ),
    );
    assert.match(
      bare,
      /does not load \(The native addon .* x\.node\)\. To download it: npm explore/,
    );
  });

  it('answers for this machine', async () => {
    // In a process of its own: where the package is there, it takes over the tests' TensorFlow.js.
    const url = new URL('../../network/tfjs/load.js', import.meta.url).href;
    const program = `const { findTensorFlow } = await import('${url}');
      const found = await findTensorFlow();
      console.error(found.ok ? 'found' : found.error.message);`;
    const args = ['--input-type=module', '--eval', program];
    const { stderr } = await promisify(execFile)(process.execPath, args);
    assert.match(stderr, /^found$|^TensorFlow is not there: .+\. (To|Use) /m);
  });

  it('tells whether the GPU is used', () => {
    const on = (isUsingGpuDevice: boolean) =>
      describeTensorFlow({
        version: { tfjs: '4.22.0' },
        getBackend: () => 'tensorflow',
        backend: () => ({ isUsingGpuDevice }),
      } as unknown as Tf);
    assert.equal(on(true), 'TensorFlow.js 4.22.0, tensorflow backend, GPU');
    assert.equal(on(false), 'TensorFlow.js 4.22.0, tensorflow backend, CPU (no CUDA found)');
    assert.match(describeTensorFlow(tf), /^TensorFlow\.js 4\.\d+\.\d+, cpu backend$/);
  });
});

describe('playing on TensorFlow', () => {
  const board = { height: 4, width: 3 };
  const spec = smallSpec({ heads: ALL_HEADS });
  const network = playable(smallNetwork({ spec, boards: [board] }), 'test');

  it('says what ONNX Runtime says, for any part of a batch', async () => {
    const planes = Float32Array.from({ length: 3 * 3 * 12 }, () => random.float());
    const runners = await Promise.all(
      [tensorFlowRuntime(tf), cpuRuntime()].map(async (runtime) =>
        unwrap(await runtime.load(network, board)),
      ),
    );
    const runs = runners.map((runner) => runner.bind(planes));
    for (const rows of [3, 1]) {
      const [ours, theirs] = await Promise.all(runs.map((run) => run(rows)));
      assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
      for (const name of Object.keys(theirs) as HeadName[])
        assertClose(ours[name]!, theirs[name]!, 1e-4, name);
    }
    for (const runner of runners) await runner.close();
  });

  it('turns values that a network has for Black to the side to move', async () => {
    const saved = smallNetwork({ boards: [board], valueView: 'black' });
    const area = board.height * board.width;
    const planes = new Float32Array(2 * saved.spec.inputPlanes * area);
    planes.fill(1, (saved.spec.inputPlanes - 1) * area, saved.spec.inputPlanes * area);
    const [ours, theirs] = await Promise.all(
      [tensorFlowRuntime(tf), cpuRuntime()].map(async (runtime) => {
        const runner = unwrap(await runtime.load(playable(saved, 'test'), board));
        const { value } = await runner.bind(planes)(2);
        await runner.close();
        return value!.slice();
      }),
    );
    assertClose(ours, theirs, 1e-4, 'value');
    assert.ok(theirs.some((value) => Math.abs(value) > 1e-3));
  });

  it('keeps no tensors but the weights, and none when closed', async () => {
    const before = tf.memory().numTensors;
    const runner = unwrap(await tensorFlowRuntime(tf).load(network, board));
    const loaded = tf.memory().numTensors;
    assert.ok(loaded > before);
    const run = runner.bind(new Float32Array(2 * 3 * 12));
    for (let i = 0; i < 3; i++) await run(2);
    assert.equal(tf.memory().numTensors, loaded);
    await runner.close();
    assert.equal(tf.memory().numTensors, before);
  });
});

const random = new Random(21);
const BOARD = { height: 3, width: 4 };

/** A step with every option, its first slots and batches. */
function setUp(settings: Partial<typeof ALPHAGO_ZERO_TRAINING>, steps: number) {
  const all = { ...ALPHAGO_ZERO_TRAINING, averageDecay: 0.9, clipNorm: 1, ...settings };
  const step = buildTrainingStep(smallSpec({ heads: ALL_HEADS }), BOARD, all);
  const weights = trainedWeights(step.network.weights, random);
  const batches = Array.from({ length: steps }, () => randomBatch(step.network, 3, random));
  return { step, weights, batches };
}

const dataOf = (batch: DenseMap) => new Map([...batch].map(([name, { data }]) => [name, data]));

describe('training on TensorFlow', () => {
  // AdamW's own ε would blow up the rounding of gradients that are all but zero.
  for (const optimiser of [SGD, { ...ADAMW, epsilon: 1e-4 }]) {
    it(`takes the same steps as ONNX Runtime with ${optimiser.type}`, async () => {
      const { step, weights, batches } = setUp({ optimiser }, 5);
      const slots = initialSlots(step.slots, weights);
      const reference = await Trainer.resume(step, slots);
      const trainer = new TfjsTrainer(tf, step, slots);
      for (const batch of batches) {
        const expected = await reference.train(batch, 0.02);
        const actual = await trainer.train(dataOf(batch), 0.02);
        assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
        for (const [name, x] of expected) {
          const close = Math.abs(actual.get(name)! - x) <= 1e-4 * Math.max(1, Math.abs(x));
          assert.ok(close, `${name}: ${actual.get(name)}, expected ${x}`);
        }
      }
      const after = await trainer.snapshot();
      const expected = reference.snapshot();
      assert.deepEqual([...after.keys()], [...expected.keys()]);
      for (const [name, data] of expected) assertClose(after.get(name)!, data, 1e-4, name, 0.1);
      await trainer.close();
    });
  }

  it('keeps no tensors but the slots, and none when closed', async () => {
    const { step, weights, batches } = setUp({}, 3);
    const before = tf.memory().numTensors;
    const trainer = new TfjsTrainer(tf, step, initialSlots(step.slots, weights));
    const slots = tf.memory().numTensors;
    assert.equal(slots - before, step.slots.length);
    for (const batch of batches) await trainer.train(dataOf(batch), 0.01);
    await trainer.snapshot();
    assert.equal(tf.memory().numTensors, slots);
    await trainer.close();
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a batch or a state that lacks something', async () => {
    const { step, weights, batches } = setUp({}, 1);
    const slots = initialSlots(step.slots, weights);
    const trainer = new TfjsTrainer(tf, step, slots);
    const partial = dataOf(batches[0]);
    partial.delete('target.value');
    await assert.rejects(trainer.train(partial, 0.01), /the batch has no target\.value/);
    await trainer.close();
    slots.delete('stem.weight');
    assert.throws(() => new TfjsTrainer(tf, step, slots), /no stem\.weight/);
  });
});
