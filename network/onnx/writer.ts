import { BATCH, type Shape } from '../graph/shape.js';
import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from './model.js';

/** The version of the standard operators that emitted graphs use. */
export const OPSET_VERSION = 18;
export const IR_VERSION = 8;

/** A whole number is an ONNX int; a float attribute is written as `{ float: 1 }`. */
export type AttributeValue = number | readonly number[] | string | { readonly float: number };

/** Choices between ways of writing the same operation. */
export interface Lowerings {
  /** 3×3 convolutions as tiles in transformed space, see board-first.ts, or as ONNX's Conv. */
  readonly convolution: 'tiles' | 'direct';
  /** How a weight gradient that is not made by tiles comes about; see convolution.ts. */
  readonly weightGradient: 'shifts' | 'convolution';
}

/** The fastest known on a CPU where weights are fed, as in training. */
export const TILES: Lowerings = { convolution: 'tiles', weightGradient: 'shifts' };
/** ONNX's own convolution, which runtimes rearrange for where its weights are fixed. */
export const DIRECT: Lowerings = { convolution: 'direct', weightGradient: 'shifts' };

/** Collects the nodes, constants, inputs and outputs of one ONNX graph. Tensors go by name. */
export class OnnxWriter {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants = new Map<string, OnnxTensor>();
  private readonly inputs: OnnxValueInfo[] = [];
  private readonly outputs: OnnxValueInfo[] = [];

  constructor(readonly lowerings: Lowerings = DIRECT) {}

  /** Adds one operator; returns the name of its (first) output. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const output = `${opType}_${this.nodes.length}`;
    const attribute = Object.entries(attributes).map(([name, value]) => makeAttribute(name, value));
    this.nodes.push({ opType, input: inputs, output: [output], attribute });
    return output;
  }

  /** The same elements under another shape; of one axis the size may be left open. */
  reshape(input: string, shape: Shape): string {
    const sizes = shape.map((size) => (size === BATCH ? -1 : size));
    return this.node('Reshape', [input, this.ints(sizes)]);
  }

  /** A constant vector of int64, as operators take shapes and axes; equal ones are shared. */
  ints(values: readonly number[]): string {
    const name = `ints_${values.join('_')}`;
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.constant(name, [values.length], DATA_TYPE.int64, new Uint8Array(data.buffer));
  }

  /** A constant float32 scalar; equal ones are shared. */
  scalar(value: number): string {
    return this.floats(`scalar_${value}`, [], Float32Array.of(value));
  }

  /** A constant float32 vector with one number everywhere; equal ones are shared. */
  vector(filling: number, length: number): string {
    const data = new Float32Array(length).fill(filling);
    return this.floats(`vector_${filling}_${length}`, [length], data);
  }

  /** A constant float32 tensor under its own name. */
  floats(name: string, dims: readonly number[], data: Float32Array): string {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return this.constant(name, dims, DATA_TYPE.float32, bytes);
  }

  /** A float32 input of the graph. */
  input(name: string, shape: Shape): string {
    this.inputs.push(valueInfo(name, shape));
    return name;
  }

  /** Makes the tensor `source` an output of the graph called `name`; throws if that is taken. */
  output(name: string, source: string, shape: Shape): void {
    if ([...this.inputs, ...this.outputs].some((other) => other.name === name)) {
      throw new Error(`the ONNX graph already has an input or output named ${name}`);
    }
    this.nodes.push({ opType: 'Identity', input: [source], output: [name], attribute: [] });
    this.outputs.push(valueInfo(name, shape));
  }

  finish(name: string): OnnxGraph {
    return {
      name,
      node: this.nodes,
      initializer: [...this.constants.values()],
      input: this.inputs,
      output: this.outputs,
    };
  }

  private constant(name: string, dims: readonly number[], dataType: number, rawData: Uint8Array) {
    if (!this.constants.has(name)) this.constants.set(name, { name, dims, dataType, rawData });
    return name;
  }
}

function makeAttribute(name: string, value: AttributeValue): OnnxAttribute {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value };
  if (typeof value === 'string') {
    return { name, type: ATTRIBUTE_TYPE.string, s: new TextEncoder().encode(value) };
  }
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value };
}

function valueInfo(name: string, shape: Shape): OnnxValueInfo {
  const dim = shape.map((size) => (size === BATCH ? { dimParam: BATCH } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPE.float32, shape: { dim } } } };
}
