import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import type { HeadOutputs } from '../../network/runtime/runtime.js';
import {
  distilTargets,
  HALF_TEACHER,
  softPolicy,
  type Targets,
} from '../../network/shrink/distil.js';
import { buildNetwork } from '../../network/spec/build.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { buildGradients } from '../../network/training/gradients.js';
import { SOFT_POLICY, targetName } from '../../network/training/loss.js';
import { ADAMW } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_TRAINING, type TrainingSettings } from '../../network/training/settings.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { denseWeights, randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { compile } from './support/onnx.js';
import { assertClose, type Dense, type DenseMap } from './support/tensors.js';
import { Trainer } from './support/trainer.js';

const BOARD = { height: 4, width: 4 };
const MOVES = 17;
const ROWS = 6;
const SPEC = smallSpec({
  heads: {
    policy: { type: 'alphago-zero' },
    value: { type: 'alphago-zero', hidden: 8 },
    ownership: { type: 'convolution' },
  },
});
const HEADS = ['policy', 'value', 'ownership'] as const;
const PLAIN: TrainingSettings = { ...ALPHAGO_ZERO_TRAINING, l2: 0 };

/** Draws numbers of about −3 to 3. */
const logitsOf = (random: Random, rows: number): Float32Array =>
  Float32Array.from({ length: rows * MOVES }, () => 6 * random.float() - 3);

function targetsOf(batch: DenseMap): Targets {
  return Object.fromEntries(HEADS.map((head) => [head, batch.get(targetName(head))!.data]));
}

/** The batch with these targets in place of its own. */
function withTargets(batch: DenseMap, targets: Targets): Map<string, Dense> {
  const named = Object.entries(targets).map(([head, data]) => {
    const name = targetName(head as HeadName);
    return [name, { shape: batch.get(name)!.shape, data }] as const;
  });
  return new Map([...batch, ...named]);
}

/** The gradients of the loss by all weights, by name. */
async function gradientsOf(
  spec: NetworkSpec,
  settings: TrainingSettings,
  batch: DenseMap,
): Promise<Map<string, Float32Array>> {
  const { network, parameters } = buildGradients(spec, BOARD, settings);
  const weights = denseWeights(network, trainedWeights(network.weights, new Random(4)));
  const outputs = parameters.map(
    ({ weight, gradient }) => [`d.${weight.attributes.name}`, gradient] as const,
  );
  const model = await compile(Object.fromEntries(outputs));
  const results = await model.run(new Map([...batch, ...weights]));
  return new Map([...results].map(([name, { data }]) => [name, data]));
}

function assertMixture(
  mixed: ReadonlyMap<string, Float32Array>,
  [a, b]: readonly ReadonlyMap<string, Float32Array>[],
  share: number,
): void {
  for (const [name, gradient] of mixed) {
    const expected = a.get(name)!.map((x, i) => (1 - share) * x + share * b.get(name)![i]);
    assertClose(gradient, expected, 1e-5, name, 1e-2);
  }
}

describe('targets of a student', () => {
  const random = new Random(1);
  const { network } = buildGradients(SPEC, BOARD, PLAIN);
  const batch = randomBatch(network, ROWS, random);
  const teacher: HeadOutputs = {
    policy: logitsOf(random, ROWS),
    value: Float32Array.from({ length: ROWS }, () => 2 * random.float() - 1),
    ownership: Float32Array.from({ length: ROWS * 16 }, () => 2 * random.float() - 1),
  };

  it('give exactly the gradient that is mixed of those by hard targets and by the teacher', async () => {
    const shares = { policy: 0.3, value: 0.3, ownership: 0.3 };
    const mixed = withTargets(batch, distilTargets(targetsOf(batch), teacher, ROWS, shares));
    const soft = { ...teacher, policy: softPolicy(teacher.policy!, ROWS) };
    const gradients = await Promise.all(
      [batch, withTargets(batch, soft), mixed].map((each) => gradientsOf(SPEC, PLAIN, each)),
    );
    assertMixture(gradients[2], gradients, 0.3);
  });

  it('are mixed head by head, and hard where the teacher has no such head', () => {
    const hard = targetsOf(batch);
    const shares = { policy: 0, value: 1, ownership: 0.5 };
    const { value } = teacher;
    const mixed = distilTargets(
      { ...hard, score: Float32Array.of(3) },
      { value: value! },
      ROWS,
      shares,
    );
    assert.deepEqual(mixed, { ...hard, value, score: Float32Array.of(3) });
  });

  it('soften by temperature as the definition says', () => {
    const policy = softPolicy(Float32Array.of(0, Math.log(9), 5, 5), 2, 2);
    assertClose(policy, Float32Array.of(0.25, 0.75, 0.5, 0.5), 1e-6, 'policy');
    const large = softPolicy(Float32Array.of(1000, 999), 1);
    assertClose(large, Float32Array.of(0.7310586, 0.2689414), 1e-6, 'large logits');
  });
});

describe('distillation in the training step', () => {
  const random = new Random(2);
  const { network } = buildGradients(SPEC, BOARD, PLAIN);
  const batch = randomBatch(network, ROWS, random);
  const logits = logitsOf(random, ROWS);
  const softened = (temperature: number): Map<string, Dense> => {
    const data = softPolicy(logits, ROWS, temperature);
    return new Map(batch).set(SOFT_POLICY, { shape: [ROWS, MOVES], data });
  };
  const distilling = (weight: number, temperature: number): TrainingSettings => ({
    ...PLAIN,
    distillation: { weight, temperature },
  });

  it('at temperature 1 is the mixture of targets', async () => {
    const shares = { policy: 0.4, value: 0, ownership: 0 };
    const teacher = { policy: logits };
    const mixed = withTargets(batch, distilTargets(targetsOf(batch), teacher, ROWS, shares));
    const [inside, outside] = await Promise.all([
      gradientsOf(SPEC, distilling(0.4, 1), softened(1)),
      gradientsOf(SPEC, PLAIN, mixed),
    ]);
    for (const [name, gradient] of inside)
      assertClose(gradient, outside.get(name)!, 1e-5, name, 1e-2);
  });

  it('has the gradient of Hinton et al. by the logits: T (p − q), both softened', async () => {
    const [weight, temperature] = [0.7, 3];
    const spec = smallSpec({ heads: { policy: { type: 'alphago-zero' } } });
    const { network: training } = buildGradients(spec, BOARD, PLAIN);
    const weights = trainedWeights(training.weights, new Random(4));
    const model = await compile({ policy: training.heads.policy! });
    const feeds = new Map([...batch, ...denseWeights(training, weights)]);
    const student = (await model.run(feeds)).get('policy')!.data;
    const [p, pSoft, qSoft] = [
      softPolicy(student, ROWS),
      softPolicy(student, ROWS, temperature),
      softPolicy(logits, ROWS, temperature),
    ];
    const target = batch.get(targetName('policy'))!.data;
    // The bias of each logit takes the sum over the batch, of which the loss is the mean.
    const expected = new Float32Array(MOVES);
    for (const [i, x] of p.entries()) {
      const soft = temperature * (pSoft[i] - qSoft[i]);
      expected[i % MOVES] += ((1 - weight) * (x - target[i]) + weight * soft) / ROWS;
    }
    const gradients = await gradientsOf(
      spec,
      distilling(weight, temperature),
      softened(temperature),
    );
    assertClose(gradients.get('d.policy.dense.bias')!, expected, 1e-5, 'bias', 1e-2);
  });
});

describe('a student', () => {
  const STUDENT = smallSpec({ stem: { filters: 8 } });
  const TRAINING_ROWS = 48;
  const TEST_ROWS = 256;

  /** What a network says of positions in playing. */
  async function ask(
    spec: NetworkSpec,
    weights: ReadonlyMap<string, Float32Array>,
    planes: Dense,
  ): Promise<Required<Pick<HeadOutputs, 'policy' | 'value'>>> {
    const { heads } = buildNetwork(spec, { board: BOARD, mode: 'inference' });
    const model = await compile({ ...heads }, { constants: weights });
    const results = await model.run(new Map([['planes', planes]]));
    return { policy: results.get('policy')!.data, value: results.get('value')!.data };
  }

  /** Moves and results drawn as often as the truth has them likely, as one game shows them. */
  function observe(
    truth: Required<Pick<HeadOutputs, 'policy' | 'value'>>,
    rows: number,
    random: Random,
  ): Targets {
    const probabilities = softPolicy(truth.policy, rows);
    const policy = new Float32Array(probabilities.length);
    for (let row = 0; row < rows; row++) {
      let rest = random.float();
      const drawn = probabilities
        .subarray(row * MOVES, (row + 1) * MOVES)
        .findIndex((p) => (rest -= p) < 0);
      policy[row * MOVES + Math.max(drawn, 0)] = 1;
    }
    return { policy, value: truth.value.map((v) => (2 * random.float() - 1 < v ? 1 : -1)) };
  }

  async function train(
    planes: Dense,
    targets: Targets,
    steps: number,
  ): Promise<Map<string, Float32Array>> {
    const settings: TrainingSettings = { ...PLAIN, optimiser: ADAMW, statisticsDecay: 0.9 };
    const step = buildTrainingStep(STUDENT, BOARD, settings);
    const trainer = await Trainer.start(
      step,
      initialiseWeights(step.network.weights, new Random(8)),
    );
    const [rows] = planes.shape;
    const batch = new Map<string, Dense>([
      ['planes', planes],
      ['target.policy', { shape: [rows, MOVES], data: targets.policy! }],
      ['target.value', { shape: [rows], data: targets.value! }],
    ]);
    for (let i = 0; i < steps; i++) await trainer.train(batch, 0.01);
    return trainer.snapshot();
  }

  /** Mean divergence of the policies, and mean squared difference of values, from the truth. */
  function errors(actual: HeadOutputs, truth: HeadOutputs): { policy: number; value: number } {
    const [p, q] = [truth, actual].map(({ policy }) => softPolicy(policy!, TEST_ROWS));
    const divergence = p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]), 0);
    const square = truth.value!.reduce((sum, v, i) => sum + (v - actual.value![i]) ** 2, 0);
    return { policy: divergence / TEST_ROWS, value: square / TEST_ROWS };
  }

  it('learns more from a teacher and few games than from these games alone', async () => {
    const random = new Random(6);
    const planes = (rows: number): Dense => randomPlanes(rows, random);
    const network = buildNetwork(STUDENT, { board: BOARD, mode: 'inference' });
    const truth = trainedWeights(network.weights, new Random(3));
    // The teacher has seen many positions, the student sees few, of which others are held out.
    const many = planes(1024);
    const teacher = await train(many, observe(await ask(STUDENT, truth, many), 1024, random), 60);
    const [few, test] = [planes(TRAINING_ROWS), planes(TEST_ROWS)];
    const hard = observe(await ask(STUDENT, truth, few), TRAINING_ROWS, random);
    const soft = distilTargets(hard, await ask(STUDENT, teacher, few), TRAINING_ROWS, HALF_TEACHER);
    const wanted = await ask(STUDENT, truth, test);
    const alone = errors(await ask(STUDENT, await train(few, hard, 60), test), wanted);
    const taught = errors(await ask(STUDENT, await train(few, soft, 60), test), wanted);
    assert.ok(taught.policy < 0.8 * alone.policy, `policy: ${taught.policy} and ${alone.policy}`);
    assert.ok(taught.value < 0.8 * alone.value, `value: ${taught.value} and ${alone.value}`);
  });
});

function randomPlanes(rows: number, random: Random): Dense {
  const shape = [rows, 3, BOARD.height, BOARD.width];
  const length = rows * 3 * BOARD.height * BOARD.width;
  return { shape, data: Float32Array.from({ length }, () => (random.float() < 0.4 ? 1 : 0)) };
}
