import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { TrainingState } from '../../network/files/training-header.js';
import {
  makeTrainingState,
  readTrainingState,
  slotsFor,
} from '../../network/files/training-state.js';
import { ADAMW } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_SCHEDULE } from '../../network/training/schedule.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { initialSlots } from '../../network/training/slots.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { BOARDS, randomBatch, smallSpec, trainedWeights } from './support/networks.js';
import { assertSameTensors, cuts, flips, refusalOf } from './support/saved-networks.js';
import { Trainer } from './support/trainer.js';

const NAME = 'latest.training';
const SETTINGS = { ...ALPHAGO_ZERO_TRAINING, optimiser: ADAMW, averageDecay: 0.9 };

const read = (bytes: Uint8Array) => readTrainingState(bytes, NAME);
const refusal = (bytes: Uint8Array) => refusalOf(read(bytes), NAME);

function stateOf(slots: TrainingState['slots'], random = new Random(1)): TrainingState {
  return {
    step: 12_345,
    slots,
    random: random.state.slice(),
    settings: SETTINGS,
    schedule: ALPHAGO_ZERO_SCHEDULE,
    network: 'f00d',
    progress: { samples: 1e7, window: [3, 9] },
  };
}

const SMALL = makeTrainingState(
  stateOf(
    new Map([
      ['stem.weight', Float32Array.of(1, -0, 1e-45)],
      ['adam.beta1Power', Float32Array.of(0.9)],
    ]),
  ),
);

const FINITE = fc.float({ noNaN: true, noDefaultInfinity: true });
const SLOTS = fc.dictionary(
  fc.string(),
  fc.array(FINITE).map((list) => Float32Array.from(list)),
);

describe('a state of training', () => {
  it('comes back bit for bit', () => {
    const property = fc.property(SLOTS, fc.integer(), (slots, seed) => {
      const state = stateOf(new Map(Object.entries(slots)), new Random(seed));
      const { slots: kept, ...rest } = unwrap(read(makeTrainingState(state)));
      const { slots: expected, ...expectedRest } = state;
      assert.deepEqual(rest, expectedRest);
      assertSameTensors(kept, expected);
    });
    fc.assert(property);
  });

  it('cannot be made of failed training', () => {
    const slots = new Map([['momentum.stem.weight', Float32Array.of(0, Infinity)]]);
    const expected = /RangeError: training has failed: momentum\.stem\.weight holds Infinity/;
    assert.throws(() => makeTrainingState(stateOf(slots)), expected);
  });

  it('lets training go on exactly as if it had not stopped', async () => {
    const step = buildTrainingStep(smallSpec(), BOARDS[0], SETTINGS);
    const weights = trainedWeights(step.network.weights, new Random(2));
    const unbroken = await Trainer.start(step, weights);
    const batch = (random: Random) => randomBatch(step.network, 4, random);
    const random = new Random(3);
    for (let i = 0; i < 3; i++) await unbroken.train(batch(random), 1e-2);
    const bytes = makeTrainingState(stateOf(unbroken.snapshot(), random));

    const state = unwrap(read(bytes));
    const resumed = await Trainer.resume(step, unwrap(slotsFor(state, step.slots, NAME)));
    const restored = new Random(0);
    restored.state.set(state.random);
    for (let i = 0; i < 3; i++) {
      const expected = await unbroken.train(batch(random), 1e-2);
      assert.deepEqual(await resumed.train(batch(restored), 1e-2), expected);
    }
    assertSameTensors(resumed.snapshot(), unbroken.snapshot());
  });
});

describe('readTrainingState', () => {
  it('reads what the file system gives, bytes at any place of a larger buffer', () => {
    const { slots } = unwrap(read(SMALL));
    for (const shift of [0, 1, 2, 3]) {
      const buffer = Buffer.alloc(SMALL.length + shift, 7);
      buffer.set(SMALL, shift);
      assertSameTensors(unwrap(read(buffer.subarray(shift))).slots, slots);
    }
  });

  it('refuses a file that is cut short, wherever', () => {
    for (const length of cuts(SMALL.length, new Random(1))) {
      const expected = length === 0 ? /CORRUPT: the file is empty/ : /CORRUPT: cut short .* bytes/;
      assert.match(refusal(SMALL.subarray(0, length)), expected, `at ${length}`);
    }
  });

  it('refuses a file with something after it', () => {
    const longer = new Uint8Array(SMALL.length + 1);
    longer.set(SMALL);
    assert.match(refusal(longer), /CORRUPT: cut short or damaged: it has \d+ of \d+ bytes/);
  });

  it('notices every flipped bit', () => {
    for (const flipped of flips(SMALL, 300, new Random(2))) refusal(flipped);
  });

  it('says what a file is that is none of its own', () => {
    const text = new TextEncoder().encode('(;GM[1]FF[4]SZ[9])');
    assert.match(refusal(text), /^ERR_NETWORK_FOREIGN: this is not a state of training/);
    const later = SMALL.slice();
    later[8] = 2;
    assert.match(refusal(later), /^ERR_NETWORK_VERSION: a state of version 2.* reads 1/);
  });
});

/** The small file with another header, its length and checksum made to fit. */
function withHeader(change: (json: Record<string, unknown>) => unknown): Uint8Array {
  const length = new DataView(SMALL.buffer).getUint32(12, true);
  const header = new TextDecoder().decode(SMALL.subarray(24, 24 + length));
  const changed = change(JSON.parse(header) as Record<string, unknown>);
  const body = [Buffer.from(JSON.stringify(changed)), SMALL.subarray(24 + length, -32)] as const;
  const start = Buffer.from(SMALL.subarray(0, 24));
  start.writeUInt32LE(body[0].length, 12);
  start.writeBigUInt64LE(BigInt(24 + body[0].length + body[1].length + 32), 16);
  const content = Buffer.concat([start, ...body]);
  return Buffer.concat([content, createHash('sha256').update(content).digest()]);
}

describe('readTrainingState, of a whole file,', () => {
  it('accepts one with its header rewritten', () => {
    assert.deepEqual([...withHeader((json) => json)], [...SMALL]);
  });

  const HEADERS: readonly (readonly [string, object])[] = [
    ['a step before the first', { step: -1 }],
    ['half a step', { step: 0.5 }],
    ['a generator of three words', { random: [1, 2, 3] }],
    ['a word that is none', { random: [1, 2, 3, 2 ** 32] }],
    ['no settings', { settings: null }],
    ['a schedule of words', { schedule: ['slow'] }],
    [
      'a slot of less than nothing',
      {
        lengths: [
          ['a', -1],
          ['b', 5],
        ],
      },
    ],
    ['a nameless slot', { lengths: [[4]] }],
    ['progress as a list', { progress: [] }],
  ];
  for (const [name, change] of HEADERS) {
    it(`refuses ${name}`, () => {
      const bytes = withHeader((json) => ({ ...json, ...change }));
      assert.match(refusal(bytes), /^ERR_NETWORK_CONTENT: the header is not as it must be/);
    });
  }

  it('refuses slots that promise more numbers than there are', () => {
    const bytes = withHeader((json) => ({ ...json, lengths: [['a', 2 ** 40]] }));
    assert.match(refusal(bytes), /^ERR_NETWORK_CONTENT: the numbers are not as many/);
  });

  it('refuses a header that is longer than the file', () => {
    const content = Buffer.from(SMALL.subarray(0, -32));
    content.writeUInt32LE(0xffffffff, 12);
    const sum = createHash('sha256').update(content).digest();
    assert.match(
      refusal(Buffer.concat([content, sum])),
      /CONTENT: a header of 4294967295 bytes cannot be/,
    );
  });
});

describe('slotsFor', () => {
  const step = buildTrainingStep(smallSpec(), BOARDS[0], SETTINGS);
  const slots = initialSlots(step.slots, trainedWeights(step.network.weights, new Random(1)));
  const check = (changed: TrainingState['slots']) => slotsFor(stateOf(changed), step.slots, NAME);

  it('gives the slots of that training', () => {
    assert.equal(unwrap(check(slots)), slots);
  });

  it('refuses those of another', () => {
    const without = new Map(slots);
    without.delete('average.stem.gamma');
    assert.match(refusalOf(check(without), NAME), /CONTENT: .*average\.stem\.gamma is missing/);
    const shorter = new Map(slots).set('stem.gamma', new Float32Array(3));
    assert.match(refusalOf(check(shorter), NAME), /stem\.gamma has 3 numbers; it should hold 4/);
    const more = new Map(slots).set('momentum.stem.gamma', new Float32Array(4));
    assert.match(refusalOf(check(more), NAME), /it has momentum\.stem\.gamma, which nothing/);
  });
});
