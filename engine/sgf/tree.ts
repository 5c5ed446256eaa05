import type { SgfPlace } from './errors.js';

/**
 * The properties of a node: identifier in capital letters → values, unescaped, in the file's order.
 * (https://www.red-bean.com/sgf/properties.html)
 */
export type Properties = Partial<Record<string, string[]>>;

/** A node of a game tree. Its first child goes on with the main line, others are variations. */
export interface SgfNode {
  properties: Properties;
  children: SgfNode[];
}

/** One game of a collection, with all that its file says, whether it makes sense or not. */
export interface SgfTree {
  root: SgfNode;
  /** Where the game begins in the file it was read from. */
  origin?: SgfPlace;
}

/** The nodes of the main line, from the root on. */
export function* mainLine(root: SgfNode): Generator<SgfNode> {
  let node: SgfNode | undefined = root;
  while (node !== undefined) {
    yield node;
    node = node.children.at(0);
  }
}

/** The first value of a property, without the space around it; empty if there is none. */
export function firstValue(node: SgfNode, identifier: string): string {
  return node.properties[identifier]?.[0]?.trim() ?? '';
}
