import type { OpName } from '../graph/attributes.js';
import { ancestors, isLeaf, type Value } from '../graph/graph.js';
import { operationOf } from '../ops/table.js';
import type { Tensor, Tf } from './tf.js';

/**
 * The tensors of `outputs`, computed by TensorFlow.js from the leaves' tensors by name. Tensors
 * between are freed after their last use, so that only what is still needed takes memory; the
 * outputs are the caller's to free, and may be leaves themselves. Throws where a leaf is missing.
 */
export function evaluateTfjs(
  tf: Tf,
  outputs: readonly Value[],
  leaves: ReadonlyMap<string, Tensor>,
): Tensor[] {
  const order = ancestors(outputs);
  const dying = lastUses(order, outputs);
  const tensors = new Map<Value, Tensor>();
  for (const value of order) {
    tensors.set(
      value,
      tf.tidy(() => evaluateValue(tf, value, tensors, leaves)),
    );
    for (const input of dying.get(value) ?? []) tensors.get(input)!.dispose();
  }
  return outputs.map((output) => tensors.get(output)!);
}

/** For each value, those of its inputs that nothing needs after it; leaves and outputs stay. */
function lastUses(order: readonly Value[], outputs: readonly Value[]): Map<Value, Value[]> {
  const seen = new Set(outputs);
  const uses = new Map<Value, Value[]>();
  for (const value of order.toReversed()) {
    const last = new Set(value.inputs.filter((input) => !seen.has(input) && !isLeaf(input)));
    last.forEach((input) => seen.add(input));
    uses.set(value, [...last]);
  }
  return uses;
}

function evaluateValue(
  tf: Tf,
  value: Value,
  tensors: ReadonlyMap<Value, Tensor>,
  leaves: ReadonlyMap<string, Tensor>,
): Tensor {
  if (isLeaf(value)) {
    const leaf = leaves.get(value.attributes.name);
    if (leaf === undefined) throw new Error(`no tensor for ${value.attributes.name}`);
    return leaf;
  }
  const inputs = value.inputs.map((input) => tensors.get(input)!);
  return operationOf(value as Value<OpName>).tfjs(tf, inputs, value as Value<OpName>);
}
