/*
 * The program that findWebGpu runs: computes one small convolution on WebGPU. It ends with 0 if the
 * device did it, else with 1 and the reason on its standard output.
 */
import { conv2d } from '../graph/expressions.js';
import { newGraph } from '../ops/table.js';
import { emitOnnx } from '../onnx/emit.js';
import { DIRECT } from '../onnx/writer.js';
import { openSession, tensorOf } from './session.js';

const SIDE = 5;

try {
  const graph = newGraph();
  const planes = graph.input('planes', [1, 1, SIDE, SIDE]);
  const out = conv2d(planes, graph.weight('weight', [1, 1, 3, 3]));
  const model = emitOnnx({ out }, { lowerings: DIRECT });
  const session = await openSession(model, { device: 'webgpu', threads: 1 });
  await session.run({
    planes: tensorOf(new Float32Array(SIDE * SIDE).fill(1), [1, 1, SIDE, SIDE]),
    weight: tensorOf(new Float32Array(9).fill(1), [1, 1, 3, 3]),
  });
} catch (error) {
  // ONNX Runtime puts the place in its source, and the condition that failed, before the reason.
  const reason = (error as Error).message.trim().split(' was false. ').at(-1);
  console.log(reason);
  process.exitCode = 1;
}
