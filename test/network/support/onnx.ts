import * as ort from 'onnxruntime-node';
import type { Value } from '../../../network/graph/graph.js';
import { emitOnnx, type EmitOptions } from '../../../network/onnx/emit.js';
import type { Dense, DenseMap } from './tensors.js';

/** A loaded model that maps tensors by name to tensors by name. */
export interface Model {
  readonly inputNames: readonly string[];
  run(feeds: DenseMap): Promise<Map<string, Dense>>;
}

/** Loads ONNX bytes on one CPU thread. */
export async function loadModel(bytes: Uint8Array): Promise<Model> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  return {
    inputNames: session.inputNames,
    async run(feeds) {
      const inputs = session.inputNames.map((name) => [name, toTensor(name, feeds)] as const);
      const results = await session.run(Object.fromEntries(inputs));
      return new Map(Object.entries(results).map(([name, tensor]) => [name, fromTensor(tensor)]));
    },
  };
}

function toTensor(name: string, feeds: DenseMap): ort.Tensor {
  const dense = feeds.get(name);
  if (dense === undefined) throw new Error(`nothing to feed ${name}`);
  return new ort.Tensor('float32', dense.data, [...dense.shape]);
}

function fromTensor(tensor: ort.Tensor): Dense {
  return { shape: tensor.dims, data: tensor.data as Float32Array };
}

/** Emits and loads `outputs`. */
export function compile(
  outputs: Readonly<Record<string, Value>>,
  options: EmitOptions = {},
): Promise<Model> {
  return loadModel(emitOnnx(outputs, options));
}
