import type { Value } from '../../graph/graph.js';
import type { Layers } from '../layers.js';
import type { Entry, Parameters, Values } from '../parameters.js';

/** One kind of block that a trunk is made of. */
export interface Block<P extends Parameters = Parameters> extends Entry<P> {
  /**
   * `after`: takes planes that a normalisation and ReLU have passed over, and gives such planes.
   * `before`: takes any planes, normalises inside, and gives planes that are not yet normalised.
   */
  readonly activation: 'after' | 'before';
  /** `x` [batch, in, height, width] → [batch, out, height, width]. */
  build(layers: Layers, x: Value, parameters: Values<P>): Value;
}

/** Checks an entry's parameters against its builder, then forgets their names. */
export function block<P extends Parameters>(entry: Block<P>): Block {
  return entry;
}
