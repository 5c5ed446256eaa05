import { escapeString } from '@sabaki/sgf/src/helper.js';
import type { SgfNode, SgfTree } from './tree.js';

/**
 * Writes a collection, a game a line (its texts may hold line ends of their own). What `parseSgf`
 * reads from it are the same trees, except that it knows but one kind of line end.
 */
export function makeSgf(trees: readonly SgfTree[]): string {
  return trees.map((tree) => `${makeGame(tree.root)}\n`).join('');
}

/** Writes one tree, without recursion, however deep it is. */
function makeGame(root: SgfNode): string {
  const written: string[] = [];
  const pending: (SgfNode | string)[] = [')', root, '('];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') {
      written.push(next);
    } else {
      written.push(makeNode(next));
      if (next.children.length === 1) pending.push(next.children[0]);
      else for (const child of next.children.toReversed()) pending.push(')', child, '(');
    }
  }
  return written.join('');
}

function makeNode({ properties }: SgfNode): string {
  let text = ';';
  for (const [identifier, values] of Object.entries(properties)) {
    if (values === undefined || values.length === 0) continue;
    text += identifier + values.map((value) => `[${escapeValue(value)}]`).join('');
  }
  return text;
}

/** Escapes, too, what would look like the first line of another game. */
function escapeValue(value: string): string {
  return escapeString(value).replace(/(\n[ \t]*)\(/g, '$1\\(');
}
