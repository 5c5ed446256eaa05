import { firstChildren, type Nodes } from './walk.js';

/** Where a node is drawn: its depth, and the lane that its variation runs in, 0 for the main line. */
export interface Place {
  readonly depth: number;
  readonly lane: number;
}

/**
 * Places for all nodes. A first child keeps its parent's lane. A variation runs below all that lies
 * between its fork and its end; those that fork last come first, so that no two lines cross.
 */
export function layOut(nodes: Nodes, root: number): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  /** Depth → the lowest lane that something of that depth is in. */
  const lowest: number[] = [];
  const lines = [{ first: root, depth: 0 }];
  for (let line = lines.pop(); line !== undefined; line = lines.pop()) {
    const run = firstChildren(nodes, line.first);
    const [from, to] = [Math.max(0, line.depth - 1), line.depth + run.length];
    const lane = laneBelow(lowest, from, to);
    lowest.length = Math.max(lowest.length, to);
    lowest.fill(lane, from, to);
    for (const [i, node] of run.entries()) {
      const depth = line.depth + i;
      places.set(node.id, { depth, lane });
      const variations = node.children.slice(1).toReversed();
      for (const first of variations) lines.push({ first, depth: depth + 1 });
    }
  }
  return places;
}

function laneBelow(lowest: readonly number[], from: number, to: number): number {
  let lane = 0;
  for (let depth = from; depth < to; depth++) lane = Math.max(lane, (lowest[depth] ?? -1) + 1);
  return lane;
}
