import assert from 'node:assert/strict';
import type { Random } from '../../../engine/random.js';
import { ancestors, isLeaf, type Value } from '../../../network/graph/graph.js';
import type { LeafName } from '../../../network/graph/attributes.js';
import { BATCH } from '../../../network/graph/shape.js';
import { differentiate } from '../../../network/ops/differentiate.js';
import { compile, type Model } from './onnx.js';
import { assertClose, dot, randomDense, type Dense, type DenseMap } from './tensors.js';
import { tfjsGradients } from './tfjs.js';

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

/** Checks the gradients of `loss` by those of `targets` that it depends on, at a random point. */
export async function checkGradients(
  loss: Value,
  targets: readonly Value<LeafName>[],
  others: readonly Value<LeafName>[],
  random: Random,
): Promise<void> {
  const values = randomLeaves([...targets, ...others], random, 3);
  await checkGradientsAt(loss, targets, values, random);
}

/**
 * Checks that gradients computed by the differentiated graph on ONNX Runtime equal tfjs's own, and
 * the change of the loss along random directions.
 */
export async function checkGradientsAt(
  loss: Value,
  targets: readonly Value<LeafName>[],
  values: DenseMap,
  random: Random,
  step = 2e-3,
): Promise<void> {
  const reached = differentiable(loss, targets);
  const names = reached.map((target) => target.attributes.name);
  const gradients = differentiate(loss, reached);
  const outputs = Object.fromEntries(gradients.map((gradient, i) => [`d${names[i]}`, gradient]));
  const results = await (await compile(outputs)).run(values);
  const expected = tfjsGradients(loss, names, values);
  for (const [i, name] of names.entries()) {
    const actual = results.get(`d${name}`)!;
    assert.deepEqual(actual.shape, expected[i].shape, name);
    assertClose(actual.data, expected[i].data, 1e-4, `gradient by ${name}`);
  }
  const model = await compile({ loss });
  for (const [i, name] of names.entries()) {
    await checkDirection(model, values, name, expected[i], random, step);
  }
}

/** The targets that the loss depends on other than through their shape alone. */
function differentiable(loss: Value, targets: readonly Value<LeafName>[]): Value<LeafName>[] {
  const through = ancestors([loss]).filter((value) => {
    return !['batchSize', 'expandLike', 'equal'].includes(value.op);
  });
  const used = new Set(through.flatMap((value) => value.inputs));
  for (const value of ancestors([loss])) if (value.op === 'expandLike') used.add(value.inputs[0]);
  assert.ok(
    targets.some((target) => used.has(target)),
    'the loss depends on nothing',
  );
  return targets.filter((target) => isLeaf(target) && used.has(target));
}

async function checkDirection(
  model: Model,
  values: DenseMap,
  name: string,
  gradient: Dense,
  random: Random,
  step: number,
): Promise<void> {
  const point = values.get(name)!;
  const direction = randomDense(random, point.shape);
  const lossAt = async (distance: number): Promise<number> => {
    const data = point.data.map((x, i) => x + distance * direction.data[i]);
    const results = await model.run(new Map(values).set(name, { ...point, data }));
    return results.get('loss')!.data[0];
  };
  const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
  const expected = dot(gradient.data, direction.data);
  const tolerance = 1e-2 * Math.max(1, Math.abs(expected));
  assert.ok(
    Math.abs(slope - expected) < tolerance,
    `along ${name} the loss changes by ${slope}, the gradient says ${expected}`,
  );
}
