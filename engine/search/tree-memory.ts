import type { Board } from '../board.js';

/** Bytes of a node in the search tree without its edges, of an edge, and of a point's owner. */
const NODE_BYTES = 72;
const EDGE_BYTES = 10;
const OWNER_BYTES = 1;

/** Edges grow by doubling, so that nearly half of them may lie idle in the end. */
const EDGE_GROWTH = 2;

const FEWEST_NODES = 1000;

/**
 * How many nodes a search tree may have so that its arrays take no more than so many bytes, every move
 * of every node listed, with or without the owners of points. A thousand, however few the bytes.
 */
export function nodesWithin(bytes: number, { area }: Board, ownedPoints: number): number {
  const edges = EDGE_GROWTH * EDGE_BYTES * (area + 1);
  return Math.max(
    FEWEST_NODES,
    Math.floor(bytes / (NODE_BYTES + edges + OWNER_BYTES * ownedPoints)),
  );
}
