import type { OpName } from '../graph/attributes.js';
import { ancestors, isLeaf, type Value } from '../graph/graph.js';
import { operationOf } from '../ops/table.js';
import type { Tensor, Tf } from './tf.js';

/**
 * The tensors of `outputs`, computed by TensorFlow.js from the leaves' tensors by name. Run it
 * inside tf.tidy: the tensors between are the caller's to free. Throws where a leaf is missing.
 */
export function evaluateTfjs(
  tf: Tf,
  outputs: readonly Value[],
  leaves: ReadonlyMap<string, Tensor>,
): Tensor[] {
  const tensors = new Map<Value, Tensor>();
  for (const value of ancestors(outputs)) {
    tensors.set(value, evaluateValue(tf, value, tensors, leaves));
  }
  return outputs.map((output) => tensors.get(output)!);
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
