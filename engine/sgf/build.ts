import { unescapeString } from '@sabaki/sgf/src/helper.js';
import type { Token } from '@sabaki/sgf/src/tokenize.js';
import type { SgfNode } from './tree.js';

/**
 * Builds the tree of one game from its tokens, without recursion, however deep it is. Each method
 * returns what is wrong with the token, if anything is.
 */
export class TreeBuilder {
  /** The first node; what it is before one was added is no tree. */
  root: SgfNode = { properties: {}, children: [] };

  /** The node that the next one follows; undefined before the root. */
  private node: SgfNode | undefined;
  /** For every open parenthesis, the node it stands after. */
  private readonly forks: (SgfNode | undefined)[] = [];
  /** What the last token was a part of: a fresh parenthesis, a node, or a variation now closed. */
  private state: 'opened' | 'node' | 'closed' = 'opened';
  /** Where values go; undefined where none may stand. */
  private values: string[] | undefined;
  /** The identifier that still has no value. */
  private bare: string | undefined;

  add(token: Token): string | undefined {
    if (this.bare !== undefined && token.type !== 'c_value_type') {
      return `property ${this.bare} has no value`;
    }
    switch (token.type) {
      case 'parenthesis':
        return token.value === '(' ? this.open() : this.close();
      case 'semicolon':
        return this.startNode();
      case 'prop_ident':
        return this.startProperty(token.value);
      case 'c_value_type':
        return this.addValue(token.value);
      case 'invalid':
        return `'${token.value}' may not stand here`;
    }
  }

  private open(): string | undefined {
    if (this.state === 'opened' && this.forks.length > 0) return 'a variation has no node';
    this.forks.push(this.node);
    this.state = 'opened';
    this.values = undefined;
    return undefined;
  }

  private close(): string | undefined {
    if (this.state === 'opened') return 'a variation has no node';
    this.node = this.forks.pop();
    this.state = 'closed';
    this.values = undefined;
    return undefined;
  }

  private startNode(): string | undefined {
    if (this.state === 'closed') return 'a node may not follow the variations';
    const node: SgfNode = { properties: {}, children: [] };
    if (this.node === undefined) this.root = node;
    else this.node.children.push(node);
    this.node = node;
    this.state = 'node';
    this.values = undefined;
    return undefined;
  }

  /** Old files spell identifiers out, as `AddBlack`: only the capitals count. */
  private startProperty(text: string): string | undefined {
    if (this.node === undefined || this.state !== 'node') {
      return `property ${text} is not in a node`;
    }
    const identifier = text.replace(/[a-z]/g, '');
    if (identifier === '') return `'${text}' is not a property: those are capital letters`;
    this.bare = identifier;
    this.values = this.node.properties[identifier] ??= [];
    return undefined;
  }

  private addValue(text: string): string | undefined {
    if (this.values === undefined) return 'a value follows no property';
    const value = text.slice(1, -1);
    this.values.push(value.includes('\\') ? unescapeString(value) : value);
    this.bare = undefined;
    return undefined;
  }
}
