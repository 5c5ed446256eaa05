import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { BLOCKS } from '../../network/spec/blocks/table.js';
import { buildNetwork } from '../../network/spec/build.js';
import { multiplyAdds, weightCount } from '../../network/spec/cost.js';
import { HEADS } from '../../network/spec/heads/table.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { NORMALISATIONS } from '../../network/spec/normalisations.js';
import type { Entry } from '../../network/spec/parameters.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { compile } from './support/onnx.js';
import { denseWeights, randomBatch, smallSpec } from './support/networks.js';

const MINIMAL = {
  stem: { filters: 8 },
  trunk: [{ type: 'residual' }],
  heads: { policy: { type: 'alphago-zero' } },
};

/** Code and message of the failure. */
function refusal(json: unknown): string {
  const result = parseNetworkSpec(json);
  assert.ok(!result.ok, 'accepted');
  return `${result.error.code}: ${result.error.message}`;
}

describe('parseNetworkSpec', () => {
  it('fills in what a spec leaves out', () => {
    assert.deepEqual(unwrap(parseNetworkSpec(MINIMAL)), {
      inputPlanes: 17,
      normalisation: { type: 'batch' },
      stem: { kernel: 3, filters: 8 },
      trunk: [{ type: 'residual', count: 1 }],
      heads: { policy: { type: 'alphago-zero', filters: 2 } },
    });
  });

  it('reads what it wrote as the same spec', () => {
    const spec = unwrap(parseNetworkSpec(MINIMAL));
    const again: unknown = JSON.parse(JSON.stringify(spec));
    assert.deepEqual(unwrap(parseNetworkSpec(again)), spec);
  });

  const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
    ['no object', 7, /^ERR_SPEC_TYPE: the spec must be an object/],
    ['an array', [], /^ERR_SPEC_TYPE: the spec must be an object/],
    ['no stem', { ...MINIMAL, stem: undefined }, /^ERR_SPEC_MISSING: stem is missing/],
    ['no filters', { ...MINIMAL, stem: {} }, /^ERR_SPEC_MISSING: stem\.filters.* 1 to 4096/],
    ['a wrong type', { ...MINIMAL, stem: { filters: '8' } }, /^ERR_SPEC_TYPE: stem\.filters/],
    ['too many planes', { ...MINIMAL, inputPlanes: 2000 }, /^ERR_SPEC_RANGE: inputPlanes is 2000/],
    ['a fraction', { ...MINIMAL, inputPlanes: 1.5 }, /^ERR_SPEC_RANGE: inputPlanes is 1\.5/],
    ['NaN', { ...MINIMAL, inputPlanes: NaN }, /^ERR_SPEC_RANGE: inputPlanes is NaN/],
    [
      'an even kernel',
      { ...MINIMAL, stem: { filters: 8, kernel: 4 } },
      /^ERR_SPEC_RANGE: stem\.kernel is 4 but must be an odd number from 1 to 19/,
    ],
    ['an empty trunk', { ...MINIMAL, trunk: [] }, /^ERR_SPEC_TYPE: trunk must be a list/],
    [
      'an unknown block',
      { ...MINIMAL, trunk: [{ type: 'residual' }, { type: 'residaul' }] },
      /^ERR_SPEC_CHOICE: trunk\[1\]\.type is "residaul"; it must be one of: plain, residual, /,
    ],
    [
      'a name every object has',
      { ...MINIMAL, trunk: [{ type: 'constructor' }] },
      /^ERR_SPEC_CHOICE: trunk\[0\]\.type/,
    ],
    [
      'a block without its parameter',
      { ...MINIMAL, trunk: [{ type: 'bottleneck' }] },
      /^ERR_SPEC_MISSING: trunk\[0\]\.inner is missing/,
    ],
    [
      'a misspelt parameter',
      { ...MINIMAL, trunk: [{ type: 'residual', cuont: 6 }] },
      /^ERR_SPEC_UNKNOWN_FIELD: trunk\[0\]\.cuont is unknown; known are: type, inner, count/,
    ],
    [
      'more blocks in all than one may ask for',
      { ...MINIMAL, trunk: Array(3).fill({ type: 'residual', count: 400 }) },
      /^ERR_SPEC_RANGE: trunk has 1200 blocks in all but may have at most 1000/,
    ],
    ['a stray field', { ...MINIMAL, depth: 6 }, /^ERR_SPEC_UNKNOWN_FIELD: depth is unknown/],
    ['no heads', { ...MINIMAL, heads: {} }, /^ERR_SPEC_MISSING: heads must hold one of: policy/],
    [
      'an unknown head',
      { ...MINIMAL, heads: { polcy: {} } },
      /^ERR_SPEC_UNKNOWN_FIELD: heads\.polcy/,
    ],
    ['a null block', { ...MINIMAL, trunk: [null] }, /^ERR_SPEC_TYPE: trunk\[0\] must be an object/],
  ];
  for (const [name, json, expected] of REFUSED) {
    it(`refuses ${name}`, () => {
      assert.match(refusal(json), expected);
    });
  }
});

describe('parseNetworkSpec of anything', () => {
  const board = { height: 2, width: 3 };

  it('gives a failure with a code, and never throws', () => {
    const json = fc.oneof(
      fc.jsonValue(),
      fc.record({ trunk: fc.jsonValue(), heads: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(json, (value) => {
        const result = parseNetworkSpec(value);
        assert.ok(!result.ok && result.error.code.startsWith('ERR_SPEC_'));
      }),
    );
  });

  it('gives only specs that can be built', () => {
    /** A choice with some of its parameters, now and then out of range. */
    const choice = (table: Readonly<Record<string, Entry>>) =>
      fc.constantFrom(...Object.entries(table)).chain(([type, { parameters }]) => {
        const names = Object.keys(parameters);
        const values = names.map((name) => [name, fc.integer({ min: 0, max: 9 })] as const);
        return fc
          .record(Object.fromEntries(values), { requiredKeys: [] })
          .map((some) => ({ type, ...some }));
      });
    const spec = fc.record({
      stem: fc.record({ filters: fc.integer({ min: 1, max: 6 }) }),
      normalisation: choice(NORMALISATIONS),
      trunk: fc.array(choice(BLOCKS), { minLength: 1, maxLength: 3 }),
      heads: fc.record({ policy: choice(HEADS.policy), score: choice(HEADS.score) }),
    });
    let built = 0;
    fc.assert(
      fc.property(spec, (value) => {
        const result = parseNetworkSpec(value);
        if (!result.ok) return;
        const { heads } = buildNetwork(result.value, { board, mode: 'training' });
        assert.deepEqual(heads.policy!.shape, ['batch', 7]);
        assert.deepEqual(heads.score!.shape, ['batch']);
        built++;
      }),
      { numRuns: 400, seed: 1 },
    );
    assert.ok(built > 50, `only ${built} specs were built`);
  });
});

/** Parameters counted by hand from the papers' tables. */
describe('published networks have their published sizes', () => {
  const build = (json: unknown, side: number) => {
    const board = { height: side, width: side };
    return buildNetwork(unwrap(parseNetworkSpec(json)), { board, mode: 'inference' });
  };
  const size = (json: unknown, side: number) => weightCount(build(json, side).weights);

  it('AlphaGo Zero, 19 blocks of 256 filters', () => {
    const heads = { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } };
    const trunk = [{ type: 'residual', count: 19 }];
    const norm = (channels: number) => 4 * channels;
    const stem = 17 * 256 * 9 + norm(256);
    const blocks = 19 * 2 * (256 * 256 * 9 + norm(256));
    const policy = 256 * 2 + norm(2) + 2 * 361 * 362 + 362;
    const value = 256 + norm(1) + 361 * 256 + 256 + 256 + 1;
    assert.equal(
      size({ stem: { filters: 256 }, trunk, heads }, 19),
      stem + blocks + policy + value,
    );
  });

  it('AlphaGo 2016, policy alone: 13 layers of 192 filters', () => {
    const spec = {
      inputPlanes: 48,
      normalisation: { type: 'none' },
      stem: { kernel: 5, filters: 192 },
      trunk: [{ type: 'plain', filters: 192, count: 11 }],
      heads: { policy: { type: 'alphago-lee' } },
    };
    const trunk = 48 * 192 * 25 + 192 + 11 * (192 * 192 * 9 + 192);
    const pass = 1;
    assert.equal(size(spec, 19), trunk + 192 + 361 + pass);
  });
});

describe('multiplyAdds', () => {
  it('counts what convolutions and products do', () => {
    const board = { height: 3, width: 2 };
    const trunk = [{ type: 'depthwise-separable', expansion: 2 }];
    const heads = { value: { type: 'alphago-zero', hidden: 8 } };
    const network = buildNetwork(smallSpec({ trunk, heads }), { board, mode: 'inference' });
    const points = 6;
    const stem = points * 3 * 4 * 9;
    const block = points * (4 * 8 + 8 * 9 + 8 * 4);
    const value = points * 4 + points * 8 + 8;
    assert.equal(multiplyAdds(Object.values(network.heads)), stem + block + value);
  });
});

describe('a new network', () => {
  it('is the same for the same seed and another for another', () => {
    const { weights } = buildNetwork(smallSpec(), {
      board: { height: 5, width: 5 },
      mode: 'inference',
    });
    const draw = (seed: number) => initialiseWeights(weights, new Random(seed));
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  it('keeps its variance within limits without normalisation, 30 blocks deep', async () => {
    for (const type of ['residual', 'pre-activation', 'plain']) {
      const trunk = [{ type, count: 30, ...(type === 'plain' ? { filters: 24 } : {}) }];
      const normalisation = { type: 'none' };
      const heads = { ownership: { type: 'convolution' } };
      const spec = smallSpec({ stem: { filters: 24 }, trunk, normalisation, heads });
      const board = { height: 9, width: 9 };
      const network = buildNetwork(spec, { board, mode: 'inference' });
      // tanh(logits) → logits: the head's convolution is made to have unit variance.
      const logits = network.heads.ownership!.inputs[0];
      const random = new Random(5);
      const leaves = denseWeights(network, initialiseWeights(network.weights, random));
      const model = await compile({ logits });
      const results = await model.run(new Map([...leaves, ...randomBatch(network, 8, random)]));
      const { data } = results.get('logits')!;
      const meanSquare = data.reduce((sum, x) => sum + x * x, 0) / data.length;
      assert.ok(meanSquare > 0.02 && meanSquare < 5, `${type}: ${meanSquare}`);
    }
  });
});
