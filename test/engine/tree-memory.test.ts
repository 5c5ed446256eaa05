import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyBits } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { NONE, ROOT, Tree } from '../../engine/search/tree.js';
import { nodesWithin } from '../../engine/search/tree-memory.js';

/** Bytes of all arrays of a tree. */
function bytesOf(tree: Tree): number {
  return Object.values(tree).reduce(
    (sum: number, value: unknown) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0),
    0,
  );
}

/** Fills a tree: every node has every move, as on an empty board, and is visited in turn. */
function fill(tree: Tree, board: Board): void {
  const policy = new Float32Array(board.area + 1).fill(1);
  const legal = emptyBits(board).fill(board.fullRow);
  for (let node = ROOT; node < tree.nodes; node++) {
    tree.open(node, legal, board, policy, 0);
    while (tree.tried[node] < 3 && tree.expand(node) !== NONE);
  }
}

describe('the memory of a search tree', () => {
  for (const [side, owners] of [
    [2, false],
    [9, false],
    [9, true],
    [19, true],
  ] as const) {
    it(`is what it may be, when it is full, on ${side}×${side}${owners ? ', owners with it' : ''}`, () => {
      const board = Board.of(side);
      const bytes = 40 << 20;
      const owned = owners ? board.area : 0;
      const tree = new Tree(nodesWithin(bytes, board, owned), board.area + 1, owned);
      fill(tree, board);
      assert.ok(tree.isFull);
      const taken = bytesOf(tree);
      assert.ok(taken <= bytes, `${taken} bytes`);
      assert.ok(taken > bytes / 3, 'and no small part of it');
      const before = [tree.nodes, taken];
      assert.equal(tree.expand(ROOT), NONE);
      assert.deepEqual([tree.nodes, bytesOf(tree)], before);
    });
  }

  it('is enough for a search, however little is allowed', () => {
    assert.equal(nodesWithin(1, Board.of(19), 0), 1000);
  });
});
