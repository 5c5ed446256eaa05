import assert from 'node:assert/strict';
import type { Random } from '../../../engine/random.js';
import { ancestors, isLeaf, isOp, type Value } from '../../../network/graph/graph.js';
import type { LeafName } from '../../../network/graph/attributes.js';
import { add, multiply, reduceMean, sqrt, square } from '../../../network/graph/expressions.js';
import { BATCH } from '../../../network/graph/shape.js';
import { differentiate } from '../../../network/ops/differentiate.js';
import { rewrite } from '../../../network/ops/rewrite.js';
import { compile, type Model } from './onnx.js';
import { assertClose, dot, randomDense, type Dense, type DenseMap } from './tensors.js';
import { tfjsGradients } from './tfjs.js';

/** Half the distance between the points of a difference; a compromise with float32. */
const STEP = 5e-3;

/** Random values for leaves, with a batch of `batch`. */
export function randomLeaves(
  leaves: readonly Value<LeafName>[],
  random: Random,
  batch: number,
): Map<string, Dense> {
  return new Map(
    leaves.map(({ attributes: { name, shape } }) => [
      name,
      randomDense(
        random,
        shape.map((dim) => (dim === BATCH ? batch : dim)),
      ),
    ]),
  );
}

const gradientOf = (name: string): string => `gradient.${name}`;

/** A model of `loss`, and of its gradients by the named leaves from the differentiated graph. */
function compileGradients(loss: Value, names: readonly string[]): Promise<Model> {
  const leaves = leavesOf(loss);
  const targets = names.map((name) => leaves.get(name)!);
  const gradients = differentiate(loss, targets);
  const named = gradients.map((value, i) => [gradientOf(names[i]), value] as const);
  return compile({ loss, ...Object.fromEntries(named) });
}

function leavesOf(loss: Value): Map<string, Value<LeafName>> {
  const leaves = ancestors([loss]).filter(isLeaf);
  return new Map(leaves.map((leaf) => [leaf.attributes.name, leaf]));
}

/** Checks that the graph's gradients, by those targets the loss depends on, equal tfjs's own. */
export async function checkGradientsAgainstTfjs(
  loss: Value,
  targets: readonly string[],
  values: DenseMap,
): Promise<void> {
  const names = differentiable(loss, targets);
  const results = await (await compileGradients(loss, names)).run(values);
  const expected = tfjsGradients(loss, names, values);
  for (const [i, name] of names.entries()) {
    const actual = results.get(gradientOf(name))!;
    assert.deepEqual(actual.shape, expected[i].shape, name);
    assertClose(actual.data, expected[i].data, 1e-4, `gradient by ${name}`, 1e-2);
  }
}

/**
 * Checks that the graph's gradients tell how the loss changes along a random direction of each
 * target. Kinks near the point would spoil the differences: see `smoothed`.
 */
export async function checkGradientsAgainstDifferences(
  loss: Value,
  targets: readonly string[],
  values: DenseMap,
  random: Random,
): Promise<void> {
  const names = differentiable(loss, targets);
  const model = await compileGradients(loss, names);
  const results = await model.run(values);
  for (const name of names) {
    await checkDirection(model, values, name, results.get(gradientOf(name))!, random);
  }
}

/**
 * The same graph without kinks: (x + √(x² + 1/10)) / 2 for each relu, and the mean of squares for
 * each maximum. Their own gradients are tested by themselves.
 */
export function smoothed(loss: Value): Value {
  const smooth = rewrite({ loss }, (value, [x]) => {
    if (value.op === 'relu') return multiply(add(x, sqrt(add(square(x), 0.1))), 0.5);
    if (!isOp(value, 'reduceMax')) return null;
    return reduceMean(square(x), value.attributes.axes, value.attributes.keepDims);
  });
  return smooth['loss'];
}

/** The targets that the loss depends on other than through their shape alone. */
function differentiable(loss: Value, targets: readonly string[]): string[] {
  const used = new Set<Value>();
  for (const value of ancestors([loss])) {
    if (value.op === 'expandLike') used.add(value.inputs[0]);
    else if (value.op !== 'batchSize') value.inputs.forEach((input) => used.add(input));
  }
  const leaves = leavesOf(loss);
  const names = targets.filter((name) => leaves.has(name) && used.has(leaves.get(name)!));
  assert.ok(names.length > 0, 'the loss depends on nothing');
  return names;
}

async function checkDirection(
  model: Model,
  values: DenseMap,
  name: string,
  gradient: Dense,
  random: Random,
): Promise<void> {
  const point = values.get(name)!;
  const drawn = randomDense(random, point.shape);
  const length = Math.sqrt(dot(drawn.data, drawn.data));
  const direction = drawn.data.map((x) => x / length);
  const lossAt = async (distance: number): Promise<number> => {
    const data = point.data.map((x, i) => x + distance * direction[i]);
    const results = await model.run(new Map(values).set(name, { ...point, data }));
    return results.get('loss')!.data[0];
  };
  const slope = ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP);
  const expected = dot(gradient.data, direction);
  const tolerance = 1e-3 + 1e-2 * Math.abs(expected);
  assert.ok(
    Math.abs(slope - expected) < tolerance,
    `along ${name} the loss changes by ${slope}, the gradient says ${expected}`,
  );
}
