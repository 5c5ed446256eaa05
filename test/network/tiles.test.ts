import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { conv2d } from '../../network/graph/expressions.js';
import { BATCH } from '../../network/graph/shape.js';
import { emitInference } from '../../network/onnx/inference.js';
import { lineTiles, tile, TILE_OUTPUTS } from '../../network/onnx/line-tiles.js';
import { decodeModel } from '../../network/onnx/model.js';
import { toomCook, type FastConvolution, type Matrix } from '../../network/onnx/toom-cook.js';
import { TILES } from '../../network/onnx/writer.js';
import { newGraph } from '../../network/ops/table.js';
import { buildNetwork } from '../../network/spec/build.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { smallSpec } from './support/networks.js';
import { compile } from './support/onnx.js';
import { randomDense, type Dense } from './support/tensors.js';

const draw = (random: Random, length: number) => Array.from({ length }, () => random.float() - 0.5);

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const times = (matrix: Matrix, vector: readonly number[]) =>
  matrix.map((row) => sum(row.map((x, i) => x * vector[i])));

/** output · ((kernel · g) ⊙ (input · d)). */
function convolve({ kernel, input, output }: FastConvolution, g: number[], d: number[]) {
  const spread = times(input, d);
  return times(
    output,
    times(kernel, g).map((x, i) => x * spread[i]),
  );
}

/** Σⱼ gⱼ d₍ₖ₊ⱼ₎, by the definition. */
const slide = (g: number[], d: number[], outputs: number) =>
  Array.from({ length: outputs }, (_, k) => sum(g.map((x, j) => x * d[k + j])));

function assertEqual(actual: readonly number[], expected: readonly number[], what: string) {
  assert.equal(actual.length, expected.length, what);
  for (const [i, x] of expected.entries()) {
    assert.ok(Math.abs(actual[i] - x) < 1e-13, `${what}: ${actual[i]}, expected ${x}`);
  }
}

describe('Toom-Cook convolution', () => {
  it('of F(2, 3) has the points and counts of Winograd 1980', () => {
    const { kernel, input, output } = toomCook(
      [0, 1, -1].map((re) => ({ re, im: 0 })),
      3,
    );
    // Lavin and Gray 2016, equation 7, with the kernel's halves on the input's side.
    assert.deepEqual(kernel, [
      [1, 0, 0],
      [1, 1, 1],
      [1, -1, 1],
      [0, 0, 1],
    ]);
    assert.deepEqual(output, [
      [1, 1, 1, 0],
      [0, 1, -1, 1],
    ]);
    assertEqual(input.flat(), [1, 0, -1, 0, 0, 0.5, 0.5, 0, 0, -0.5, 0.5, 0, 0, -1, 0, 1], 'input');
  });

  it('is exact for random points, real and complex', () => {
    const random = new Random(31);
    for (const taps of [1, 2, 3, 5]) {
      const points = [0, 0.5, -0.7, 1.1, -1.3].map((re) => ({ re, im: 0 }));
      const pairs = [
        { re: 0.3, im: 0.9 },
        { re: -0.5, im: 0.8 },
      ];
      const fast = toomCook([...points, ...pairs], taps);
      const [g, d] = [draw(random, taps), draw(random, 10)];
      assertEqual(convolve(fast, g, d), slide(g, d, 11 - taps), `${taps} taps`);
      assert.equal(fast.kernel.length, 5 + 3 * pairs.length + 1);
    }
  });
});

/** By how much rounding errors grow, when each number of a product is off by a random part. */
function amplification({ kernel, input, output }: FastConvolution): number {
  const square = (numbers: readonly number[]) => sum(numbers.map((x) => x * x));
  const grown = kernel.map((row, i) => {
    return square(row) * square(input[i]) * square(output.map((outputs) => outputs[i]));
  });
  return Math.sqrt(sum(grown) / (3 * output.length));
}

describe('tiles of a line', () => {
  it('are exact for every size', () => {
    const random = new Random(32);
    for (const outputs of TILE_OUTPUTS) {
      const [g, d] = [draw(random, 3), draw(random, outputs + 2)];
      assertEqual(convolve(tile(outputs), g, d), slide(g, d, outputs), `${outputs} outputs`);
    }
  });

  it('amplify rounding errors little', () => {
    for (const outputs of TILE_OUTPUTS) {
      assert.ok(amplification(tile(outputs)) < 2.4, `${outputs}: ${amplification(tile(outputs))}`);
    }
    // What the complex points are for: the usual points for six outputs.
    const usual = toomCook(
      [0, 1, -1, 2, -2, 0.5, -0.5].map((re) => ({ re, im: 0 })),
      3,
    );
    assert.ok(amplification(usual) > 4);
  });

  it('cover lines of 2 to 25 points, zeros beyond the ends', () => {
    const random = new Random(33);
    for (let length = 2; length <= 25; length++) {
      const { tiles, products, kernel, input, output } = lineTiles(length)!;
      assert.equal(input.length, tiles * products);
      const repeated = kernel.flatMap((row) => Array<readonly number[]>(tiles).fill(row));
      const [g, line] = [draw(random, 3), draw(random, length)];
      const padded = [0, ...line, 0];
      const actual = convolve({ kernel: repeated, input, output }, g, line);
      assertEqual(actual, slide(g, padded, length), `${length} points`);
    }
    assert.equal(lineTiles(1), null);
  });
});

/** A 3×3 convolution in double precision, by the definition; rows and columns of one board. */
function convolveExactly(planes: Dense, weight: Dense): Float64Array {
  const [batch, channels, size] = planes.shape;
  const filters = weight.shape[0];
  const result = new Float64Array(batch * filters * size * size);
  const at = (b: number, c: number, y: number, x: number) =>
    y < 0 || x < 0 || y >= size || x >= size
      ? 0
      : planes.data[((b * channels + c) * size + y) * size + x];
  for (const i of result.keys()) {
    const [x, y] = [i % size, Math.floor(i / size) % size];
    const plane = Math.floor(i / size ** 2);
    const [f, b] = [plane % filters, Math.floor(plane / filters)];
    for (let k = 0; k < channels * 9; k++) {
      const [c, dy, dx] = [Math.floor(k / 9), (Math.floor(k / 3) % 3) - 1, (k % 3) - 1];
      result[i] += weight.data[f * channels * 9 + k] * at(b, c, y + dy, x + dx);
    }
  }
  return result;
}

function relativeError(actual: Float32Array, expected: Float64Array): number {
  const squares = (numbers: Iterable<number>) => sum([...numbers].map((x) => x * x));
  return Math.sqrt(squares(expected.map((x, i) => actual[i] - x)) / squares(expected));
}

describe('a convolution by tiles in float32', () => {
  for (const size of [5, 7, 9, 13, 19]) {
    it(`is off by less than a millionth on ${size}x${size}`, async () => {
      const [channels, filters] = [32, 4];
      const graph = newGraph();
      const planes = graph.input('planes', [BATCH, channels, size, size]);
      const weight = graph.weight('weight', [filters, channels, 3, 3]);
      const random = new Random(34);
      const values = new Map([
        ['planes', randomDense(random, [2, channels, size, size])],
        ['weight', randomDense(random, [filters, channels, 3, 3])],
      ]);
      const model = await compile({ output: conv2d(planes, weight) }, { lowerings: TILES });
      const { data } = (await model.run(values)).get('output')!;
      const expected = convolveExactly(values.get('planes')!, values.get('weight')!);
      assert.ok(relativeError(data, expected) < 1e-6, `${relativeError(data, expected)}`);
    });
  }
});

describe('planes board first', () => {
  it('stay so from block to block', () => {
    const transposes = [1, 4].map((count) => {
      const spec = smallSpec({ trunk: [{ type: 'residual', count }] });
      const board = { height: 9, width: 9 };
      const network = buildNetwork(spec, { board, mode: 'inference' });
      const weights = initialiseWeights(network.weights, new Random(35));
      const bytes = emitInference(spec, board, weights, { lowering: 'tiles' });
      const { node } = unwrap(decodeModel(bytes)).graph;
      // Kernels are turned otherwise: only planes go from [a, b, c] to [c, b, a].
      const perms = node.flatMap(({ attribute }) =>
        attribute.filter(({ name }) => name === 'perm'),
      );
      return perms.filter(({ ints }) => ints!.join() === '2,1,0').length;
    });
    // In at the stem, out at each of the heads.
    assert.deepEqual(transposes, [3, 3]);
  });
});
