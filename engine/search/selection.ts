import type { Tree } from './tree.js';

/**
 * Chooses an edge of an open node with at least one edge: which move a visit tries there. Untried
 * edges may be chosen too.
 */
export type Selection = (tree: Tree, node: number) => number;
