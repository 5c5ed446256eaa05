import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '../onnx/model.js';
import type { WeightSpec } from '../spec/weights.js';
import type { NetworkFailure, Refuse } from './errors.js';
import { fromFloat16, toFloat16 } from './float16.js';
import { faultOf } from './saved-network.js';

/**
 * Reads a network's weights from the constants of an ONNX graph, in float32 or float16. Failures
 * are of code ERR_NETWORK_CONTENT.
 */
export function readWeights(
  constants: readonly OnnxTensor[],
  specs: readonly WeightSpec[],
  refuse: Refuse,
): Result<Tensors, NetworkFailure> {
  const byName = new Map(constants.map((tensor) => [tensor.name, tensor]));
  const weights = new Map<string, Float32Array>();
  for (const spec of specs) {
    const tensor = byName.get(spec.name);
    const data = tensor === undefined ? undefined : floatsOf(tensor);
    const fault = faultOf(spec, data) ?? shapeFault(spec, tensor!);
    if (fault !== undefined) return refuse('ERR_NETWORK_CONTENT', fault);
    weights.set(spec.name, data!);
  }
  return ok(weights);
}

function shapeFault({ name, shape }: WeightSpec, { dims }: OnnxTensor): string | undefined {
  const same = dims.length === shape.length && dims.every((size, axis) => size === shape[axis]);
  return same ? undefined : `${name} is [${dims.join(', ')}], not [${shape.join(', ')}]`;
}

/** The numbers of a tensor; none where they are of another type, or not whole. */
function floatsOf({ dataType, rawData }: OnnxTensor): Float32Array {
  // A file made by others may lack even these.
  // The slice of a Buffer would be a view of the whole file.
  const bytes = new Uint8Array((rawData as Uint8Array | undefined) ?? []);
  if (dataType === DATA_TYPE.float32 && bytes.length % 4 === 0) {
    return new Float32Array(bytes.buffer);
  }
  const halves = dataType === DATA_TYPE.float16 && bytes.length % 2 === 0;
  return halves ? fromFloat16(new Uint16Array(bytes.buffer)) : new Float32Array(0);
}

/** The same model with its kernels in float16, each cast to float32 where the graph uses it. */
export function inFloat16(model: OnnxModel, specs: readonly WeightSpec[]): OnnxModel {
  const kernels = new Set(specs.filter(({ shape }) => shape.length > 1).map(({ name }) => name));
  const { graph } = model;
  const initializer = graph.initializer.map((tensor) =>
    kernels.has(tensor.name) ? halved(tensor) : tensor,
  );
  const rename = (name: string) => (kernels.has(name) ? castName(name) : name);
  const users = graph.node.map((node) => ({ ...node, input: node.input.map(rename) }));
  return {
    ...model,
    graph: { ...graph, initializer, node: [...[...kernels].map(cast), ...users] },
  };
}

function halved(tensor: OnnxTensor): OnnxTensor {
  const halves = toFloat16(floatsOf(tensor));
  return { ...tensor, dataType: DATA_TYPE.float16, rawData: new Uint8Array(halves.buffer) };
}

const castName = (kernel: string): string => `${kernel}.float32`;

function cast(kernel: string): OnnxNode {
  const attribute = [{ name: 'to', type: ATTRIBUTE_TYPE.int, i: DATA_TYPE.float32 }];
  return { opType: 'Cast', input: [kernel], output: [castName(kernel)], attribute };
}
