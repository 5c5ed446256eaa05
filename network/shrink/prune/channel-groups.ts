import { ancestors, isOp, type Value } from '../../graph/graph.js';
import { sameShape, staticDim } from '../../graph/shape.js';

/** An axis of a weight, one entry of which belongs to each channel of a group. */
export interface WeightAxis {
  readonly weight: string;
  readonly axis: number;
  /** Whether the weight computes the channels, rather than reading or scaling them. */
  readonly produces: boolean;
}

/**
 * Channels that can only be there together: those of a convolution's result, of what adds planes
 * to it, and of all that reads them (the dependency graph of Fang et al. 2023).
 */
export interface ChannelGroup {
  readonly channels: number;
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
  depthwiseConv2d: joinChannelwise,
  batchNormTrain: joinChannelwise,
  batchNormInference: joinChannelwise,
  relu: joinChannelwise,
  tanh: joinChannelwise,
  add: joinElementwise,
  multiply: joinElementwise,
};

/** Where nothing is known of an operation, it may need every channel. */
const sealAll: Join = (joiner, value) => {
  for (const planes of [...value.inputs, value].filter(isPlanes)) joiner.seal(planes);
};

function joinConvolution(joiner: Joiner, value: Value): void {
  const [x, kernel, ...bias] = value.inputs;
  joiner.note(value, kernel, 0, true);
  joiner.note(x, kernel, 1);
  joinWeights(joiner, value, bias);
}

/** Each channel of the result comes from the same one of the first operand. */
function joinChannelwise(joiner: Joiner, value: Value): void {
  const [x, ...weights] = value.inputs;
  if (!isPlanes(value)) return;
  joiner.join(value, x);
  joinWeights(joiner, value, weights);
}

/** Planes with planes of the same shape, or with a number for each channel. */
function joinElementwise(joiner: Joiner, value: Value): void {
  if (!isPlanes(value)) return;
  for (const operand of value.inputs) {
    if (sameShape(operand.shape, value.shape)) joiner.join(value, operand);
    else if (isOp(operand, 'reshape')) joinWeights(joiner, value, operand.inputs);
    else if (!isOp(operand, 'constant')) joiner.seal(value);
  }
}

/** Vectors with a number for each channel of `planes`. */
function joinWeights(joiner: Joiner, planes: Value, vectors: readonly Value[]): void {
  for (const vector of vectors) joiner.note(planes, vector, 0);
}

function isPlanes({ shape }: Value): boolean {
  return shape.length === 4 && typeof shape[1] === 'number';
}

interface Members {
  readonly channels: number;
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
    kept.axes.push(...gone.axes);
    kept.separable &&= gone.separable;
    this.parents.set(from, into);
    this.members.delete(from);
  }

  /** Notes that an axis of `operand` belongs to the channels of `planes`. */
  note(planes: Value, operand: Value, axis: number, produces = false): void {
    const members = this.membersOf(this.rootOf(planes));
    if (isOp(operand, 'weight')) {
      members.axes.push({ weight: operand.attributes.name, axis, produces });
    } else members.separable = false;
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
    const members = { channels: staticDim(root.shape, 1), axes: [], separable: true };
    this.members.set(root, members);
    return members;
  }
}
