import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as x from '../../network/graph/expressions.js';
import { ancestors } from '../../network/graph/graph.js';
import { BATCH, broadcastShapes, ShapeError } from '../../network/graph/shape.js';
import { differentiate } from '../../network/ops/differentiate.js';
import { newGraph } from '../../network/ops/table.js';

describe('shapes', () => {
  it('broadcast as in NumPy', () => {
    assert.deepEqual(broadcastShapes([BATCH, 4, 1], [3]), [BATCH, 4, 3]);
    assert.deepEqual(broadcastShapes([], [2, 3]), [2, 3]);
    assert.deepEqual(broadcastShapes([1, 3], [BATCH, 1]), [BATCH, 3]);
    assert.throws(() => broadcastShapes([2, 3], [2]), ShapeError);
    assert.throws(() => broadcastShapes([BATCH, 3], [4, 3]), ShapeError);
  });

  const graph = newGraph();
  const planes = graph.input('planes', [BATCH, 4, 5, 3]);
  const weight = graph.weight('weight', [6, 4, 3, 3]);
  const vector = graph.weight('vector', [7]);
  const even = graph.weight('even', [6, 4, 2, 2]);

  it('are inferred', () => {
    assert.deepEqual(x.conv2d(planes, weight).shape, [BATCH, 6, 5, 3]);
    assert.deepEqual(x.transpose(planes, [0, 2, 3, 1]).shape, [BATCH, 5, 3, 4]);
    assert.deepEqual(x.concat([planes, planes], 1).shape, [BATCH, 8, 5, 3]);
    assert.deepEqual(x.reduceMax(planes, [2, 3]).shape, [BATCH, 4]);
    assert.deepEqual(x.sumTo(planes, [4, 1, 1]).shape, [4, 1, 1]);
  });

  const MISFITS: readonly (readonly [string, () => unknown])[] = [
    ['conv2d of other planes', () => x.conv2d(planes, graph.weight('w', [6, 5, 3, 3]))],
    ['conv2d with an even kernel', () => x.conv2d(planes, even)],
    ['conv2d with a bias of another length', () => x.conv2d(planes, weight, vector)],
    ['depthwise over too few kernels', () => x.depthwiseConv2d(planes, weight)],
    ['reshape to another count', () => x.reshape(planes, [BATCH, 61])],
    ['reshape that loses the batch', () => x.reshape(planes, [60])],
    ['transpose that repeats an axis', () => x.transpose(planes, [0, 1, 1, 2])],
    ['concat of different boards', () => x.concat([planes, x.transpose(planes, [0, 1, 3, 2])], 1)],
    ['slice past the end', () => x.slice(planes, 1, 2, 5)],
    ['slice of the batch', () => x.slice(planes, 0, 0, 1)],
    ['matmul of misfitting matrices', () => x.matmul(planes, planes)],
    ['a reduction of an axis that is not there', () => x.reduceSum(vector, [1])],
    ['a channel vector of rank 2', () => x.perChannel(x.reshape(vector, [7, 1]))],
  ];
  for (const [name, build] of MISFITS) {
    it(`refuse ${name}`, () => {
      assert.throws(build, ShapeError);
    });
  }
});

describe('a graph', () => {
  it('has each value once', () => {
    const graph = newGraph();
    const a = graph.input('a', [2]);
    assert.equal(x.add(a, 1), x.add(a, 1));
    assert.notEqual(x.add(a, 1), x.add(a, 2));
    assert.notEqual(x.reduceSum(a, [0], true), x.reduceSum(a, [0], false));
  });

  it('has each name once', () => {
    const graph = newGraph();
    graph.input('a', [2]);
    assert.throws(() => graph.weight('a', [2]), /already has a value named a/);
  });

  it('refuses values of another', () => {
    const [a, b] = [newGraph().input('a', [2]), newGraph().input('b', [2])];
    assert.throws(() => x.add(a, b), /another graph/);
  });

  it('lists what a value depends on, inputs first, and nothing else', () => {
    const graph = newGraph();
    const [a, b] = [graph.input('a', [2]), graph.input('b', [2])];
    const sum = x.add(x.relu(a), a);
    x.multiply(sum, b);
    assert.deepEqual(ancestors([sum]), [a, x.relu(a), sum]);
  });
});

describe('differentiate', () => {
  it('refuses a loss that is no scalar or does not depend on the target', () => {
    const graph = newGraph();
    const [a, b] = [graph.weight('a', [2]), graph.weight('b', [2])];
    assert.throws(() => differentiate(x.square(a), [a]), /shape \[2\]/);
    assert.throws(() => differentiate(x.sumAll(a), [b]), /does not depend/);
  });

  it('refuses to go through an operation that only serves backward passes', () => {
    const graph = newGraph();
    const a = graph.weight('a', [2]);
    assert.throws(() => differentiate(x.sumAll(x.reluGradient(a, a)), [a]), /no gradient rule/);
  });
});
