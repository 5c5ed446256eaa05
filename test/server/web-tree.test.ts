import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TreeNode } from '../../server/messages/game.js';
import { layOut } from '../../server/web/tree/layout.js';
import * as walk from '../../server/web/tree/walk.js';

/** A tree from each node's children, node 0 being the root. */
function treeOf(children: Readonly<Record<number, readonly number[]>>): Map<number, TreeNode> {
  const parents = new Map<number, number>();
  for (const [id, own] of Object.entries(children)) {
    for (const child of own) parents.set(child, Number(id));
  }
  return new Map(
    [0, ...parents.keys()].map((id) => {
      const parent = parents.get(id) ?? null;
      const own = [...(children[id] ?? [])];
      return [id, { id, parent, children: own, move: null, comment: '', evaluation: null }];
    }),
  );
}

/** 0–1–2–3 with 4–5 beside 2, and 6 beside 5. */
const forked = treeOf({ 0: [1], 1: [2, 4], 2: [3], 4: [5, 6] });

describe('walking through a tree', () => {
  it('goes back to the root at most', () => {
    assert.equal(walk.back(forked, 5), 4);
    assert.equal(walk.back(forked, 5, 2), 1);
    assert.equal(walk.back(forked, 5, Infinity), 0);
    assert.equal(walk.back(forked, 0), 0);
  });

  it('goes on along first children to the end at most', () => {
    assert.equal(walk.forward(forked, 0), 1);
    assert.equal(walk.forward(forked, 0, 2), 2);
    assert.equal(walk.forward(forked, 4, Infinity), 5);
    assert.equal(walk.forward(forked, 3), 3);
  });

  it('turns to variations, round and round', () => {
    assert.equal(walk.sibling(forked, 2, 1), 4);
    assert.equal(walk.sibling(forked, 4, 1), 2);
    assert.equal(walk.sibling(forked, 2, -1), 4);
    assert.equal(walk.sibling(forked, 0, 1), 0);
  });

  it('knows the line through a node', () => {
    const ids = walk.lineThrough(forked, 4).map(({ id }) => id);
    assert.deepEqual(ids, [0, 1, 4, 5]);
    assert.deepEqual(walk.lineThrough(forked, 99), []);
  });

  it('finds the next node that is looked for, both ways', () => {
    const isEven = ({ id }: TreeNode): boolean => id % 2 === 0;
    assert.equal(walk.nextWhere(forked, 0, 1, isEven), 2);
    assert.equal(walk.nextWhere(forked, 5, -1, isEven), 4);
    assert.equal(walk.nextWhere(forked, 3, 1, isEven), undefined);
  });
});

describe('the layout of a tree', () => {
  it('keeps the main line straight and puts variations below, the last fork first', () => {
    const places = Object.fromEntries(layOut(forked, 0));
    assert.deepEqual(places, {
      0: { depth: 0, lane: 0 },
      1: { depth: 1, lane: 0 },
      2: { depth: 2, lane: 0 },
      3: { depth: 3, lane: 0 },
      4: { depth: 2, lane: 1 },
      5: { depth: 3, lane: 1 },
      6: { depth: 3, lane: 2 },
    });
  });

  it('lets two short variations that are far apart share a lane', () => {
    const far = treeOf({ 0: [1, 10], 1: [2], 2: [3], 3: [4], 4: [5, 11] });
    const places = layOut(far, 0);
    assert.equal(places.get(10)?.lane, 1);
    assert.equal(places.get(11)?.lane, 1);
  });

  it('never puts two nodes in one place', () => {
    const children: Record<number, number[]> = {};
    for (let id = 1; id < 200; id++) (children[(id * 7) % id] ??= []).push(id);
    for (let id = 200; id < 400; id++) (children[(id * 31) % 199] ??= []).push(id);
    const tree = treeOf(children);
    const spots = [...layOut(tree, 0).values()].map(({ depth, lane }) => `${depth},${lane}`);
    assert.equal(spots.length, 400);
    assert.equal(new Set(spots).size, 400);
  });
});
