import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PLANE_SETS, type PlaneSetName } from '../../../engine/planes/table.js';
import { Random } from '../../../engine/random.js';
import { unwrap, type Result } from '../../../engine/result.js';
import type { Description } from '../../../network/files/description.js';
import { VALUE_VIEWS, weightsOf, type SavedNetwork } from '../../../network/files/saved-network.js';
import type { Tensors } from '../../../network/onnx/emit.js';
import { BLOCKS } from '../../../network/spec/blocks/table.js';
import { HEADS } from '../../../network/spec/heads/table.js';
import type { Board } from '../../../network/spec/layers.js';
import {
  parseNetworkSpec,
  playsOneBoardSize,
  type NetworkSpec,
} from '../../../network/spec/network-spec.js';
import { NORMALISATIONS } from '../../../network/spec/normalisations.js';
import type { Entry } from '../../../network/spec/parameters.js';
import { elements } from '../../../network/spec/weights.js';
import { trainedWeights } from './networks.js';

/** A choice from a table, its parameters as small as they may be. */
function choice(table: Readonly<Record<string, Entry>>): fc.Arbitrary<object> {
  return fc.constantFrom(...Object.entries(table)).map(([type, { parameters }]) => {
    const values = Object.entries(parameters).map(([name, { min }]) => [name, Math.max(min, 2)]);
    return { ...(Object.fromEntries(values) as object), type };
  });
}

function specs(planes: PlaneSetName): fc.Arbitrary<SavedNetwork['spec']> {
  const heads = Object.entries(HEADS).map(([name, table]) => [name, choice(table)] as const);
  const spec = fc.record({
    inputPlanes: fc.constant(PLANE_SETS[planes].planes),
    stem: fc.record({ filters: fc.integer({ min: 1, max: 4 }) }),
    normalisation: choice(NORMALISATIONS),
    trunk: fc.array(choice(BLOCKS), { minLength: 1, maxLength: 3 }),
    heads: fc.record(Object.fromEntries(heads), { requiredKeys: ['policy'] }),
  });
  return spec
    .map(parseNetworkSpec)
    .filter(({ ok }) => ok)
    .map(unwrap);
}

const SIDES = fc.integer({ min: 2, max: 5 });
const BOARDS: fc.Arbitrary<Board> = fc
  .tuple(SIDES, SIDES)
  .map(([width, height]) => ({ width, height }));

const HISTORIES = fc.record(
  {
    steps: fc.nat(),
    samples: fc.nat(),
    run: fc.string(),
    written: fc.constant('2017-10-19T00:00:00Z'),
    parent: fc.string(),
    notes: fc.jsonValue().map((json): unknown => JSON.parse(JSON.stringify(json))),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Planes that do not show who is to move cannot turn the view of Black. */
const ONE_VIEW = ['side-to-move'] as const;

/** Small networks of every kind. */
export const DESCRIPTIONS: fc.Arbitrary<Description> = fc
  .constantFrom<PlaneSetName>('alphago-zero', 'leela-zero', 'alphago-value', 'tengen')
  .chain((planes) =>
    fc.record({
      spec: specs(planes),
      planes: fc.constant(planes),
      valueView: fc.constantFrom(...(planes === 'tengen' ? ONE_VIEW : VALUE_VIEWS)),
      boards: fc.tuple(BOARDS, BOARDS),
      history: HISTORIES,
    }),
  )
  .map(({ boards, ...rest }) => ({
    ...rest,
    boards: playsOneBoardSize(rest.spec) ? [boards[0]] : boards,
  }));

/** The network with weights of any finite bits at all: minus zero and subnormal ones among them. */
export function withAnyWeights(description: Description, random: Random): SavedNetwork {
  const weights = weightsOf(description.spec, description.boards[0]).map(({ name, shape }) => {
    const bits = Int32Array.from({ length: elements(shape) }, () => random.bits());
    const floats = new Float32Array(bits.buffer);
    return [name, floats.map((x) => (Number.isFinite(x) ? x : -0))] as const;
  });
  return { ...description, weights: new Map(weights) };
}

const SMALL = {
  stem: { filters: 3 },
  trunk: [{ type: 'residual' }],
  heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero', hidden: 4 } },
};

/** A small network with weights as after some training. */
export function smallNetwork(parts: Partial<SavedNetwork> = {}): SavedNetwork {
  const spec = parts.spec ?? unwrap(parseNetworkSpec(SMALL));
  const boards = parts.boards ?? [{ width: 4, height: 3 }];
  return {
    spec,
    planes: 'alphago-zero',
    valueView: 'side-to-move',
    boards,
    weights: trainedWeights(weightsOf(spec, boards[0]), new Random(3)),
    history: { steps: 1000, run: 'test', written: '2017-10-19T00:00:00Z' },
    ...parts,
  };
}

/** Fails unless both hold the same weights, bit for bit. */
export function assertSameTensors(actual: Tensors, expected: Tensors): void {
  assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort());
  for (const [name, data] of expected)
    assert.deepEqual(bitsOf(actual.get(name)!), bitsOf(data), name);
}

function bitsOf(data: Float32Array): Uint32Array {
  return new Uint32Array(data.slice().buffer);
}

/** The failure's code and message; fails if there is none, or it does not name the file. */
export function refusalOf(result: Result<unknown>, name: string): string {
  assert.ok(!result.ok, 'accepted');
  const { code, message } = result.error;
  assert.match(code, /^ERR_NETWORK_[A-Z]+$/);
  assert.ok(message.startsWith(`${name}: `), message);
  return `${code}: ${message.slice(name.length + 2)}`;
}

/** Lengths to cut a file to: all near its ends, and some between. */
export function* cuts(length: number, random: Random, rounds = 64): Generator<number> {
  for (let i = 0; i < Math.min(rounds, length); i++) {
    yield i;
    yield length - 1 - i;
    yield random.below(length);
  }
}

/** Copies of a file with one bit wrong: near its ends, and at random between. */
export function* flips(bytes: Uint8Array, rounds: number, random: Random): Generator<Uint8Array> {
  for (let i = 0; i < rounds; i++) {
    for (const at of [i, bytes.length - 1 - i, random.below(bytes.length)]) {
      const flipped = bytes.slice();
      flipped[at] ^= 1 << random.below(8);
      yield flipped;
    }
  }
}

/** A network of that spec as if it had been trained on that board. */
export function trainedNetwork(spec: NetworkSpec, board: Board, seed: number): SavedNetwork {
  const weights = trainedWeights(weightsOf(spec, board), new Random(seed));
  return smallNetwork({ spec, boards: [board], weights, history: {} });
}
