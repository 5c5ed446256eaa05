import { ancestors, isOp, type Value } from '../graph/graph.js';
import { sameShape, staticDim } from '../graph/shape.js';

/**
 * What a weight does with channels: `filter` computes them, `bias` is added to them, `reader` takes
 * them in, `kernel` (depthwise) and `norm` transform each by itself.
 */
export type Role = 'filter' | 'bias' | 'reader' | 'kernel' | 'norm';

/** An axis of a weight, one entry of which belongs to each channel of a group. */
export interface WeightAxis {
  readonly weight: string;
  readonly axis: number;
  readonly role: Role;
}

/**
 * Channels that can only be there together: those of a convolution's result, of what adds planes
 * to it, and of all that reads them (the dependency graph of Fang et al. 2023).
 */
export interface ChannelGroup {
  readonly channels: number;
  /** All values that have these channels. */
  readonly planes: readonly Value[];
  readonly axes: readonly WeightAxis[];
  /** False where something uses the channels in a way that none can be taken out of. */
  readonly separable: boolean;
}

/** The groups of channels of all planes in a network. */
export function channelGroups(outputs: Readonly<Record<string, Value>>): ChannelGroup[] {
  const joiner = new Joiner();
  for (const value of ancestors(Object.values(outputs))) {
    (JOINS[value.op] ?? sealAll)(joiner, value);
  }
  return joiner.groups();
}

type Join = (joiner: Joiner, value: Value) => void;

/** What an operation says of the channels of its operands and its result. */
const JOINS: Partial<Record<Value['op'], Join>> = {
  weight: () => undefined,
  conv2d: joinConvolution,
  depthwiseConv2d: joinDepthwise,
  batchNormTrain: joinChannelwise,
  batchNormInference: joinChannelwise,
  relu: joinChannelwise,
  add: joinElementwise,
  multiply: joinElementwise,
};

/** Where nothing is known of an operation, it may need every channel. */
const sealAll: Join = (joiner, value) => {
  for (const planes of [...value.inputs, value].filter(isPlanes)) joiner.seal(planes);
};

function joinConvolution(joiner: Joiner, value: Value): void {
  const [x, kernel, ...bias] = value.inputs;
  joiner.note(value, kernel, 0, 'filter');
  joiner.note(x, kernel, 1, 'reader');
  joiner.noteVectors(value, bias, 'bias');
}

function joinDepthwise(joiner: Joiner, value: Value): void {
  const [x, kernel, ...bias] = value.inputs;
  joiner.join(value, x);
  joiner.note(value, kernel, 0, 'kernel');
  joiner.noteVectors(value, bias, 'bias');
}

/** Each channel of the result comes from the same one of the first operand. */
function joinChannelwise(joiner: Joiner, value: Value): void {
  const [x, ...vectors] = value.inputs;
  if (!isPlanes(value)) return;
  joiner.join(value, x);
  joiner.noteVectors(value, vectors, 'norm');
}

/** Planes with planes of the same shape, or with a number for each channel. */
function joinElementwise(joiner: Joiner, value: Value): void {
  if (!isPlanes(value)) return;
  const adds = isOp(value, 'add');
  for (const operand of value.inputs) {
    if (sameShape(operand.shape, value.shape)) joiner.join(value, operand);
    else if (isOp(operand, 'reshape')) {
      joiner.noteVectors(value, operand.inputs, adds ? 'bias' : 'norm');
    } else if (adds || !isOp(operand, 'constant')) joiner.seal(value);
  }
}

function isPlanes({ shape }: Value): boolean {
  return shape.length === 4 && typeof shape[1] === 'number';
}

interface Members {
  readonly channels: number;
  readonly planes: Value[];
  readonly axes: WeightAxis[];
  separable: boolean;
}

/** Sets of planes whose channels belong together (union–find). */
class Joiner {
  private readonly parents = new Map<Value, Value>();
  private readonly members = new Map<Value, Members>();

  join(a: Value, b: Value): void {
    const [into, from] = [this.rootOf(a), this.rootOf(b)];
    if (into === from) return;
    const [kept, gone] = [this.membersOf(into), this.membersOf(from)];
    kept.planes.push(...gone.planes);
    kept.axes.push(...gone.axes);
    kept.separable &&= gone.separable;
    this.parents.set(from, into);
    this.members.delete(from);
  }

  /** Notes that an axis of `operand` belongs to the channels of `planes`. */
  note(planes: Value, operand: Value, axis: number, role: Role): void {
    const members = this.membersOf(this.rootOf(planes));
    if (isOp(operand, 'weight')) {
      members.axes.push({ weight: operand.attributes.name, axis, role });
    } else members.separable = false;
  }

  /** Notes vectors with a number for each channel of `planes`. */
  noteVectors(planes: Value, vectors: readonly Value[], role: Role): void {
    for (const vector of vectors) this.note(planes, vector, 0, role);
  }

  seal(planes: Value): void {
    this.membersOf(this.rootOf(planes)).separable = false;
  }

  groups(): ChannelGroup[] {
    return [...this.members.values()];
  }

  private rootOf(value: Value): Value {
    const parent = this.parents.get(value);
    return parent === undefined ? value : this.rootOf(parent);
  }

  private membersOf(root: Value): Members {
    const known = this.members.get(root);
    if (known !== undefined) return known;
    const channels = staticDim(root.shape, 1);
    const members = { channels, planes: [root], axes: [], separable: true };
    this.members.set(root, members);
    return members;
  }
}
