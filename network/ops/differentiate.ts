import { add, constant } from '../graph/expressions.js';
import { ancestors, isLeaf, type Value } from '../graph/graph.js';
import type { OpName } from '../graph/attributes.js';
import { formatShape } from '../graph/shape.js';
import { operationOf } from './table.js';

/**
 * The gradients of a scalar `loss` by each of `targets`, as values of the same graph.
 * Reverse-mode differentiation: every value passes the gradient it has gathered on to its inputs
 * by its operation's rule. Throws if the loss is no scalar or does not depend on a target.
 */
export function differentiate(loss: Value, targets: readonly Value[]): Value[] {
  if (loss.shape.length !== 0) throw new Error(`a loss of shape ${formatShape(loss.shape)}`);
  const order = ancestors([loss]);
  const wanted = dependents(order, targets);
  const gradients = new Map<Value, Value>([[loss, constant(loss.graph, 1)]]);
  for (const value of order.toReversed()) {
    const gradient = gradients.get(value);
    if (gradient === undefined || isLeaf(value)) continue;
    propagate(value as Value<OpName>, gradient, wanted, gradients);
  }
  return targets.map((target) => gradients.get(target) ?? unreached(target));
}

/** The values through which `targets` reach the end of `order`. */
function dependents(order: readonly Value[], targets: readonly Value[]): ReadonlySet<Value> {
  const found = new Set(targets);
  for (const value of order) {
    if (value.inputs.some((input) => found.has(input))) found.add(value);
  }
  return found;
}

function propagate(
  value: Value<OpName>,
  gradient: Value,
  wanted: ReadonlySet<Value>,
  gradients: Map<Value, Value>,
): void {
  if (!value.inputs.some((input) => wanted.has(input))) return;
  const operation = operationOf(value);
  if (operation.gradient === undefined) throw new Error(`${value.op} has no gradient rule`);
  operation.gradient(value, gradient).forEach((part, i) => {
    const input = value.inputs[i];
    if (part === null || !wanted.has(input)) return;
    const sum = gradients.get(input);
    gradients.set(input, sum === undefined ? part : add(sum, part));
  });
}

function unreached(target: Value): never {
  throw new Error(`the loss does not depend on value ${target.id} (${target.op})`);
}
