import type { OpName } from '../graph/attributes.js';
import { Graph, type Value } from '../graph/graph.js';
import { BATCH_NORM } from './batch-norm.js';
import { BOARD_TRANSFORM } from './board-transform.js';
import { CONVOLUTIONS } from './convolution.js';
import { ELEMENTWISE } from './elementwise.js';
import { LAYOUT } from './layout.js';
import { MATMUL } from './matmul.js';
import type { Operation, Operations } from './operation.js';
import { REDUCTIONS } from './reduction.js';
import { SOFTMAX } from './softmax.js';

/** Every operation of the graph. A new one is an entry here and its attributes in graph/. */
export const OPERATIONS: Operations<OpName> = {
  ...ELEMENTWISE,
  ...SOFTMAX,
  ...REDUCTIONS,
  ...LAYOUT,
  matmul: MATMUL,
  ...CONVOLUTIONS,
  boardTransform: BOARD_TRANSFORM,
  ...BATCH_NORM,
};

export function operationOf<K extends OpName>(value: Value<K>): Operation<K> {
  return OPERATIONS[value.op];
}

/** An empty graph over the operations of this table. */
export function newGraph(): Graph {
  return new Graph(OPERATIONS);
}
