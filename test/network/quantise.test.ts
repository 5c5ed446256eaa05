import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { foldNormalisation } from '../../network/onnx/fold.js';
import { DATA_TYPE, decodeModel } from '../../network/onnx/model.js';
import { toByteFilters } from '../../network/shrink/int8/byte-filters.js';
import { ByteWriter, type ByteTensor } from '../../network/shrink/int8/byte-writer.js';
import type { Positions } from '../../network/shrink/int8/calibrate.js';
import { equalise } from '../../network/shrink/int8/equalise.js';
import { planBytes } from '../../network/shrink/int8/plan.js';
import {
  calibrateNetwork,
  makeInt8Model,
  playableInt8,
  type Calibration,
} from '../../network/shrink/int8/quantise.js';
import { BLOCKS } from '../../network/spec/blocks/table.js';
import { buildNetwork } from '../../network/spec/build.js';
import { smallSpec } from './support/networks.js';
import { compile, loadModel } from './support/onnx.js';
import { trainedNetwork } from './support/saved-networks.js';
import { assertClose, count, type Dense } from './support/tensors.js';

const BOARD = { height: 5, width: 4 };
const MAX_BYTE = 255;
const clamp = (byte: number): number => Math.min(Math.max(byte, 0), MAX_BYTE);

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Whole numbers from 0 to 255, with many at the ends. */
function randomBytes(random: Random, shape: readonly number[]): Dense {
  const draw = () => clamp(Math.floor(random.float() * 400) - 70);
  return { shape, data: Float32Array.from({ length: count(shape) }, draw) };
}

interface Layer {
  readonly shape: readonly [filters: number, channels: number, kernel: number];
  readonly groups?: number;
  readonly dilation?: number;
}

/** A convolution of bytes done tap by tap in whole numbers, and rounded once at the end. */
function referenceConvolution(
  x: Dense,
  { weights, scales, bias }: ReturnType<typeof toByteFilters>,
  { shape: [filters, channels, kernel], groups = 1, dilation = 1 }: Layer,
  [input, output]: readonly [ByteTensor['scale'], ByteTensor['scale']],
): number[] {
  const [batch, planes, height, width] = x.shape;
  const reach = (kernel - 1) / 2;
  const at = (b: number, c: number, row: number, column: number): number => {
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    if (!inside) return 0;
    return x.data[((b * planes + c) * height + row) * width + column] - input.zeroPoint;
  };
  const results: number[] = [];
  for (let i = 0; i < batch * filters * height * width; i++) {
    const [column, row] = [i % width, Math.floor(i / width) % height];
    const filter = Math.floor(i / (width * height)) % filters;
    const b = Math.floor(i / (width * height * filters));
    const first = Math.floor(filter / (filters / groups)) * channels;
    let sum = bias[filter];
    for (let j = 0; j < channels * kernel * kernel; j++) {
      const [dx, dy] = [(j % kernel) - reach, (Math.floor(j / kernel) % kernel) - reach];
      const byte = at(
        b,
        first + Math.floor(j / (kernel * kernel)),
        row + dy * dilation,
        column + dx * dilation,
      );
      sum += byte * weights[filter * channels * kernel * kernel + j];
    }
    const scale = Math.fround(Math.fround(input.scale * scales[filter]) / output.scale);
    results.push(clamp(roundHalfToEven(Math.fround(Math.fround(sum) * scale)) + output.zeroPoint));
  }
  return results;
}

async function runConvolution(
  x: Dense,
  filters: ReturnType<typeof toByteFilters>,
  { shape: [out, channels, kernel], groups = 1, dilation = 1 }: Layer,
  [input, output]: readonly [ByteTensor['scale'], ByteTensor['scale']],
): Promise<number[]> {
  const writer = new ByteWriter();
  writer.graph.input('x', x.shape);
  const whole = { scale: 1, zeroPoint: 0 };
  const planes = { name: writer.quantise('x', whole), scale: input };
  const named = { name: 'w', shape: [out, channels, kernel, kernel], ...filters };
  const name = writer.convolution(planes, named, dilation, groups, output);
  writer.graph.output('y', writer.dequantise({ name, scale: whole }), x.shape.with(1, out));
  const model = await loadModel(writer.finish());
  return [...(await model.run(new Map([['x', x]]))).get('y')!.data];
}

const LAYERS: readonly Layer[] = [
  { shape: [16, 32, 3] },
  { shape: [5, 7, 3], dilation: 2 },
  { shape: [3, 17, 1] },
  { shape: [8, 1, 3], groups: 8 },
];

const SCALES = [
  { scale: 0.02, zeroPoint: 0 },
  { scale: 0.37, zeroPoint: 131 },
] as const;

describe('arithmetic in bytes', () => {
  for (const layer of LAYERS) {
    const [filters, channels, kernel] = layer.shape;
    const groups = layer.groups ?? 1;
    const shape = [filters, channels, kernel, kernel];
    it(`convolves ${shape.join('×')} in ${groups} groups as whole numbers do, exactly`, async () => {
      const random = new Random(filters);
      const draw = () => random.float() - 0.5;
      const weights = Float32Array.from({ length: count(shape) }, draw);
      const bias = Float32Array.from({ length: filters }, draw);
      const rounded = toByteFilters(weights, shape, bias, SCALES[0].scale);
      const x = randomBytes(random, [2, channels * groups, 5, 4]);
      const expected = referenceConvolution(x, rounded, layer, SCALES);
      assert.ok(new Set(expected).size > 20, 'the example should use many bytes');
      assert.deepEqual(await runConvolution(x, rounded, layer, SCALES), expected);
    });
  }

  it('does not saturate at the largest bytes and weights', async () => {
    // Two products of 255 · 127 would overflow 16 bits; the last filter's cancel out.
    const layer: Layer = { shape: [4, 32, 3] };
    const shape = [4, 32, 3, 3];
    const signs = [() => 1, () => -1, (i: number) => 1 - (i % 5) / 4, (i: number) => (-1) ** i];
    const weights = Float32Array.from({ length: count(shape) }, (_, i) =>
      signs[Math.floor(i / 288)](i),
    );
    const rounded = toByteFilters(weights, shape, new Float32Array(4), 1);
    const x = { shape: [1, 32, 5, 4], data: new Float32Array(640).fill(MAX_BYTE) };
    const scales = [
      { scale: 1, zeroPoint: 0 },
      { scale: 700, zeroPoint: 100 },
    ] as const;
    const expected = referenceConvolution(x, rounded, layer, scales);
    assert.deepEqual(await runConvolution(x, rounded, layer, scales), expected);
  });

  it('adds as whole numbers do, exactly', async () => {
    const random = new Random(3);
    const [x, y] = [0, 1].map(() => randomBytes(random, [2, 3, 5, 4]));
    const scales = [
      { scale: 1 / 32, zeroPoint: 0 },
      { scale: 1 / 16, zeroPoint: 120 },
      { scale: 1 / 16, zeroPoint: 0 },
    ] as const;
    const whole = { scale: 1, zeroPoint: 0 };
    const writer = new ByteWriter();
    const operands = ['x', 'y'].map((name, i) => {
      writer.graph.input(name, x.shape);
      return { name: writer.quantise(name, whole), scale: scales[i] };
    });
    const sum = writer.sum(operands[0], operands[1], scales[2]);
    writer.graph.output('sum', writer.dequantise({ name: sum, scale: whole }), x.shape);
    const model = await loadModel(writer.finish());
    const results = await model.run(
      new Map([
        ['x', x],
        ['y', y],
      ]),
    );
    const expected = x.data.map((byte, i) =>
      clamp(roundHalfToEven(byte / 2 + (y.data[i] - scales[1].zeroPoint))),
    );
    assert.deepEqual(results.get('sum')!.data, expected);
  });
});

describe('filters in bytes', () => {
  const shape = [6, 4, 3, 3];
  const size = 36;
  const random = new Random(11);
  const weights = Float32Array.from(
    { length: count(shape) },
    (_, i) => (random.float() - 0.5) * 10 ** -Math.floor(i / size),
  );
  const bias = Float32Array.of(1, -2, 0.3, 0, 0.01, 5);
  const rounded = toByteFilters(weights, shape, bias, 0.1);

  it('have a scale for each filter, and miss no weight by more than half a step', () => {
    assert.equal(rounded.scales.length, 6);
    for (const [i, weight] of weights.entries()) {
      const scale = rounded.scales[Math.floor(i / size)];
      assert.ok(Math.abs(weight - scale * rounded.weights[i]) <= 0.5001 * scale);
    }
    for (const [filter, b] of bias.entries()) {
      const step = 0.1 * rounded.scales[filter];
      assert.ok(Math.abs(b - step * rounded.bias[filter]) <= 0.5001 * step);
    }
  });

  it('are as fine as exact sums allow: some byte or pair is near its limit', () => {
    for (let filter = 0; filter < 6; filter++) {
      const bytes = [...rounded.weights.subarray(filter * size, (filter + 1) * size)];
      // The processor multiplies channel after channel of one tap: two neighbours at a time.
      const pairs = bytes.flatMap((byte, i) =>
        Math.floor(i / 9) % 2 === 0 ? [Math.abs(byte + bytes[i + 9])] : [],
      );
      const largest = Math.max(...bytes.map(Math.abs));
      assert.ok(largest <= 127 && Math.max(...pairs) <= 128);
      assert.ok(largest === 127 || Math.max(...pairs) >= 126);
    }
  });

  it('keep a bias where all weights are zero', () => {
    const dead = toByteFilters(new Float32Array(36), [1, 4, 3, 3], Float32Array.of(0.7), 0.1);
    assert.ok(Math.abs(dead.bias[0] * dead.scales[0] * 0.1 - 0.7) < 1e-6);
    const nothing = toByteFilters(new Float32Array(36), [1, 4, 3, 3], Float32Array.of(0), 0.1);
    assert.deepEqual([...nothing.bias, ...nothing.weights], new Array<number>(37).fill(0));
  });
});

function networkOf(parts: Readonly<Record<string, unknown>>, seed = 5): SavedNetwork {
  const spec = smallSpec({ stem: { filters: 8 }, ...parts });
  return trainedNetwork(spec, BOARD, seed);
}

/** Planes of zeros and ones. */
function positionsOf(size: number, seed: number): Positions {
  const random = new Random(seed);
  const length = size * 3 * BOARD.height * BOARD.width;
  const planes = Float32Array.from({ length }, () => (random.float() < 0.4 ? 1 : 0));
  return { board: BOARD, count: size, planes };
}

const feed = ({ planes, count: size }: Positions): Map<string, Dense> =>
  new Map([['planes', { shape: [size, 3, BOARD.height, BOARD.width], data: planes }]]);

const BLOCK_SETTINGS: Readonly<Record<string, object>> = {
  plain: { filters: 8 },
  bottleneck: { inner: 4 },
  wide: { filters: 8 },
  pyramid: { widen: 2 },
};

const rootMeanSquare = (data: Float32Array): number =>
  Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);

describe('a network in int8', () => {
  for (const type of Object.keys(BLOCKS)) {
    it(`answers nearly as in float32, with ${type} blocks`, async () => {
      const trunk = [
        { type, ...BLOCK_SETTINGS[type] },
        { type, ...BLOCK_SETTINGS[type] },
      ];
      const saved = networkOf({ trunk });
      const test = positionsOf(64, 2);
      const calibration = await calibrateNetwork(saved, positionsOf(40, 1));
      const bytes = await loadModel(playableInt8(saved, 'n', calibration).makeModel(BOARD));
      const { heads } = buildNetwork(saved.spec, { board: BOARD, mode: 'inference' });
      const floats = await compile({ ...heads }, { constants: saved.weights });
      const [actual, expected] = [await bytes.run(feed(test)), await floats.run(feed(test))];
      for (const [head, { data }] of expected) {
        const error = data.map((x, i) => x - actual.get(head)!.data[i]);
        const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
        const spread = rootMeanSquare(data.map((x) => x - mean));
        assert.ok(
          rootMeanSquare(error) < 0.25 * spread,
          `${head}: ${rootMeanSquare(error)} of ${spread}`,
        );
      }
    });
  }

  it('holds the weights of its trunk as int8, with a scale for each filter', async () => {
    const saved = networkOf({ trunk: [{ type: 'residual', count: 2 }] });
    const calibration = await calibrateNetwork(saved, positionsOf(8, 1));
    const { graph } = unwrap(decodeModel(makeInt8Model(saved, BOARD, calibration)));
    const convolutions = graph.node.filter(({ opType }) => opType === 'QLinearConv');
    assert.equal(convolutions.length, 4);
    const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
    for (const { input } of convolutions) {
      const [weights, scales, zeros] = input.slice(3, 6).map((name) => constants.get(name)!);
      assert.deepEqual([weights.dataType, weights.dims], [DATA_TYPE.int8, [8, 8, 3, 3]]);
      assert.deepEqual([scales.dataType, scales.dims], [DATA_TYPE.float32, [8]]);
      assert.ok(zeros.rawData.every((byte) => byte === 0));
    }
    const kernels = graph.initializer.filter(
      ({ dataType, dims }) => dataType === DATA_TYPE.float32 && dims.length === 4,
    );
    const kept = ['stem.weight', 'policy.conv.weight', 'value.conv.weight'];
    assert.deepEqual(kernels.map(({ name }) => name.replace('.folded', '')).sort(), kept.sort());
  });

  it('plays other boards with the same calibration, where its heads do', async () => {
    const heads = {
      policy: { type: 'global-pooling', filters: 4 },
      value: { type: 'global-pooling' },
    };
    const saved = networkOf({ heads });
    const text = JSON.stringify(await calibrateNetwork(saved, positionsOf(40, 1)));
    const stored = JSON.parse(text) as Calibration;
    const board = { height: 6, width: 6 };
    const planes = positionsOf(10, 3).planes.slice(0, 5 * 3 * 36);
    const x = new Map([['planes', { shape: [5, 3, 6, 6], data: planes }]]);
    const { heads: outputs } = buildNetwork(saved.spec, { board, mode: 'inference' });
    const floats = await compile({ ...outputs }, { constants: saved.weights });
    const bytes = await loadModel(makeInt8Model(saved, board, stored));
    const [actual, expected] = [await bytes.run(x), await floats.run(x)];
    assertClose(actual.get('value')!.data, expected.get('value')!.data, 0.05, 'value');
  });

  it('measures the least and the greatest number of each channel', async () => {
    const saved = networkOf({
      trunk: [
        { type: 'plain', filters: 8 },
        { type: 'plain', filters: 8 },
      ],
    });
    const positions = positionsOf(19, 4);
    const [input] = await calibrateNetwork(saved, positions);
    const { heads } = buildNetwork(saved.spec, { board: BOARD, mode: 'inference' });
    const folded = foldNormalisation({ policy: heads.policy! }, saved.weights);
    const [stem] = planBytes(folded.outputs, folded.weights).values;
    const model = await compile({ stem }, { constants: folded.weights });
    const { data } = (await model.run(feed(positions))).get('stem')!;
    const channel = (c: number) => data.filter((_, i) => Math.floor(i / 20) % 8 === c);
    for (let c = 0; c < 8; c++) {
      assert.ok(Math.abs(Math.max(...channel(c)) - input.high[c]) < 1e-5);
      assert.equal(input.low[c], 0);
    }
  });

  it('refuses the calibration of another network', async () => {
    const [one, two] = [1, 2].map((blocks) =>
      networkOf({ trunk: [{ type: 'residual', count: blocks }] }),
    );
    const calibration = await calibrateNetwork(one, positionsOf(2, 1));
    assert.throws(
      () => makeInt8Model(two, BOARD, calibration),
      /RangeError: .*calibrate this one anew/,
    );
  });
});

describe('equalisation', () => {
  it('brings ranges together and changes nothing else', async () => {
    const saved = networkOf({
      trunk: [
        { type: 'residual', count: 2 },
        { type: 'depthwise-separable' },
        { type: 'bottleneck', inner: 4 },
      ],
    });
    const { heads } = buildNetwork(saved.spec, { board: BOARD, mode: 'inference' });
    const folded = foldNormalisation({ policy: heads.policy!, value: heads.value! }, saved.weights);
    const { values } = planBytes(folded.outputs, folded.weights);
    const calibration = await calibrateNetwork(saved, positionsOf(32, 1));
    const ranges = new Map(values.map((value, i) => [value, calibration[i]]));
    const { weights, divisors } = equalise(folded.outputs, folded.weights, ranges);
    const test = feed(positionsOf(16, 2));
    const before = await (await compile(folded.outputs, { constants: folded.weights })).run(test);
    const after = await (await compile(folded.outputs, { constants: weights })).run(test);
    for (const [head, { data }] of before) assertClose(after.get(head)!.data, data, 1e-5, head);
    // One block's inner planes: nothing else shares their channels.
    const inner = values.find(
      ({ inputs: [x] }) =>
        x.op === 'conv2d' &&
        x.inputs[1].op === 'weight' &&
        JSON.stringify(x.inputs[1].attributes).includes('trunk.0.conv1'),
    )!;
    const high = ranges.get(inner)!.high.filter((x) => x > 0);
    const scaled = ranges
      .get(inner)!
      .high.map((x, c) => x / divisors.get(inner)![c])
      .filter((x) => x > 0);
    const ratio = (xs: readonly number[]) => Math.max(...xs) / Math.min(...xs);
    assert.ok(Math.abs(ratio(scaled) - Math.sqrt(ratio(high))) < 1e-3 * ratio(high));
  });
});
