import type { Properties } from '../../engine/sgf/tree.js';
import type { Evaluation } from '../messages/game.js';

/** A node of a game tree: what SGF says of it, and what the engine thinks of it. */
export interface Node {
  readonly id: number;
  readonly parent: Node | null;
  readonly children: Node[];
  readonly properties: Properties;
  evaluation: Evaluation | null;
}

/** The tree of a game. Its nodes have numbers that are not used again. */
export class GameTree {
  readonly root: Node;
  private readonly nodes = new Map<number, Node>();
  private ids: number;

  /** @param firstId where the numbers begin. */
  constructor(properties: Properties, firstId = 0) {
    this.ids = firstId;
    this.root = this.newNode(null, properties);
  }

  get size(): number {
    return this.nodes.size;
  }

  /** The number that the next node will have. */
  get nextId(): number {
    return this.ids;
  }

  find(id: number): Node | undefined {
    return this.nodes.get(id);
  }

  all(): Iterable<Node> {
    return this.nodes.values();
  }

  add(parent: Node, properties: Properties): Node {
    const node = this.newNode(parent, properties);
    parent.children.push(node);
    return node;
  }

  /** Removes a node, not the root, with all that follows; the numbers of what is no more. */
  remove(node: Node): number[] {
    const siblings = node.parent!.children;
    siblings.splice(siblings.indexOf(node), 1);
    const removed = followers(node).map(({ id }) => id);
    for (const id of removed) this.nodes.delete(id);
    return removed;
  }

  private newNode(parent: Node | null, properties: Properties): Node {
    const node: Node = { id: this.ids++, parent, children: [], properties, evaluation: null };
    this.nodes.set(node.id, node);
    return node;
  }
}

/** Makes the line from the root through a node the main one; the nodes whose children changed. */
export function promote(node: Node): Node[] {
  return pathTo(node)
    .filter((each) => {
      const siblings = each.parent?.children ?? [each];
      const at = siblings.indexOf(each);
      if (at > 0) siblings.unshift(...siblings.splice(at, 1));
      return at > 0;
    })
    .map(({ parent }) => parent!);
}

/** The nodes from the root to that one. */
export function pathTo(node: Node): Node[] {
  const path: Node[] = [];
  for (let at: Node | null = node; at !== null; at = at.parent) path.push(at);
  return path.reverse();
}

/** The nodes from the root through that one to the end of its line. */
export function lineThrough(node: Node): Node[] {
  const line = pathTo(node);
  for (let at = node.children.at(0); at !== undefined; at = at.children.at(0)) line.push(at);
  return line;
}

/** A node and all that follow it. */
export function followers(node: Node): Node[] {
  const found = [node];
  for (const each of found) found.push(...each.children);
  return found;
}
