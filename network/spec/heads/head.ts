import type { Value } from '../../graph/graph.js';
import type { Layers } from '../layers.js';
import type { Entry, Parameters, Values } from '../parameters.js';

/** One way to read an answer off the trunk. */
export interface Head<P extends Parameters = Parameters> extends Entry<P> {
  /** Whether its weights depend on the board's size, so that one network plays only one size. */
  readonly oneBoardSize: boolean;
  /** `x`: the trunk's planes after normalisation and ReLU, [batch, filters, height, width]. */
  build(layers: Layers, x: Value, parameters: Values<P>): Value;
}

/** Checks an entry's parameters against its builder, then forgets their names. */
export function head<P extends Parameters>(entry: Head<P>): Head {
  return entry;
}
