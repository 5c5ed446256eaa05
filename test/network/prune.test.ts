import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { prune, type PruneSettings } from '../../network/shrink/prune/prune.js';
import { buildNetwork } from '../../network/spec/build.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
import { weightCount } from '../../network/spec/cost.js';
import { randomBatch, smallSpec } from './support/networks.js';
import { compile } from './support/onnx.js';
import { trainedNetwork } from './support/saved-networks.js';
import { assertClose } from './support/tensors.js';

const BOARD = { height: 5, width: 4 };
const EPSILON = 1e-5;
const HALF: PruneSettings = { inner: 0.5, norm: 'l1', multiple: 1 };

function networkOf(parts: Readonly<Record<string, unknown>>, seed = 1): SavedNetwork {
  const spec = smallSpec({ stem: { filters: 6 }, ...parts });
  return trainedNetwork(spec, BOARD, seed);
}

/** Every head's answers on a few random positions. */
async function answers({ spec, weights }: { spec: NetworkSpec; weights: Tensors }) {
  const network = buildNetwork(spec, { board: BOARD, mode: 'inference' });
  const model = await compile({ ...network.heads }, { constants: weights });
  return model.run(randomBatch(network, 5, new Random(9)));
}

async function assertSameAnswers(
  actual: { spec: NetworkSpec; weights: Tensors },
  expected: { spec: NetworkSpec; weights: Tensors },
): Promise<void> {
  const wanted = await answers(expected);
  for (const [head, { data }] of await answers(actual)) {
    assertClose(data, wanted.get(head)!.data, 1e-5, head, 1e-3);
  }
}

/** Sizes of a convolution's filters, each as the normalisation `norm` after it scales it. */
function filterSizes(weights: Tensors, convolution: string, norm: string): number[] {
  const data = weights.get(`${convolution}.weight`)!;
  const gamma = weights.get(`${norm}.gamma`)!;
  const variance = weights.get(`${norm}.variance`)!;
  const size = data.length / gamma.length;
  return [...gamma.keys()].map((filter) => {
    const sum = data
      .subarray(filter * size, (filter + 1) * size)
      .reduce((total, weight) => total + Math.abs(weight), 0);
    return (sum * Math.abs(gamma[filter])) / Math.sqrt(variance[filter] + EPSILON);
  });
}

/** The smaller half. */
function weakest(sizes: readonly number[]): number[] {
  const order = [...sizes.keys()].sort((a, b) => sizes[a] - sizes[b]);
  return order.slice(0, sizes.length / 2);
}

/** Makes channels of what `norm` gives zero, whatever came in. */
function silence(weights: Tensors, norm: string, channels: readonly number[]): void {
  for (const part of ['gamma', 'beta']) {
    for (const channel of channels) weights.get(`${norm}.${part}`)![channel] = 0;
  }
}

const copied = (weights: Tensors): Map<string, Float32Array> =>
  new Map([...weights].map(([name, data]) => [name, data.slice()]));

/** Each block with filters of its own inside: those convolutions, and what normalises each. */
const INSIDES: readonly (readonly [trunk: object[], insides: (readonly [string, string])[]])[] = [
  [
    [{ type: 'residual', count: 2 }],
    ['trunk.0', 'trunk.1'].map((b) => [`${b}.conv1`, `${b}.conv1`]),
  ],
  [[{ type: 'dilated' }], [['trunk.0.conv1', 'trunk.0.conv1']]],
  [[{ type: 'pre-activation' }], [['trunk.0.conv1', 'trunk.0.norm2']]],
  [
    [{ type: 'bottleneck', inner: 4 }],
    [
      ['trunk.0.conv1', 'trunk.0.conv1'],
      ['trunk.0.conv2', 'trunk.0.conv2'],
    ],
  ],
];

describe('pruning', () => {
  for (const [trunk, insides] of INSIDES) {
    const [{ type }] = trunk as [{ type: string }];
    it(`takes the smallest filters out of a ${type} block, as if they gave zero`, async () => {
      const whole = networkOf({ trunk });
      const masked = copied(whole.weights);
      for (const [convolution, norm] of insides) {
        silence(masked, norm, weakest(filterSizes(whole.weights, convolution, norm)));
      }
      const pruned = prune(whole, HALF);
      await assertSameAnswers(pruned, { spec: whole.spec, weights: masked });
      const filters = whole.weights.get(`${insides[0][1]}.gamma`)!.length;
      assert.equal(pruned.spec.trunk[0]['inner'], filters / 2);
    });
  }

  it('makes a spec that parses, with widths only where they differ', () => {
    const trunk = [{ type: 'residual', count: 2 }, { type: 'self-attention' }];
    const { spec } = prune(networkOf({ trunk }), HALF);
    assert.deepEqual(spec.trunk[0], { type: 'residual', count: 2, inner: 3 });
    assert.deepEqual(unwrap(parseNetworkSpec(JSON.parse(JSON.stringify(spec)))), spec);
    const { spec: same } = prune(networkOf({ trunk }), { ...HALF, inner: 1 });
    assert.deepEqual(same, networkOf({ trunk }).spec);
  });

  it('takes planes out of the whole trunk, as if every block gave zero there', async () => {
    const heads = {
      policy: { type: 'global-pooling', filters: 3 },
      value: { type: 'alphago-zero' },
    };
    const whole = networkOf({ trunk: [{ type: 'residual', count: 2 }], heads });
    const producers = ['stem', 'trunk.0.conv2', 'trunk.1.conv2'];
    const sizes = producers.map((name) => filterSizes(whole.weights, name, name));
    const sums = sizes[0].map((_, channel) => sizes.reduce((sum, of) => sum + of[channel], 0));
    const masked = copied(whole.weights);
    for (const name of producers) silence(masked, name, weakest(sums));
    const pruned = prune(whole, { trunk: 0.5, norm: 'l1', multiple: 1 });
    assert.equal(pruned.spec.stem.filters, 3);
    assert.deepEqual(pruned.spec.trunk, [{ type: 'residual', count: 2, inner: 6 }]);
    await assertSameAnswers(pruned, { spec: whole.spec, weights: masked });
  });

  it('prunes trunk and insides together, in multiples', async () => {
    const whole = networkOf({
      stem: { filters: 16 },
      trunk: [{ type: 'pre-activation', count: 2 }],
    });
    const pruned = prune(whole, { inner: 0.6, trunk: 0.7, norm: 'l2', multiple: 4 });
    assert.equal(pruned.spec.stem.filters, 12);
    assert.deepEqual(pruned.spec.trunk, [{ type: 'pre-activation', count: 2, inner: 8 }]);
    const { weights } = buildNetwork(pruned.spec, { board: BOARD, mode: 'inference' });
    assert.equal(
      [...pruned.weights.values()].reduce((sum, { length }) => sum + length, 0),
      weightCount(weights),
    );
    assert.ok(
      [...(await answers(pruned)).values()].every(({ data }) => data.every(Number.isFinite)),
    );
  });

  it('measures by the root of squares where asked', () => {
    // Two filters: many middling weights against one large one.
    const whole = networkOf({
      normalisation: { type: 'none' },
      trunk: [{ type: 'residual', inner: 2 }],
    });
    const kernel = whole.weights.get('trunk.0.conv1.weight')!;
    kernel
      .fill(1)
      .subarray(kernel.length / 2)
      .fill(0);
    kernel[kernel.length / 2] = 20;
    const kept = (norm: 'l1' | 'l2') =>
      prune(whole, { inner: 0.5, norm, multiple: 1 }).weights.get('trunk.0.conv1.weight')![0];
    assert.equal(kept('l1'), 1);
    assert.equal(kept('l2'), 20);
  });

  it('refuses where other channels would change', () => {
    const layer = networkOf({ normalisation: { type: 'layer' } });
    assert.throws(() => prune(layer, HALF), /RangeError: filters of .*conv1.* cannot be pruned/);
    const widths = networkOf({ trunk: [{ type: 'wide', filters: 6 }] });
    const narrower = { trunk: 0.5, norm: 'l1', multiple: 1 } as const;
    assert.throws(() => prune(widths, narrower), /RangeError: the trunk cannot be pruned/);
    const pyramid = networkOf({ trunk: [{ type: 'pyramid', widen: 1 }] });
    assert.throws(() => prune(pyramid, narrower), /RangeError: filters of stem.weight/);
  });
});
