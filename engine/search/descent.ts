import { emptyBits, type Bits } from '../bits.js';
import type { Board } from '../board.js';

/** A leaf whose evaluation is under way: how it was reached, and what may be played there. */
export interface Leaf {
  /** Its row in the batch. */
  row: number;
  /** The nodes from the root to the leaf, `depth` + 1 of them. */
  path: Int32Array;
  depth: number;
  /** The points where the side to move may play. */
  readonly legal: Bits;
}

/** Leaves under way, their memory used again and again. */
export class Leaves {
  private readonly all: Leaf[] = [];
  length = 0;

  constructor(private readonly board: Board) {}

  /** One more leaf, its contents to be written. */
  add(): Leaf {
    if (this.length === this.all.length) {
      const path = new Int32Array(64);
      this.all.push({ row: 0, path, depth: 0, legal: emptyBits(this.board) });
    }
    return this.all[this.length++];
  }

  at(i: number): Leaf {
    return this.all[i];
  }

  /** Takes the last one back. */
  drop(): void {
    this.length--;
  }

  clear(): void {
    this.length = 0;
  }
}

/** Writes a node at a depth of a leaf's path. */
export function setNode(leaf: Leaf, depth: number, node: number): void {
  if (depth === leaf.path.length) {
    const longer = new Int32Array(2 * depth);
    longer.set(leaf.path);
    leaf.path = longer;
  }
  leaf.path[depth] = node;
  leaf.depth = depth;
}
