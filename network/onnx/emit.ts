import { isLeaf, isOp, ancestors, type Value } from '../graph/graph.js';
import type { OpName } from '../graph/attributes.js';
import { staticShape } from '../graph/shape.js';
import type { Outputs } from '../ops/rewrite.js';
import { operationOf } from '../ops/table.js';
import { layBoardFirst, type Lowered } from './board-first.js';
import { encodeModel } from './model.js';
import { DIRECT, IR_VERSION, OnnxWriter, OPSET_VERSION, TILES, type Lowerings } from './writer.js';

/** Tensors by name, row-major float32. */
export type Tensors = ReadonlyMap<string, Float32Array>;

export interface EmitOptions {
  /** Weights to fix in the file; those that are missing become inputs of the ONNX graph. */
  readonly constants?: Tensors;
  /** Text kept in the file beside the graph. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** TILES where it is not given, or DIRECT where there are constants. */
  readonly lowerings?: Lowerings;
}

/** The bytes of an ONNX model that computes `outputs`, by name, from the leaves they need. */
export function emitOnnx(
  outputs: Readonly<Record<string, Value>>,
  options: EmitOptions = {},
): Uint8Array {
  const lowerings = options.lowerings ?? (options.constants === undefined ? TILES : DIRECT);
  const writer = new OnnxWriter(lowerings);
  const lowered = lower(outputs, lowerings);
  const constants = new Map(options.constants);
  for (const { weight, data } of lowered.constants) constants.set(weight.attributes.name, data);
  const names = new Map<Value, string>();
  for (const value of ancestors(Object.values(lowered.outputs))) {
    names.set(value, emitValue(writer, value, names, constants));
  }
  for (const [name, value] of Object.entries(lowered.outputs)) {
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

function lower(outputs: Outputs, { convolution }: Lowerings): Lowered {
  return convolution === 'tiles' ? layBoardFirst(outputs) : { outputs, constants: [] };
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
