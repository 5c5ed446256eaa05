import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { BLOCKS } from '../../network/spec/blocks/table.js';
import { buildNetwork } from '../../network/spec/build.js';
import { HEADS, type HeadName } from '../../network/spec/heads/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { NORMALISATIONS } from '../../network/spec/normalisations.js';
import { denseWeights, randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { ReferenceLayers } from './support/reference.js';
import { assertClose, type DenseMap } from './support/tensors.js';
import { runTfjs } from './support/tfjs.js';

// What blocks, normalisations and heads compute, against their papers' formulas in plain tfjs.

type Planes = tf.Tensor4D;
type Reference = (layers: ReferenceLayers, x: Planes) => tf.Tensor;

const BOARD = { height: 5, width: 4 };
/** Wu 2019: the offset of the board's width from 14, in tens. */
const OFFSET = (Math.sqrt(20) - 14) / 10;

const channelsLast = (x: tf.Tensor): Planes => tf.transpose<tf.Tensor4D>(x as Planes, [0, 2, 3, 1]);
const flat = (x: Planes): tf.Tensor => tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], -1]);
const mean = (x: Planes): tf.Tensor => tf.mean(x, [1, 2]);

function leavesOf(spec: NetworkSpec) {
  const network = buildNetwork(spec, { board: BOARD, mode: 'inference' });
  const random = new Random(17);
  const weights = denseWeights(network, trainedWeights(network.weights, random));
  const batch = randomBatch(network, 3, random);
  const planes = batch.get('planes')!;
  const input = channelsLast(tf.tensor(planes.data, [...planes.shape]));
  return { network, weights, input, leaves: new Map([...weights, ...batch]) };
}

function assertOutput(
  { network, leaves }: ReturnType<typeof leavesOf>,
  head: HeadName,
  expected: tf.Tensor,
): void {
  const [actual] = runTfjs([network.heads[head]!], leaves);
  assert.deepEqual(actual.shape, expected.shape);
  assertClose(actual.data, expected.dataSync<'float32'>(), 1e-4, head, 0.1);
}

/** tanh of a 1×1 convolution: how the tests below look at a trunk. */
function ownership(weights: DenseMap, x: Planes): tf.Tensor {
  const head = new ReferenceLayers(weights, 'ownership.');
  return tf.tanh(flat(tf.add(head.conv(x, 'conv'), head.weight('conv.bias'))));
}

const LOOK = { heads: { ownership: { type: 'convolution' } } };

/** From the planes that enter a block to those that leave it. */
const BLOCK_REFERENCES: Readonly<Record<string, readonly [settings: object, Reference]>> = {
  plain: [{ filters: 5 }, (l, x) => l.convNormRelu(x, 'conv')],
  residual: [{}, (l, x) => tf.relu(tf.add(x, l.convNorm(l.convNormRelu(x, 'conv1'), 'conv2')))],
  bottleneck: [
    { inner: 2 },
    (l, x) => {
      const middle = l.convNormRelu(l.convNormRelu(x, 'conv1'), 'conv2');
      return tf.relu(tf.add(x, l.convNorm(middle, 'conv3')));
    },
  ],
  dilated: [
    { dilation: 2 },
    (l, x) => tf.relu(tf.add(x, l.convNorm(l.convNormRelu(x, 'conv1', 2), 'conv2'))),
  ],
  'pre-activation': [
    {},
    (l, x) => {
      const first = l.conv(l.normRelu(x, 'norm1'), 'conv1');
      return tf.add(x, l.conv(l.normRelu(first, 'norm2'), 'conv2'));
    },
  ],
  wide: [
    { filters: 6 },
    (l, x) => {
      const active = l.normRelu(x, 'norm1');
      const branch = l.conv(l.normRelu(l.conv(active, 'conv1'), 'norm2'), 'conv2');
      return tf.add(l.conv(active, 'shortcut'), branch);
    },
  ],
  pyramid: [
    { widen: 2 },
    (l, x) => {
      const branch = l.convNorm(l.convNormRelu(l.norm(x, 'norm'), 'conv1'), 'conv2');
      return tf.add(tf.concat([x, tf.zeros([3, 5, 4, 2])], 3), branch);
    },
  ],
  dense: [
    { layers: 2, growth: 3 },
    (l, x) => {
      const one = tf.concat([x, l.conv(l.normRelu(x, 'norm0'), 'conv0')], 3);
      return tf.concat([one, l.conv(l.normRelu(one, 'norm1'), 'conv1')], 3);
    },
  ],
  'depthwise-separable': [
    { expansion: 3 },
    (l, x) => {
      const spatial = l.depthwise(l.convNormRelu(x, 'expand'), 'depthwise');
      return tf.add(x, l.convNorm(l.normRelu(spatial, 'depthwise'), 'project'));
    },
  ],
  'global-pooling': [
    { pooled: 2 },
    (l, x) => {
      const active = l.normRelu(x, 'norm1');
      const planes = l.convNormRelu(active, 'pool');
      const pooled = tf.concat(
        [mean(planes), tf.mul(mean(planes), OFFSET), tf.max(planes, [1, 2])],
        1,
      );
      const shift = tf.reshape(l.dense(pooled, 'shift'), [3, 1, 1, 4]);
      const shifted: Planes = tf.add(l.conv(active, 'conv1'), shift);
      return tf.add(x, l.conv(l.normRelu(shifted, 'norm2'), 'conv2'));
    },
  ],
  'self-attention': [
    { heads: 2, headSize: 3, expansion: 2 },
    (l, x) => {
      const placed: Planes = tf.add(x, l.depthwise(x, 'position'));
      const normal = l.norm(placed, 'norm1');
      const heads = [0, 1].map((head) => {
        const [query, key, value] = ['query', 'key', 'value'].map((name) =>
          tf.reshape(
            tf.slice(l.conv(normal, `attention.${name}`), [0, 0, 0, 3 * head], [3, 5, 4, 3]),
            [3, 20, 3],
          ),
        );
        const affinity = tf.div(tf.matMul(query, key, false, true), Math.sqrt(3));
        return tf.reshape(tf.matMul(tf.softmax(affinity), value), [3, 5, 4, 3]);
      });
      const attended: Planes = tf.add(placed, l.conv(tf.concat(heads, 3) as Planes, 'merge'));
      const hidden = tf.relu(l.conv(l.norm(attended, 'norm2'), 'hidden'));
      return tf.add(attended, l.conv(hidden, 'output'));
    },
  ],
};

describe('blocks are what their papers say', () => {
  for (const [type, { activation }] of Object.entries(BLOCKS)) {
    it(type, () => {
      const [settings, reference] = BLOCK_REFERENCES[type];
      const setting = leavesOf(smallSpec({ trunk: [{ type, ...settings }], ...LOOK }));
      const outer = new ReferenceLayers(setting.weights, '');
      const stem = outer.conv(setting.input, 'stem');
      const inner = new ReferenceLayers(setting.weights, 'trunk.0.');
      const trunk =
        activation === 'after'
          ? reference(inner, outer.normRelu(stem, 'stem'))
          : outer.normRelu(reference(inner, stem) as Planes, 'trunk.exit');
      assertOutput(setting, 'ownership', ownership(setting.weights, trunk as Planes));
    });
  }

  it('and are normalised in between where one kind follows the other', () => {
    const trunk = [{ type: 'pre-activation' }, { type: 'residual' }];
    const setting = leavesOf(smallSpec({ trunk, ...LOOK }));
    const outer = new ReferenceLayers(setting.weights, '');
    const layersOf = (i: number) => new ReferenceLayers(setting.weights, `trunk.${i}.`);
    const stem = outer.conv(setting.input, 'stem');
    const first = BLOCK_REFERENCES['pre-activation'][1](layersOf(0), stem) as Planes;
    const entry = outer.normRelu(first, 'trunk.1.entry');
    const second = BLOCK_REFERENCES['residual'][1](layersOf(1), entry) as Planes;
    assertOutput(setting, 'ownership', ownership(setting.weights, second));
  });
});

type NormReference = (layers: ReferenceLayers, x: Planes, name: string) => tf.Tensor;

/** (x − mean) / deviation over the board and each of `groups` groups of channels. */
function grouped(groups: number): NormReference {
  return (l, x, name) => {
    const cells = tf.reshape(x, [3, 20, groups, 4 / groups]);
    const { mean: centre, variance } = tf.moments(cells, [1, 3], true);
    const normal = tf.div(tf.sub(cells, centre), tf.sqrt(tf.add(variance, 1e-5)));
    const scaled = tf.mul(tf.reshape(normal, x.shape), l.weight(`${name}.gamma`));
    return tf.add(scaled, l.weight(`${name}.beta`));
  };
}

const NORM_REFERENCES: Readonly<Record<string, readonly [settings: object, NormReference]>> = {
  batch: [{}, (l, x, name) => l.norm(x, name)],
  layer: [{}, grouped(1)],
  instance: [{}, grouped(4)],
  group: [{ groups: 2 }, grouped(2)],
  none: [{}, (l, x, name) => tf.add(x, l.weight(`${name}.beta`))],
};

describe('normalisations are what their papers say', () => {
  for (const type of Object.keys(NORMALISATIONS)) {
    it(type, () => {
      const [settings, normalise] = NORM_REFERENCES[type];
      const normalisation = { type, ...settings };
      const trunk = [{ type: 'plain', filters: 4 }];
      const setting = leavesOf(smallSpec({ normalisation, trunk, ...LOOK }));
      const layers = new ReferenceLayers(setting.weights, '');
      const layer = (x: Planes, name: string) =>
        tf.relu(normalise(layers, layers.conv(x, name), name)) as Planes;
      const planes = layer(layer(setting.input, 'stem'), 'trunk.0.conv');
      assertOutput(setting, 'ownership', ownership(setting.weights, planes));
    });
  }
});

function pooledNumber(l: ReferenceLayers, x: Planes): tf.Tensor {
  const average = mean(l.convNormRelu(x, 'conv'));
  const scaled = [1, OFFSET, OFFSET ** 2 - 0.1].map((factor) => tf.mul(average, factor));
  const hidden = tf.relu(l.dense(tf.concat(scaled, 1), 'hidden'));
  return tf.reshape(l.dense(hidden, 'output'), [3]);
}

const HEAD_REFERENCES: Readonly<Record<HeadName, Readonly<Record<string, Reference>>>> = {
  policy: {
    'alphago-zero': (l, x) => l.dense(flat(l.convNormRelu(x, 'conv')), 'dense'),
    'alphago-lee': (l, x) =>
      tf.concat(
        [tf.add(flat(l.conv(x, 'conv')), l.weight('bias')), tf.tile(l.weight('pass'), [3, 1])],
        1,
      ),
    'global-pooling': (l, x) => {
      const global = l.convNormRelu(x, 'pool');
      const pooled = tf.concat(
        [mean(global), tf.mul(mean(global), OFFSET), tf.max(global, [1, 2])],
        1,
      );
      const shift = tf.reshape(l.dense(pooled, 'shift'), [3, 1, 1, -1]);
      const local = l.normRelu(tf.add(l.conv(x, 'conv'), shift), 'norm');
      const points: Planes = tf.add(l.conv(local, 'points'), l.weight('points.bias'));
      return tf.concat([flat(points), l.dense(pooled, 'pass')], 1);
    },
  },
  value: {
    'alphago-zero': (l, x) => {
      const hidden = tf.relu(l.dense(flat(l.convNormRelu(x, 'conv')), 'hidden'));
      return tf.tanh(tf.reshape(l.dense(hidden, 'output'), [3]));
    },
    'global-pooling': (l, x) => tf.tanh(pooledNumber(l, x)),
  },
  ownership: {
    convolution: (l, x) => tf.tanh(flat(tf.add(l.conv(x, 'conv'), l.weight('conv.bias')))),
  },
  score: { 'global-pooling': (l, x) => tf.mul(pooledNumber(l, x), 10) },
};

describe('heads are what their papers say', () => {
  for (const [head, table] of Object.entries(HEADS) as [HeadName, object][]) {
    for (const type of Object.keys(table)) {
      it(`${head} ${type}`, () => {
        const setting = leavesOf(smallSpec({ trunk: [PLAIN], heads: { [head]: { type } } }));
        const outer = new ReferenceLayers(setting.weights, '');
        const stem = outer.convNormRelu(setting.input, 'stem');
        const trunk = outer.convNormRelu(stem, 'trunk.0.conv');
        const layers = new ReferenceLayers(setting.weights, `${head}.`);
        assertOutput(setting, head, HEAD_REFERENCES[head][type](layers, trunk));
      });
    }
  }
});

const PLAIN = { type: 'plain', filters: 5 };
