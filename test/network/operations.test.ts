import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import type { OpName } from '../../network/graph/attributes.js';
import * as x from '../../network/graph/expressions.js';
import type { Value } from '../../network/graph/graph.js';
import { BATCH, type Shape } from '../../network/graph/shape.js';
import { DIRECT } from '../../network/onnx/writer.js';
import { newGraph, OPERATIONS } from '../../network/ops/table.js';
import { compile } from './support/onnx.js';
import {
  checkGradientsAgainstDifferences,
  checkGradientsAgainstTfjs,
  randomLeaves,
} from './support/gradients.js';
import { assertClose } from './support/tensors.js';
import { runTfjs } from './support/tfjs.js';

/** Makes a leaf of the given shape, whose values the test draws. */
type Leaf = (...shape: Shape) => Value;
type Build = (leaf: Leaf, board: readonly [number, number]) => Value;

const planes = (leaf: Leaf, board: readonly number[], channels = 2) =>
  leaf(BATCH, channels, ...board);
const positive = (value: Value) => x.add(x.square(value), 0.1);

const norm = (leaf: Leaf, board: readonly [number, number]) => {
  const input = planes(leaf, board, 3);
  const mean = x.channelMean(input);
  const operands = [input, mean, x.channelVariance(input, mean), leaf(3), leaf(3)];
  return input.graph.apply('batchNormTrain', operands, { epsilon: 1e-3 });
};

const kernelGradient = (
  op: 'conv2dWeightGradient' | 'depthwiseConv2dWeightGradient',
  filters: number,
  size: number,
  dilation: number,
): Build => {
  return (leaf, board) => {
    const input = planes(leaf, board);
    const kernel = [size, size] as const;
    return input.graph.apply(op, [input, planes(leaf, board, filters)], { dilation, kernel });
  };
};

/** For every operation, ways to apply it; the compiler sees to it that none is left out. */
const CASES: Readonly<Record<OpName, readonly Build[]>> = {
  constant: [(leaf) => x.multiply(leaf(BATCH, 2), x.constant(leaf(1).graph, 3))],
  add: [
    (leaf) => x.add(leaf(BATCH, 3), leaf(3)),
    (leaf) => x.add(leaf(BATCH, 2, 3), leaf(BATCH, 1, 3)),
    (leaf) => x.add(leaf(2), leaf(BATCH, 3, 2)),
  ],
  subtract: [(leaf) => x.subtract(leaf(BATCH, 2, 3), leaf(2, 1))],
  multiply: [
    (leaf) => x.multiply(leaf(BATCH, 3), leaf(BATCH, 1)),
    (leaf) => x.square(leaf(BATCH, 3)),
  ],
  divide: [(leaf) => x.divide(leaf(BATCH, 3), leaf(3)), (leaf) => x.divide(leaf(3), leaf())],
  minimum: [
    (leaf) => x.minimum(leaf(BATCH, 3), leaf(3)),
    (leaf) => x.minimum(leaf(3), leaf(BATCH, 3)),
    (leaf) => x.minimum(leaf(4), 0.1),
  ],
  equal: [(leaf) => x.equal(x.relu(leaf(BATCH, 3)), x.relu(leaf(3)))],
  relu: [(leaf) => x.relu(leaf(BATCH, 5))],
  reluGradient: [(leaf) => x.reluGradient(leaf(BATCH, 5), leaf(BATCH, 5))],
  tanh: [(leaf) => x.tanh(leaf(BATCH, 5))],
  exp: [(leaf) => x.exp(leaf(BATCH, 5))],
  sqrt: [(leaf) => x.sqrt(positive(leaf(BATCH, 5)))],
  softmax: [(leaf) => x.softmax(leaf(BATCH, 2, 5))],
  logSoftmax: [(leaf) => x.logSoftmax(leaf(BATCH, 5))],
  reduceSum: [
    (leaf, board) => x.reduceSum(planes(leaf, board), [2, 3]),
    (leaf, board) => x.reduceSum(planes(leaf, board), [1], true),
    (leaf, board) => x.sumAll(planes(leaf, board)),
  ],
  reduceMean: [
    (leaf, board) => x.reduceMean(planes(leaf, board), [2, 3], true),
    (leaf, board) => x.channelMean(planes(leaf, board)),
  ],
  reduceMax: [
    (leaf, board) => x.reduceMax(planes(leaf, board), [2, 3]),
    (leaf) => x.reduceMax(leaf(BATCH, 4), [1], true),
  ],
  expandLike: [(leaf) => x.expandLike(leaf(2, 1), leaf(BATCH, 2, 3))],
  batchSize: [(leaf) => x.multiply(leaf(2), x.batchSize(leaf(BATCH, 2)))],
  reshape: [(leaf, board) => x.reshape(planes(leaf, board), [BATCH, 2 * board[0] * board[1]])],
  transpose: [(leaf, board) => x.transpose(planes(leaf, board), [2, 0, 3, 1])],
  concat: [
    (leaf, board) => x.concat([planes(leaf, board), planes(leaf, board, 3)], 1),
    (leaf) => x.concat([leaf(BATCH, 4), leaf(BATCH, 1)], 1),
  ],
  slice: [(leaf, board) => x.slice(planes(leaf, board, 5), 1, 1, 4)],
  pad: [(leaf, board) => x.pad(planes(leaf, board), 1, 1, 2)],
  flip: [(leaf, board) => x.flip(planes(leaf, board), [2, 3])],
  matmul: [false, true].flatMap((transposeLeft) =>
    [false, true].flatMap((transposeRight) => {
      const turned = { transposeLeft, transposeRight };
      const left = transposeLeft ? [3, 2] : [2, 3];
      const right = transposeRight ? [4, 3] : [3, 4];
      return [
        (leaf: Leaf) => x.matmul(leaf(...left), leaf(...right), turned),
        (leaf: Leaf) => x.matmul(leaf(BATCH, ...left), leaf(BATCH, ...right), turned),
      ];
    }),
  ),
  conv2d: [
    (leaf, board) => x.conv2d(planes(leaf, board), leaf(3, 2, 3, 3), leaf(3)),
    (leaf, board) => x.conv2d(planes(leaf, board), leaf(3, 2, 5, 5)),
    (leaf, board) => x.conv2d(planes(leaf, board), leaf(3, 2, 1, 1)),
    (leaf, board) => x.conv2d(planes(leaf, board), leaf(3, 2, 3, 3), null, 2),
    (leaf, board) => x.conv2d(planes(leaf, board), leaf(3, 2, 1, 3)),
  ],
  conv2dInputGradient: [1, 2].map((dilation): Build => {
    return (leaf, board) => {
      const gradient = planes(leaf, board, 3);
      const operands = [gradient, leaf(3, 2, 3, 3)];
      return gradient.graph.apply('conv2dInputGradient', operands, { dilation });
    };
  }),
  conv2dWeightGradient: [
    kernelGradient('conv2dWeightGradient', 3, 3, 1),
    kernelGradient('conv2dWeightGradient', 3, 3, 2),
    kernelGradient('conv2dWeightGradient', 3, 5, 1),
    kernelGradient('conv2dWeightGradient', 3, 1, 1),
  ],
  depthwiseConv2d: [
    (leaf, board) => x.depthwiseConv2d(planes(leaf, board), leaf(2, 1, 3, 3), leaf(2)),
    (leaf, board) => x.depthwiseConv2d(planes(leaf, board), leaf(2, 1, 3, 3), null, 2),
  ],
  depthwiseConv2dWeightGradient: [
    kernelGradient('depthwiseConv2dWeightGradient', 2, 3, 1),
    kernelGradient('depthwiseConv2dWeightGradient', 2, 3, 2),
  ],
  boardTransform: [
    (leaf, [height, width]) =>
      x.boardTransform(leaf(height * width, 2, BATCH), leaf(3, height), leaf(5, width)),
  ],
  channelVariance: [
    (leaf, board) => {
      const input = planes(leaf, board);
      return x.channelVariance(input, x.channelMean(input));
    },
  ],
  batchNormTrain: [norm],
  batchNormInputGradient: [
    (leaf, board) => {
      const vectors = [leaf(2), positive(leaf(2)), leaf(2), leaf(2), leaf(2)];
      const gradient = planes(leaf, board);
      const operands = [gradient, planes(leaf, board), ...vectors];
      return gradient.graph.apply('batchNormInputGradient', operands, { epsilon: 1e-3 });
    },
  ],
  batchNormInference: [
    (leaf, board) => {
      const input = planes(leaf, board);
      const operands = [input, leaf(2), positive(leaf(2)), leaf(2), leaf(2)];
      return input.graph.apply('batchNormInference', operands, { epsilon: 1e-3 });
    },
  ],
};

const BOARDS = [
  [3, 3],
  [4, 6],
] as const;

/** The case's result, over weights named w0, w1, … */
function build(make: Build, board: readonly [number, number]) {
  const graph = newGraph();
  const leaves: Value<'weight'>[] = [];
  const leaf: Leaf = (...shape) => {
    const value = graph.weight(`w${leaves.length}`, shape);
    leaves.push(value);
    return value;
  };
  return { output: make(leaf, board), leaves };
}

for (const [op, cases] of Object.entries(CASES) as [OpName, readonly Build[]][]) {
  describe(`operation ${op}`, () => {
    for (const [number, make] of cases.entries()) {
      for (const board of BOARDS) {
        const name = `${number} on ${board.join('x')}`;

        it(`forward ${name}: ONNX equals tfjs`, async () => {
          const { output, leaves } = build(make, board);
          const values = randomLeaves(leaves, new Random(number + 1), 3);
          const [expected] = runTfjs([output], values);
          const result = (await (await compile({ output })).run(values)).get('output')!;
          assert.deepEqual(result.shape, expected.shape);
          assertClose(result.data, expected.data, 1e-4, op);
        });

        if (OPERATIONS[op].gradient === undefined || op === 'equal') continue;
        it(`gradient ${name}: ONNX equals tfjs and finite differences`, async () => {
          const { output, leaves } = build(make, board);
          const cotangent = output.graph.weight('cotangent', output.shape);
          const loss = x.sumAll(x.multiply(output, cotangent));
          const random = new Random(number + 7);
          const names = leaves.map((leaf) => leaf.attributes.name);
          const values = randomLeaves([...leaves, cotangent], random, 3);
          await checkGradientsAgainstTfjs(loss, names, values);
          await checkGradientsAgainstDifferences(loss, names, values, random);
        });
      }
    }
  });
}

describe('lowerings of the weight gradient', () => {
  it('agree with each other', async () => {
    for (const make of CASES.conv2dWeightGradient) {
      const { output, leaves } = build(make, [4, 6]);
      const values = randomLeaves(leaves, new Random(5), 3);
      const [expected] = runTfjs([output], values);
      const lowerings = { ...DIRECT, weightGradient: 'convolution' } as const;
      const model = await compile({ output }, { lowerings });
      assertClose((await model.run(values)).get('output')!.data, expected.data, 1e-4, 'gradient');
    }
  });
});
