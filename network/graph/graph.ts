import type { AttributesOf, LeafName, OpName } from './attributes.js';
import type { Shape } from './shape.js';

/** One float32 tensor of a graph: an operation applied to earlier values, or a leaf. */
export interface Value<K extends keyof AttributesOf = keyof AttributesOf> {
  readonly graph: Graph;
  /** Position in the order of construction: inputs always have smaller ids. */
  readonly id: number;
  readonly op: K;
  readonly inputs: readonly Value[];
  readonly attributes: AttributesOf[K];
  readonly shape: Shape;
}

/** How each operation's shape follows from its inputs; throws ShapeError where they do not fit. */
export type ShapeRules = {
  readonly [K in OpName]: {
    shape(inputs: readonly Shape[], attributes: AttributesOf[K]): Shape;
  };
};

/**
 * A directed acyclic graph of float32 tensors. Values are made once and never change; applying
 * the same operation to the same values again gives the value that is already there.
 */
export class Graph {
  private readonly interned = new Map<string, Value>();
  private readonly names = new Set<string>();

  constructor(private readonly rules: ShapeRules) {}

  /** A value fed at every run, such as the input planes. */
  input(name: string, shape: Shape): Value<'input'> {
    return this.leaf('input', name, shape);
  }

  /** A named parameter of the network: constant for inference, fed and returned in training. */
  weight(name: string, shape: Shape): Value<'weight'> {
    return this.leaf('weight', name, shape);
  }

  /** The result of an operation; throws ShapeError if the operands do not fit. */
  apply<K extends OpName>(op: K, inputs: readonly Value[], attributes: AttributesOf[K]): Value<K> {
    if (inputs.some((input) => input.graph !== this)) {
      throw new Error(`${op}: an operand belongs to another graph`);
    }
    const shapes = inputs.map((input) => input.shape);
    return this.intern(op, inputs, attributes, () => this.rules[op].shape(shapes, attributes));
  }

  private leaf<K extends LeafName>(op: K, name: string, shape: Shape): Value<K> {
    if (this.names.has(name)) throw new Error(`the graph already has a value named ${name}`);
    this.names.add(name);
    return this.intern(op, [], { name, shape }, () => shape);
  }

  private intern<K extends keyof AttributesOf>(
    op: K,
    inputs: readonly Value[],
    attributes: AttributesOf[K],
    shapeOf: () => Shape,
  ): Value<K> {
    const key = JSON.stringify([op, inputs.map((input) => input.id), attributes]);
    const known = this.interned.get(key);
    if (known !== undefined) return known as Value<K>;
    const id = this.interned.size;
    const value: Value<K> = { graph: this, id, op, inputs, attributes, shape: shapeOf() };
    this.interned.set(key, value);
    return value;
  }
}

export function isLeaf(value: Value): value is Value<LeafName> {
  return value.op === 'input' || value.op === 'weight';
}

export function isOp<K extends keyof AttributesOf>(value: Value, op: K): value is Value<K> {
  return value.op === op;
}

/** Everything that `outputs` depend on, themselves included, each after its inputs. */
export function ancestors(outputs: readonly Value[]): Value[] {
  const found = new Set<Value>();
  const pending = [...outputs];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    pending.push(...value.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
