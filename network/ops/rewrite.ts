import type { OpName } from '../graph/attributes.js';
import { ancestors, isOp, isLeaf, type Graph, type Value } from '../graph/graph.js';
import { newGraph } from './table.js';

/** Values by the names under which a graph gives them out. */
export type Outputs = Readonly<Record<string, Value>>;

/** What takes the place of `value`, whose inputs are already rewritten; null to keep it. */
export type Rule = (value: Value, inputs: readonly Value[], graph: Graph) => Value | null;

/** `outputs` copied into a new graph, with every value that `rule` replaces replaced. */
export function rewrite(outputs: Outputs, rule: Rule): Outputs {
  const graph = newGraph();
  const copies = new Map<Value, Value>();
  for (const value of ancestors(Object.values(outputs))) {
    const inputs = value.inputs.map((input) => copies.get(input)!);
    copies.set(value, rule(value, inputs, graph) ?? copyValue(value, inputs, graph));
  }
  const copied = Object.entries(outputs).map(([name, value]) => [name, copies.get(value)!]);
  return Object.fromEntries(copied) as Outputs;
}

/** The same operation, or leaf, in `graph`, over `inputs` of that graph. */
export function copyValue(value: Value, inputs: readonly Value[], graph: Graph): Value {
  if (isOp(value, 'input')) return graph.input(value.attributes.name, value.shape);
  if (isLeaf(value)) return graph.weight(value.attributes.name, value.shape);
  const { op, attributes } = value as Value<OpName>;
  return graph.apply(op, inputs, attributes);
}
