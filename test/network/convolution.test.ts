import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import * as x from '../../network/graph/expressions.js';
import type { Value } from '../../network/graph/graph.js';
import { BATCH } from '../../network/graph/shape.js';
import { DEFAULT_LOWERINGS } from '../../network/onnx/writer.js';
import { differentiate } from '../../network/ops/differentiate.js';
import { newGraph } from '../../network/ops/table.js';
import { randomLeaves } from './support/gradients.js';
import { compile } from './support/onnx.js';
import { assertClose } from './support/tensors.js';
import { runTfjs, tfjsGradients } from './support/tfjs.js';

/** A convolution of random size, dilation and board, down to boards smaller than the kernel. */
function drawConvolution(random: Random, depthwise: boolean) {
  const pick = (low: number, high: number) => low + random.below(high - low + 1);
  const graph = newGraph();
  const channels = pick(1, 5);
  const filters = depthwise ? channels : pick(1, 5);
  const kernel = [1 + 2 * random.below(3), 1 + 2 * random.below(3)];
  const board = [pick(2, 7), pick(2, 7)];
  const planes = graph.weight('planes', [BATCH, channels, ...board]);
  const weight = graph.weight('weight', [filters, depthwise ? 1 : channels, ...kernel]);
  const cotangent = graph.weight('cotangent', [BATCH, filters, ...board]);
  const apply = depthwise ? x.depthwiseConv2d : x.conv2d;
  const output = apply(planes, weight, null, pick(1, 3));
  const loss = x.sumAll(x.multiply(output, cotangent));
  return { output, loss, leaves: [planes, weight, cotangent] };
}

function describeShapes(leaves: readonly Value[]): string {
  return leaves.map((leaf) => leaf.shape.join('x')).join(' ');
}

describe('convolutions of random shapes', () => {
  for (const depthwise of [false, true]) {
    for (const weightGradient of ['shifts', 'convolution'] as const) {
      it(`${depthwise ? 'depthwise' : 'full'}, weight gradient by ${weightGradient}`, async () => {
        const random = new Random(21);
        for (let round = 0; round < 15; round++) {
          const { output, loss, leaves } = drawConvolution(random, depthwise);
          const values = randomLeaves(leaves, random, 1 + random.below(4));
          const [dPlanes, dWeight] = differentiate(loss, leaves.slice(0, 2));
          const lowerings = { ...DEFAULT_LOWERINGS, weightGradient };
          const model = await compile({ output, dPlanes, dWeight }, { lowerings });
          const results = await model.run(values);
          const [expected] = runTfjs([output], values);
          const gradients = tfjsGradients(loss, ['planes', 'weight'], values);
          const what = describeShapes(leaves);
          assertClose(results.get('output')!.data, expected.data, 1e-5, what);
          assertClose(results.get('dPlanes')!.data, gradients[0].data, 1e-5, what);
          assertClose(results.get('dWeight')!.data, gradients[1].data, 1e-5, what);
        }
      });
    }
  }
});
