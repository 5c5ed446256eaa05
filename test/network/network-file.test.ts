import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { NETWORK_ERROR_CODES } from '../../network/files/errors.js';
import { makeNetworkFile, readNetworkFile } from '../../network/files/network-file.js';
import { makeInferenceModel, type SavedNetwork } from '../../network/files/saved-network.js';
import { add } from '../../network/graph/expressions.js';
import { emitOnnx } from '../../network/onnx/emit.js';
import { decodeModel, encodeModel, type OnnxModel } from '../../network/onnx/model.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { newGraph } from '../../network/ops/table.js';
import { loadModel } from './support/onnx.js';
import {
  assertSameTensors,
  cuts,
  flips,
  refusalOf,
  DESCRIPTIONS,
  smallNetwork,
  withAnyWeights,
} from './support/saved-networks.js';
import { assertClose, randomDense, type DenseMap } from './support/tensors.js';

const NAME = 'champion.onnx';

const read = (bytes: Uint8Array) => readNetworkFile(bytes, NAME);
const refusal = (bytes: Uint8Array) => refusalOf(read(bytes), NAME);

describe('a network file', () => {
  it('gives back every network, bit for bit', () => {
    const property = fc.property(DESCRIPTIONS, fc.nat(), (described, seed) => {
      const network = withAnyWeights(described, new Random(seed));
      const { hash, weights, ...description } = unwrap(read(makeNetworkFile(network)));
      assert.deepEqual(description, described);
      assertSameTensors(weights, network.weights);
      assert.match(hash, /^[0-9a-f]{64}$/);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('is the same for the same network, and has another hash for another', () => {
    const bytes = makeNetworkFile(smallNetwork());
    assert.deepEqual(makeNetworkFile(smallNetwork()), bytes);
    const { hash } = unwrap(read(bytes));
    const other = makeNetworkFile(smallNetwork({ history: { steps: 1001, parent: hash } }));
    assert.notEqual(unwrap(read(other)).hash, hash);
  });

  it('can be read from within a larger array', () => {
    const bytes = makeNetworkFile(smallNetwork());
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    const network = unwrap(read(larger.subarray(3, 3 + bytes.length)));
    assertSameTensors(network.weights, smallNetwork().weights);
  });

  it('keeps kernels in half the size as float16, and the rest exactly', () => {
    const network = smallNetwork({ spec: unwrap(parseNetworkSpec(JSON.parse(spec(24)))) });
    const bytes = makeNetworkFile(network, 'float16');
    const once = unwrap(read(bytes));
    for (const [name, data] of network.weights) {
      const kernel = name.endsWith('.weight');
      const tolerance = (x: number) => (kernel ? Math.max(Math.abs(x) * 2 ** -11, 2 ** -25) : 0);
      const kept = once.weights.get(name)!;
      data.forEach((x, i) => {
        assert.ok(Math.abs(kept[i] - x) <= tolerance(x), name);
      });
    }
    const twice = unwrap(read(makeNetworkFile(once, 'float16')));
    assertSameTensors(twice.weights, once.weights);
    const numbers = [...network.weights.values()].reduce((sum, { length }) => sum + length, 0);
    const overhead = 7000;
    assert.ok(
      bytes.length < 2 * numbers + overhead,
      `${bytes.length} bytes for ${numbers} numbers`,
    );
  });

  it('cannot be made of weights that are not there, or not numbers', () => {
    const { weights } = smallNetwork();
    const made = (name: string, data?: Float32Array) => () => {
      const changed = new Map(weights);
      if (data === undefined) changed.delete(name);
      else changed.set(name, data);
      makeNetworkFile(smallNetwork({ weights: changed }), 'float16');
    };
    assert.throws(made('stem.gamma'), /RangeError: .*there is no weight stem\.gamma/);
    assert.throws(made('stem.gamma', new Float32Array(2)), /stem\.gamma has 2 numbers, not 3/);
    assert.throws(made('stem.gamma', Float32Array.of(1, NaN, 1)), /stem\.gamma holds NaN, at 1/);
    const large = weights.get('stem.weight')!.slice().fill(7e4, 2, 3);
    assert.throws(made('stem.weight', large), /70000 does not fit into 16 bits/);
  });
});

/** All heads of a model for random planes of a batch of 3, Black to move in the first only. */
async function answers(model: Uint8Array, network: SavedNetwork): Promise<DenseMap> {
  const [{ width, height }] = network.boards;
  const area = width * height;
  const planes = randomDense(new Random(5), [3, 17, height, width]);
  [1, 0, 0].forEach((toMove, i) =>
    planes.data.fill(toMove, (17 * i + 16) * area, 17 * (i + 1) * area),
  );
  return (await loadModel(model)).run(new Map([['planes', planes]]));
}

async function assertSameAnswers(file: Uint8Array): Promise<void> {
  const network = unwrap(read(file));
  const expected = await answers(makeInferenceModel(network, network.boards[0]), network);
  const actual = await answers(file, network);
  assert.deepEqual([...actual.keys()], [...expected.keys()]);
  for (const [head, { data }] of expected) {
    assert.ok(data.some((x) => Math.abs(x) > 1e-3));
    assertClose(actual.get(head)!.data, data, 1e-5, head);
  }
}

describe('a network file as an ONNX model', () => {
  it('answers as the network that is played with', () =>
    assertSameAnswers(makeNetworkFile(smallNetwork())));

  it('answers as the network that is played with, in float16', () =>
    assertSameAnswers(makeNetworkFile(smallNetwork(), 'float16')));

  it("turns a value for Black into the side to move's", async () => {
    const own = smallNetwork();
    const black = smallNetwork({ valueView: 'black' });
    await assertSameAnswers(makeNetworkFile(black));
    const expected = (await answers(makeNetworkFile(own), own)).get('value')!.data;
    const actual = (await answers(makeNetworkFile(black), black)).get('value')!.data;
    assert.deepEqual([...actual], [expected[0], -expected[1], -expected[2]]);
  });

  it('shows its convolutions, each with its own weight', () => {
    const { graph } = unwrap(decodeModel(makeNetworkFile(smallNetwork())));
    const kernels = graph.node
      .filter(({ opType }) => opType === 'Conv')
      .map(({ input }) => input[1]);
    const expected = ['stem', 'trunk.0.conv1', 'trunk.0.conv2', 'policy.conv', 'value.conv'];
    assert.deepEqual(kernels.sort(), expected.map((name) => `${name}.weight`).sort());
  });
});

describe('readNetworkFile', () => {
  const bytes = makeNetworkFile(smallNetwork());

  it('refuses a file that is cut short, wherever', () => {
    for (const length of cuts(bytes.length, new Random(1))) {
      assert.match(refusal(bytes.subarray(0, length)), /^ERR_NETWORK_CORRUPT: /, `at ${length}`);
    }
  });

  it('notices every flipped bit', () => {
    for (const flipped of flips(bytes, 300, new Random(2))) refusal(flipped);
  });

  it('says what a file is that is none of its own', () => {
    assert.match(refusal(new Uint8Array(0)), /^ERR_NETWORK_CORRUPT: the file is empty/);
    const text = new TextEncoder().encode('(;GM[1]FF[4]SZ[9])');
    assert.match(refusal(text), /^ERR_NETWORK_CORRUPT: .*not a network file/);
    const graph = newGraph();
    const foreign = unwrap(decodeModel(emitOnnx({ y: add(graph.input('x', [2]), 1) })));
    const expected = /^ERR_NETWORK_FOREIGN: this is an ONNX model, but not a Tengen network/;
    assert.match(refusal(encodeModel({ ...foreign, producerName: 'pytorch' })), expected);
  });
});

/** The file with its model changed, and its hash made to fit again. */
function rewritten(change: (model: OnnxModel) => OnnxModel): Uint8Array {
  const original = unwrap(decodeModel(makeNetworkFile(smallNetwork())));
  const changed = change(original);
  const others = changed.metadataProps.filter(({ key }) => key !== 'tengen.hash');
  const unsigned = { ...changed, metadataProps: others };
  const value = createHash('sha256').update(encodeModel(unsigned)).digest('hex');
  return encodeModel({ ...unsigned, metadataProps: [...others, { key: 'tengen.hash', value }] });
}

const redescribed = (key: string, value: string) =>
  rewritten((model) => {
    const props = model.metadataProps.map((prop) => (prop.key === key ? { key, value } : prop));
    return { ...model, metadataProps: props };
  });

function withTensor(name: string, part: Partial<OnnxModel['graph']['initializer'][0]>): Uint8Array {
  return rewritten(({ graph, ...model }) => {
    const initializer = graph.initializer.map((tensor) =>
      tensor.name === name ? { ...tensor, ...part } : tensor,
    );
    return { ...model, graph: { ...graph, initializer } };
  });
}

const spec = (filters: number, inputPlanes = 17): string =>
  JSON.stringify({
    inputPlanes,
    stem: { filters },
    trunk: [{ type: 'residual' }],
    heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero', hidden: 4 } },
  });

/** Files that are whole and were meant so, but cannot be used. */
const REFUSED: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
  ['a later version', () => redescribed('tengen.version', '2'), /VERSION: .*version 2.*reads 1/],
  [
    'another format',
    () => redescribed('tengen.format', 'opening-book'),
    /CORRUPT: the description/,
  ],
  [
    'a spec that is no JSON',
    () => redescribed('tengen.spec', '{'),
    /CONTENT: tengen.spec .*object/,
  ],
  ['an impossible spec', () => redescribed('tengen.spec', spec(0)), /CONTENT: .*stem.filters is 0/],
  [
    'another width',
    () => redescribed('tengen.spec', spec(4)),
    /CONTENT: stem.weight has 459 .* 612/,
  ],
  ['a huge spec', () => redescribed('tengen.spec', spec(4096)), /CONTENT: stem.weight has 459/],
  ['other planes', () => redescribed('tengen.spec', spec(3, 18)), /CONTENT: .*no set of 18 planes/],
  ['unknown planes', () => redescribed('tengen.planes', 'constructor'), /CONTENT: tengen.planes/],
  ['an unknown view', () => redescribed('tengen.valueView', 'white'), /CONTENT: tengen.valueView/],
  ['no board', () => redescribed('tengen.boards', '[]'), /CONTENT: tengen.boards is not a list/],
  [
    'a board too large',
    () => redescribed('tengen.boards', '[{"width":4,"height":1e9}]'),
    /CONTENT: tengen.boards is not a list/,
  ],
  [
    'boards of two sizes for weights of one',
    () => redescribed('tengen.boards', '[{"width":4,"height":3},{"width":3,"height":3}]'),
    /CONTENT: tengen.boards lists 2 boards/,
  ],
  ['no history', () => redescribed('tengen.history', '[]'), /CONTENT: tengen.history/],
  [
    'steps in words',
    () => redescribed('tengen.history', '{"steps":"9"}'),
    /CONTENT: tengen.history/,
  ],
  [
    'a weight that is no number',
    () => withTensor('stem.beta', { rawData: new Uint8Array(12).fill(255) }),
    /CONTENT: stem.beta holds NaN/,
  ],
  [
    'a weight of another shape',
    () => withTensor('stem.weight', { dims: [17, 3, 3, 3] }),
    /CONTENT: stem.weight is \[17, 3, 3, 3\], not \[3, 17, 3, 3\]/,
  ],
  [
    'a weight with numbers missing',
    () => withTensor('stem.beta', { rawData: new Uint8Array(8) }),
    /CONTENT: stem.beta has 2 numbers, not 3/,
  ],
  ['a weight of bytes', () => withTensor('stem.beta', { dataType: 2 }), /stem.beta has 0 numbers/],
  ['a missing weight', () => withTensor('stem.beta', { name: 'beta' }), /no weight stem.beta/],
];

describe('readNetworkFile, of a whole file,', () => {
  it('accepts one that is rewritten unchanged', () => {
    assert.deepEqual(
      rewritten((model) => model),
      makeNetworkFile(smallNetwork()),
    );
  });

  for (const [name, make, expected] of REFUSED) {
    it(`refuses ${name}`, () => {
      assert.match(refusal(make()), expected);
    });
  }
});

describe('the codes of failures', () => {
  it('are those that docs/networks.md explains', async () => {
    const docs = await readFile(new URL('../../../docs/networks.md', import.meta.url), 'utf8');
    const explained = [...docs.matchAll(/^\| `(ERR_\w+)`/gm)].map(([, code]) => code);
    assert.deepEqual(explained, [...NETWORK_ERROR_CODES]);
  });
});
