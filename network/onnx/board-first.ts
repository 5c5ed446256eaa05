import type { OpName } from '../graph/attributes.js';
import { ancestors, isLeaf, type Value } from '../graph/graph.js';
import type { Outputs } from '../ops/rewrite.js';
import { layoutRule } from './layout-rules.js';
import { Layouts, type Laid } from './layouts.js';
import { TileConvolutions, type ConstantMatrix } from './tile-convolution.js';

/** A rewritten graph's outputs, and the matrices among its weights. */
export interface Lowered {
  readonly outputs: Outputs;
  readonly constants: readonly ConstantMatrix[];
}

/**
 * The same outputs from a new graph in which 3×3 convolutions go by tiles (tile-convolution.ts)
 * and planes lie board first (layouts.ts) from one convolution to the next. What has no rule for
 * that layout gets its operands turned back.
 */
export function layBoardFirst(outputs: Outputs): Lowered {
  const layouts = new Layouts();
  const tiled = new TileConvolutions(layouts.graph);
  for (const value of ancestors(Object.values(outputs))) {
    layouts.set(value, lay(value, layouts, tiled));
  }
  const laid = Object.entries(outputs).map(([name, value]) => [name, layouts.natural(value)]);
  return { outputs: Object.fromEntries(laid) as Outputs, constants: tiled.constants };
}

function lay(value: Value, layouts: Layouts, tiled: TileConvolutions): Laid {
  const rule = isLeaf(value) ? undefined : layoutRule(value.op as OpName);
  return rule?.(value as Value<OpName>, layouts, tiled) ?? layouts.copyNatural(value);
}
