import type { OpName } from '../../graph/attributes.js';
import { ancestors, isLeaf, isOp, type Value } from '../../graph/graph.js';
import { staticDim, staticShape } from '../../graph/shape.js';
import type { Tensors } from '../../onnx/emit.js';
import { operationOf } from '../../ops/table.js';
import type { Outputs } from '../../ops/rewrite.js';
import { toByteFilters } from './byte-filters.js';
import type { ByteScale } from './byte-scale.js';
import { ByteWriter, type ByteTensor } from './byte-writer.js';
import type { BytePlan } from './plan.js';

/** A network, normalisation folded, of which a plan's operations are to run in bytes. */
export interface ByteNetwork {
  readonly outputs: Outputs;
  readonly weights: Tensors;
  readonly plan: BytePlan;
  /** How each of the plan's values is kept, in its order. */
  readonly scales: readonly ByteScale[];
}

/** The bytes of its ONNX model: outputs and `planes` are float32, as of any other network. */
export function emitByteNetwork(network: ByteNetwork): Uint8Array {
  const emitter = new ByteEmitter(network);
  for (const value of ancestors(Object.values(network.outputs))) emitter.emit(value);
  return emitter.finish();
}

/** Emits values one after another, each as floats, as bytes, or where both are used as both. */
class ByteEmitter {
  private readonly writer = new ByteWriter();
  private readonly floats = new Map<Value, string>();
  private readonly bytes = new Map<Value, string>();
  private readonly scales: ReadonlyMap<Value, ByteScale>;

  constructor(private readonly network: ByteNetwork) {
    const { plan, scales } = network;
    this.scales = new Map(plan.values.map((value, i) => [value, scales[i]]));
  }

  emit(value: Value): void {
    // Weights are written where they are used: mostly as bytes.
    if (isOp(value, 'weight')) return;
    const result = this.network.plan.results.get(value);
    if (result !== undefined) this.bytes.set(result, this.emitBytes(value, result));
    // A ReLU may be done already, with what it follows.
    else if (!this.bytes.has(value)) this.floats.set(value, this.emitFloats(value));
  }

  finish(): Uint8Array {
    for (const [name, value] of Object.entries(this.network.outputs)) {
      this.writer.graph.output(name, this.floatsOf(value), value.shape);
    }
    return this.writer.finish();
  }

  private emitFloats(value: Value): string {
    const { graph } = this.writer;
    if (isOp(value, 'input')) return graph.input(value.attributes.name, value.shape);
    if (isLeaf(value)) {
      const { name, shape } = value.attributes;
      return graph.floats(name, staticShape(shape), this.weight(name));
    }
    const inputs = value.inputs.map((input) => this.floatsOf(input));
    return operationOf(value as Value<OpName>).onnx(graph, inputs, value as Value<OpName>);
  }

  private emitBytes(value: Value, result: Value): string {
    const scale = this.scaleOf(result);
    if (!isOp(value, 'add')) return this.emitConvolution(value as Value<'conv2d'>, scale);
    const [x, y] = value.inputs.map((input) => this.bytesOf(input));
    return this.writer.sum(x, y, scale);
  }

  private emitConvolution(value: Value<'conv2d'>, result: ByteScale): string {
    const [x, kernel, bias] = value.inputs as readonly Value<'weight'>[];
    const planes = this.bytesOf(x);
    const { name } = kernel.attributes;
    const shape = staticShape(kernel.shape);
    const offsets = value.inputs.length === 3 ? this.weight(bias.attributes.name) : null;
    const filters = toByteFilters(
      this.weight(name),
      shape,
      offsets ?? new Float32Array(shape[0]),
      planes.scale.scale,
    );
    const { dilation } = value.attributes;
    const groups = staticDim(x.shape, 1) / shape[1];
    return this.writer.convolution(planes, { name, shape, ...filters }, dilation, groups, result);
  }

  private weight(name: string): Float32Array {
    return this.network.weights.get(name)!;
  }

  private scaleOf(value: Value): ByteScale {
    return this.scales.get(value)!;
  }

  private bytesOf(value: Value): ByteTensor {
    const scale = this.scaleOf(value);
    const name = this.bytes.get(value) ?? this.writer.quantise(this.floatsOf(value), scale);
    this.bytes.set(value, name);
    return { name, scale };
  }

  private floatsOf(value: Value): string {
    const known = this.floats.get(value);
    if (known !== undefined) return known;
    const inBytes = this.bytes.has(value);
    const name = inBytes ? this.writer.dequantise(this.bytesOf(value)) : this.emitFloats(value);
    this.floats.set(value, name);
    return name;
  }
}
