import type { TreeNode } from '../../messages/game.js';

/** The nodes of a game by their number. */
export type Nodes = ReadonlyMap<number, TreeNode>;

/** The nodes from the root to `id`, both included; none if the node is not there. */
export function pathTo(nodes: Nodes, id: number): TreeNode[] {
  const path: TreeNode[] = [];
  let node = nodes.get(id);
  while (node !== undefined) {
    path.push(node);
    node = node.parent === null ? undefined : nodes.get(node.parent);
  }
  return path.reverse();
}

/** The nodes of the line through `id`: its path, then first children. */
export function lineThrough(nodes: Nodes, id: number): TreeNode[] {
  const line = pathTo(nodes, id);
  return line.length === 0 ? [] : [...line, ...firstChildren(nodes, id).slice(1)];
}

/** The line of first children that begins with a node. */
export function firstChildren(nodes: Nodes, first: number): TreeNode[] {
  const line: TreeNode[] = [];
  let node = nodes.get(first);
  while (node !== undefined) {
    line.push(node);
    node = nodes.get(node.children[0] ?? -1);
  }
  return line;
}

/** The node `steps` moves back, or the root. */
export function back(nodes: Nodes, id: number, steps = 1): number {
  const path = pathTo(nodes, id);
  return path[Math.max(0, path.length - 1 - steps)]?.id ?? id;
}

/** The node `steps` moves on along first children, or the last one. */
export function forward(nodes: Nodes, id: number, steps = 1): number {
  const line = firstChildren(nodes, id);
  return line[Math.min(steps, line.length - 1)]?.id ?? id;
}

/** The next sibling (`by` 1) or the one before (−1), round and round. */
export function sibling(nodes: Nodes, id: number, by: 1 | -1): number {
  const children = siblingsOf(nodes, id);
  return children[(children.indexOf(id) + by + children.length) % children.length] ?? id;
}

/** The children of a node's parent, itself among them; itself alone for the root. */
export function siblingsOf(nodes: Nodes, id: number): readonly number[] {
  return nodes.get(nodes.get(id)?.parent ?? -1)?.children ?? [id];
}

/** The next node of the line, after `id` (`by` 1) or before it (−1), for which `holds`. */
export function nextWhere(
  nodes: Nodes,
  id: number,
  by: 1 | -1,
  holds: (node: TreeNode) => boolean,
): number | undefined {
  const line = by === 1 ? firstChildren(nodes, id) : pathTo(nodes, id).reverse();
  return line.slice(1).find(holds)?.id;
}
