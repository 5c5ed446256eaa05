import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import * as x from '../../network/graph/expressions.js';
import type { Value } from '../../network/graph/graph.js';
import { BATCH } from '../../network/graph/shape.js';
import { DIRECT, TILES, type Lowerings } from '../../network/onnx/writer.js';
import { differentiate } from '../../network/ops/differentiate.js';
import { newGraph } from '../../network/ops/table.js';
import { randomLeaves } from './support/gradients.js';
import { compile } from './support/onnx.js';
import { assertClose } from './support/tensors.js';
import { runTfjs, tfjsGradients } from './support/tfjs.js';

interface ConvolutionCase {
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly number[];
  readonly board: readonly number[];
  readonly dilation: number;
  readonly batch: number;
}

/** A convolution of random size, dilation and board, down to boards smaller than the kernel. */
function drawConvolution(random: Random): ConvolutionCase {
  const pick = (low: number, high: number) => low + random.below(high - low + 1);
  return {
    channels: pick(1, 5),
    filters: pick(1, 5),
    kernel: [1 + 2 * random.below(3), 1 + 2 * random.below(3)],
    board: [pick(2, 7), pick(2, 7)],
    dilation: pick(1, 3),
    batch: pick(1, 4),
  };
}

/** Checks a convolution and both its gradients against tfjs's. */
async function check(
  { channels, filters, kernel, board, dilation, batch }: ConvolutionCase,
  depthwise: boolean,
  lowerings: Lowerings,
  random: Random,
): Promise<void> {
  const graph = newGraph();
  const outputs = depthwise ? channels : filters;
  const planes = graph.weight('planes', [BATCH, channels, ...board]);
  const weight = graph.weight('weight', [outputs, depthwise ? 1 : channels, ...kernel]);
  const cotangent = graph.weight('cotangent', [BATCH, outputs, ...board]);
  const apply = depthwise ? x.depthwiseConv2d : x.conv2d;
  const output = apply(planes, weight, null, dilation);
  const loss = x.sumAll(x.multiply(output, cotangent));
  const leaves = [planes, weight, cotangent];
  const values = randomLeaves(leaves, random, batch);
  const [dPlanes, dWeight] = differentiate(loss, leaves.slice(0, 2));
  const model = await compile({ output, dPlanes, dWeight }, { lowerings });
  const results = await model.run(values);
  const [expected] = runTfjs([output], values);
  const gradients = tfjsGradients(loss, ['planes', 'weight'], values);
  const what = describeShapes(leaves);
  assertClose(results.get('output')!.data, expected.data, 1e-5, what);
  assertClose(results.get('dPlanes')!.data, gradients[0].data, 1e-5, what);
  assertClose(results.get('dWeight')!.data, gradients[1].data, 1e-5, what);
}

function describeShapes(leaves: readonly Value[]): string {
  return leaves.map((leaf) => leaf.shape.join('x')).join(' ');
}

const LOWERINGS: Readonly<Record<string, Lowerings>> = {
  'tiles where they fit': TILES,
  'Conv and shifts': DIRECT,
  'Conv throughout': { ...DIRECT, weightGradient: 'convolution' },
};

describe('convolutions of random shapes', () => {
  for (const depthwise of [false, true]) {
    for (const [name, lowerings] of Object.entries(LOWERINGS)) {
      it(`${depthwise ? 'depthwise' : 'full'}, by ${name}`, async () => {
        const random = new Random(21);
        for (let round = 0; round < 15; round++) {
          await check(drawConvolution(random), depthwise, lowerings, random);
        }
      });
    }
  }
});

describe('convolutions by tiles', () => {
  // One tile, two, three, on square boards and others; and boards too small or too large for any.
  const boards = [
    [2, 2],
    [9, 9],
    [13, 9],
    [10, 11],
    [19, 19],
    [4, 25],
    [1, 5],
  ];
  for (const board of boards) {
    it(`on ${board.join('x')}`, async () => {
      const random = new Random(22);
      const shape = { channels: 3, filters: 4, kernel: [3, 3], dilation: 1, batch: 2 };
      await check({ ...shape, board }, false, TILES, random);
    });
  }
});
