import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { emitInference } from '../../network/onnx/inference.js';
import { BLOCKS } from '../../network/spec/blocks/table.js';
import { buildNetwork } from '../../network/spec/build.js';
import { HEAD_NAMES, HEADS } from '../../network/spec/heads/table.js';
import type { Board } from '../../network/spec/layers.js';
import { playsOneBoardSize, type NetworkSpec } from '../../network/spec/network-spec.js';
import { NORMALISATIONS } from '../../network/spec/normalisations.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { buildGradients } from '../../network/training/gradients.js';
import {
  checkGradientsAgainstDifferences,
  checkGradientsAgainstTfjs,
  smoothed,
} from './support/gradients.js';
import {
  BOARDS,
  boardName,
  denseWeights,
  randomBatch,
  smallSpec,
  trainedWeights,
} from './support/networks.js';
import { loadModel } from './support/onnx.js';
import { assertClose } from './support/tensors.js';
import { runTfjs } from './support/tfjs.js';

/** The parameters that have no default, for each block. */
const BLOCK_SETTINGS: Readonly<Record<string, object>> = {
  plain: { filters: 5 },
  bottleneck: { inner: 2 },
  wide: { filters: 6 },
  pyramid: { widen: 2 },
  dense: { layers: 2, growth: 3 },
  'global-pooling': { pooled: 2 },
  'self-attention': { heads: 2, headSize: 3 },
};

const pooled = { type: 'global-pooling', filters: 4 };

/** The separate policy and value networks of Silver et al. 2016, much smaller. */
function alphaGo2016(): [string, NetworkSpec][] {
  const normalisation = { type: 'none' };
  const stem = { kernel: 5, filters: 5 };
  const trunk = [{ type: 'plain', filters: 5, count: 2 }];
  const policy = { policy: { type: 'alphago-lee' } };
  const value = { value: { type: 'alphago-zero', hidden: 8 } };
  return [
    ['AlphaGo 2016 policy', smallSpec({ normalisation, stem, trunk, heads: policy })],
    ['AlphaGo 2016 value', smallSpec({ normalisation, stem, trunk, heads: value })],
  ];
}

/** Networks that between them use every entry of every table. */
function everyKind(): [name: string, NetworkSpec][] {
  const blocks = Object.keys(BLOCKS).map((type): [string, NetworkSpec] => [
    `block ${type}`,
    smallSpec({ trunk: [{ type, ...BLOCK_SETTINGS[type] }] }),
  ]);
  const normalisations = Object.keys(NORMALISATIONS).flatMap((type): [string, NetworkSpec][] => [
    [`normalisation ${type}`, smallSpec({ normalisation: { type } })],
    [
      `normalisation ${type} before activation`,
      smallSpec({ normalisation: { type }, trunk: [{ type: 'pre-activation' }] }),
    ],
  ]);
  const heads = HEAD_NAMES.flatMap((head) =>
    Object.keys(HEADS[head]).map((type): [string, NetworkSpec] => [
      `head ${head} ${type}`,
      smallSpec({ heads: { [head]: { type } } }),
    ]),
  );
  const score = { ...pooled, hidden: 6 };
  const all = { policy: pooled, value: score, ownership: { type: 'convolution' }, score };
  const mixed = [{ type: 'residual' }, { type: 'self-attention' }, { type: 'residual' }];
  return [
    ...blocks,
    ...normalisations,
    ...heads,
    ...alphaGo2016(),
    ['all heads together', smallSpec({ heads: all, trunk: mixed })],
  ];
}

async function checkInference(
  spec: NetworkSpec,
  board: Board,
  lowering: 'direct' | 'tiles',
): Promise<void> {
  const network = buildNetwork(spec, { board, mode: 'inference' });
  const random = new Random(11);
  const weights = trainedWeights(network.weights, random);
  const batch = randomBatch(network, 3, random);
  const heads = Object.entries(network.heads);
  const leaves = new Map([...batch, ...denseWeights(network, weights)]);
  const expected = runTfjs(Object.values(network.heads), leaves);

  const model = await loadModel(emitInference(spec, board, weights, { lowering }));
  assert.deepEqual(model.inputNames, ['planes']);
  const results = await model.run(batch);
  for (const [i, [name]] of heads.entries()) {
    const result = results.get(name)!;
    assert.deepEqual(result.shape, expected[i].shape, name);
    assertClose(result.data, expected[i].data, 1e-4, name);
  }
}

async function checkTraining(spec: NetworkSpec, board: Board): Promise<void> {
  const settings = { ...ALPHAGO_ZERO_TRAINING, l2: 1e-2 };
  const { network, loss, parameters } = buildGradients(spec, board, settings);
  const random = new Random(13);
  const weights = denseWeights(network, trainedWeights(network.weights, random));
  const leaves = new Map([...weights, ...randomBatch(network, 4, random)]);
  const learned = parameters.map(({ weight }) => weight.attributes.name);
  const trainable = network.weights.filter((weight) => weight.trainable);
  assert.deepEqual(
    learned,
    trainable.map((weight) => weight.name),
  );
  await checkGradientsAgainstTfjs(loss.total, learned, leaves);
  await checkGradientsAgainstDifferences(smoothed(loss.total), learned, leaves, random);
}

for (const [name, spec] of everyKind()) {
  describe(name, () => {
    for (const board of BOARDS) {
      it(`on ${boardName(board)}: folded inference on ONNX equals tfjs`, () =>
        checkInference(spec, board, 'direct'));
      it(`on ${boardName(board)}: gradients equal tfjs's and differences`, () =>
        checkTraining(spec, board));
    }

    const board = BOARDS[1];
    it(`on ${boardName(board)}: folded inference by tiles equals tfjs`, () =>
      checkInference(spec, board, 'tiles'));

    it('has weights of the same shapes on every board, or says that it has not', () => {
      const [first, second] = BOARDS.map((board) =>
        buildNetwork(spec, { board, mode: 'inference' }).weights.map((weight) => weight.shape),
      );
      const same = JSON.stringify(first) === JSON.stringify(second);
      assert.equal(same, !playsOneBoardSize(spec));
    });
  });
}
