import { ancestors, isOp, type Value } from '../../graph/graph.js';
import { sameShape } from '../../graph/shape.js';
import type { Tensors } from '../../onnx/emit.js';
import type { Outputs } from '../../ops/rewrite.js';
import { HEAD_NAMES } from '../../spec/heads/table.js';

/** Which parts of a network are computed in bytes. */
export interface BytePlan {
  /**
   * For each operation done in bytes, a convolution or a sum of planes, the value that its result
   * stands for: its own, or that of the ReLU after it, which then costs nothing.
   */
  readonly results: ReadonlyMap<Value, Value>;
  /** All planes that exist as bytes, each after those it is computed from. */
  readonly values: readonly Value[];
}

/**
 * Plans for a network's heads, `outputs`, with normalisation folded and its weights known. Done in
 * bytes are the convolutions of the trunk and the sums between them. The first convolution, the
 * heads, the sum that only they read, and what attention compares take little time and would lose
 * most: they stay float32.
 */
export function planBytes(outputs: Outputs, weights: Tensors): BytePlan {
  const all = ancestors(Object.values(outputs));
  const results = new Map<Value, Value>();
  const inBytes = new Set<Value>();
  for (const value of all) {
    const sum = isSumOfPlanes(value) && value.inputs.some((x) => inBytes.has(x));
    if (!sum && !isByteConvolution(value, weights)) continue;
    const result = reluAfter(value, all) ?? value;
    if (isAttention(result, all)) continue;
    results.set(value, result);
    inBytes.add(result);
  }
  dropUnreadSums(results, all);
  const operands = [...results.keys()].flatMap(planesOf);
  const values = new Set([...operands, ...results.values()]);
  return { results, values: [...values].sort((a, b) => a.id - b.id) };
}

/** Takes out sums that no operation in bytes reads. */
function dropUnreadSums(results: Map<Value, Value>, all: readonly Value[]): void {
  for (const value of all.toReversed()) {
    const result = results.get(value);
    if (result === undefined || !isOp(value, 'add')) continue;
    const read = all.some((user) => results.has(user) && user.inputs.includes(result));
    if (!read) results.delete(value);
  }
}

/** The operands that are planes. */
function planesOf(value: Value): readonly Value[] {
  return isOp(value, 'add') ? value.inputs : value.inputs.slice(0, 1);
}

function isByteConvolution(value: Value, weights: Tensors): boolean {
  if (!isOp(value, 'conv2d') && !isOp(value, 'depthwiseConv2d')) return false;
  const [x, kernel, ...bias] = value.inputs;
  return !isOp(x, 'input') && [kernel, ...bias].every((weight) => isTrunkWeight(weight, weights));
}

const HEADS: ReadonlySet<string> = new Set(HEAD_NAMES);

function isTrunkWeight(value: Value, weights: Tensors): boolean {
  if (!isOp(value, 'weight') || !weights.has(value.attributes.name)) return false;
  return !HEADS.has(value.attributes.name.split('.', 1)[0]);
}

/** Whether two values of planes, [batch, channels, height, width], are added. */
function isSumOfPlanes(value: Value): boolean {
  if (!isOp(value, 'add') || value.shape.length !== 4) return false;
  return value.inputs.every((input) => sameShape(input.shape, value.shape));
}

/** Whether `value` is reshaped for a matrix product, such as queries and keys of attention. */
function isAttention(value: Value, all: readonly Value[]): boolean {
  const reshaped = all.filter((user) => isOp(user, 'reshape') && user.inputs.includes(value));
  return all.some((user) => isOp(user, 'matmul') && user.inputs.some((x) => reshaped.includes(x)));
}

/** The ReLU that is the only use of `value`; undefined if there is none. */
function reluAfter(value: Value, all: readonly Value[]): Value | undefined {
  const users = all.filter(({ inputs }) => inputs.includes(value));
  return users.length === 1 && isOp(users[0], 'relu') ? users[0] : undefined;
}
