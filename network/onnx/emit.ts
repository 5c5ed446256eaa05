import { isLeaf, isOp, ancestors, type Value } from '../graph/graph.js';
import type { OpName } from '../graph/attributes.js';
import { staticShape } from '../graph/shape.js';
import { operationOf } from '../ops/table.js';
import { encodeModel } from './model.js';
import {
  DEFAULT_LOWERINGS,
  IR_VERSION,
  OnnxWriter,
  OPSET_VERSION,
  type Lowerings,
} from './writer.js';

/** Tensors by name, row-major float32. */
export type Tensors = ReadonlyMap<string, Float32Array>;

export interface EmitOptions {
  /** Weights to fix in the file; those that are missing become inputs of the ONNX graph. */
  readonly constants?: Tensors;
  /** Text kept in the file beside the graph. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly lowerings?: Lowerings;
}

/** The bytes of an ONNX model that computes `outputs`, by name, from the leaves they need. */
export function emitOnnx(
  outputs: Readonly<Record<string, Value>>,
  options: EmitOptions = {},
): Uint8Array {
  const writer = new OnnxWriter(options.lowerings ?? DEFAULT_LOWERINGS);
  const names = new Map<Value, string>();
  for (const value of ancestors(Object.values(outputs))) {
    names.set(value, emitValue(writer, value, names, options.constants ?? new Map()));
  }
  for (const [name, value] of Object.entries(outputs)) {
    writer.output(name, names.get(value)!, value.shape);
  }
  return encodeModel({
    irVersion: IR_VERSION,
    producerName: 'tengen',
    graph: writer.finish('network'),
    opsetImport: [{ domain: '', version: OPSET_VERSION }],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
  });
}

function emitValue(
  writer: OnnxWriter,
  value: Value,
  names: ReadonlyMap<Value, string>,
  constants: Tensors,
): string {
  if (isLeaf(value)) {
    const { name, shape } = value.attributes;
    const data = isOp(value, 'weight') ? constants.get(name) : undefined;
    return data === undefined
      ? writer.input(name, shape)
      : writer.floats(name, staticShape(shape), data);
  }
  const inputs = value.inputs.map((input) => names.get(input)!);
  return operationOf(value as Value<OpName>).onnx(writer, inputs, value as Value<OpName>);
}
