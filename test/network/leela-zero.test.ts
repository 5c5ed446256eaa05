import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { makeLeelaZero } from '../../network/files/leela-zero-export.js';
import { readLeelaZero } from '../../network/files/leela-zero-import.js';
import { looksLikeLeelaZero } from '../../network/files/leela-zero-text.js';
import { readNetwork } from '../../network/files/read-network.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { makeInferenceModel, type SavedNetwork } from '../../network/files/saved-network.js';
import { zeroNetwork, type Shape } from './support/leela-zero-networks.js';
import { loadModel } from './support/onnx.js';
import { assertSameTensors, cuts, refusalOf, smallNetwork } from './support/saved-networks.js';
import { assertClose, type Dense } from './support/tensors.js';

const NAME = 'best.txt';
const TINY: Shape = { blocks: 1, filters: 1 };

const make = (network: SavedNetwork, gzip = false) =>
  unwrap(makeLeelaZero(network, NAME, { gzip }));
const read = (bytes: Uint8Array) => readLeelaZero(bytes, NAME);
const refusal = (bytes: Uint8Array) => refusalOf(read(bytes), NAME);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The smallest network there is, as text and packed. */
const TEXT = make(zeroNetwork(TINY));
const PACKED = make(zeroNetwork(TINY), true);

/** Random stones on the planes of AlphaGo Zero, Black to move in the first of two positions. */
function zeroPlanes(): Dense {
  const random = new Random(4);
  const data = Float32Array.from({ length: 2 * 17 * 361 }, () => random.below(2));
  return { shape: [2, 17, 19, 19], data: data.fill(1, 16 * 361, 17 * 361).fill(0, 33 * 361) };
}

/** The same positions on the planes of Leela Zero, by its own description of them. */
function leelaPlanes({ data }: Dense): Dense {
  const planes = new Float32Array(2 * 18 * 361);
  for (let position = 0; position < 2; position++) {
    const plane = (i: number) => data.subarray((17 * position + i) * 361).subarray(0, 361);
    const put = (i: number, values: Float32Array) => {
      planes.set(values, (18 * position + i) * 361);
    };
    for (let t = 0; t < 8; t++) {
      put(t, plane(2 * t));
      put(8 + t, plane(2 * t + 1));
    }
    put(16, plane(16));
    put(
      17,
      plane(16).map((black) => 1 - black),
    );
  }
  return { shape: [2, 18, 19, 19], data: planes };
}

async function answers(network: SavedNetwork, planes: Dense): Promise<ReadonlyMap<string, Dense>> {
  const model = await loadModel(makeInferenceModel(network, network.boards[0]));
  return model.run(new Map([['planes', planes]]));
}

async function assertSameAnswers(network: SavedNetwork, planes: Dense): Promise<void> {
  const imported = unwrap(read(make(network)));
  assert.equal(imported.valueView, network.valueView);
  const expected = await answers(network, planes);
  const actual = await answers(imported, leelaPlanes(zeroPlanes()));
  for (const [head, { data }] of expected) {
    assert.ok(
      data.some((x) => Math.abs(x) > 0.05),
      `${head} is flat`,
    );
    assertClose(actual.get(head)!.data, data, 1e-5, head);
  }
}

describe("Leela Zero's weights", () => {
  it('of a network on 17 planes answer as it does', () =>
    assertSameAnswers(zeroNetwork({ blocks: 2, filters: 5 }), zeroPlanes()));

  it('of a network on 18 planes answer as it does', () =>
    assertSameAnswers(zeroNetwork({ planes: 'leela-zero' }), leelaPlanes(zeroPlanes())));

  it("of a network with Black's values, version 2, answer as it does", async () => {
    const network = { ...zeroNetwork({ filters: 6 }), valueView: 'black' as const };
    assert.equal(textOf(make(network)).slice(0, 2), '2\n');
    await assertSameAnswers(network, zeroPlanes());
  });

  /** Lines of the biases of convolutions in a network of two blocks, counted from 0. */
  const BIASES = [2, 6, 10, 14, 18, 22, 28];

  it('are the same when read and written again, biases but for their last digit', () => {
    const network = zeroNetwork({ blocks: 2, planes: 'leela-zero' });
    const once = linesIn(make(network));
    const twice = linesIn(make(unwrap(read(make(network)))));
    assert.equal(twice.length, once.length);
    once.forEach((line, i) => {
      assertClose(twice[i], line, 2e-7, `line ${i + 1}`);
      if (!BIASES.includes(i)) assert.deepEqual(twice[i], line, `line ${i + 1}`);
    });
  });

  it('keep every number of 32 bits', () => {
    const random = new Random(1);
    const network = zeroNetwork({ ...TINY, planes: 'leela-zero' });
    const bits = Int32Array.from({ length: 256 }, () => random.bits());
    bits.set([1 << 31, 1, 0x7f7fffff, 0x00800000]);
    const numbers = new Float32Array(bits.buffer).map((x) => (Number.isFinite(x) ? x : 0));
    const weights = new Map(network.weights).set('value.hidden.bias', numbers);
    const again = unwrap(read(make({ ...network, weights })));
    assertSameTensors(
      new Map([['', again.weights.get('value.hidden.bias')!]]),
      new Map([['', numbers]]),
    );
  });

  it('are found to be of any number of blocks and filters, and may be packed', () => {
    for (const [blocks, filters] of [
      [3, 2],
      [2, 7],
    ]) {
      const { spec, planes, boards } = unwrap(read(make(zeroNetwork({ blocks, filters }), true)));
      assert.deepEqual(spec, zeroNetwork({ blocks, filters, planes: 'leela-zero' }).spec);
      assert.equal(planes, 'leela-zero');
      assert.deepEqual(boards, [{ width: 19, height: 19 }]);
    }
  });

  it('can be kept as a network file', () => {
    const imported = unwrap(read(make(zeroNetwork())));
    assert.match(imported.history.source!, /Leela Zero weights, version 1/);
    assert.ok(makeNetworkFile(imported).length > 0);
  });

  it('are told from network files', () => {
    assert.equal(unwrap(readNetwork(PACKED, NAME)).planes, 'leela-zero');
    assert.equal(unwrap(readNetwork(makeNetworkFile(smallNetwork()), NAME)).planes, 'alphago-zero');
    assert.match(
      refusalOf(readNetwork(bytesOf('7 '), NAME), NAME),
      /CORRUPT: .*not a network file/,
    );
    assert.ok(looksLikeLeelaZero(TEXT));
    assert.ok(looksLikeLeelaZero(PACKED));
    assert.ok(looksLikeLeelaZero(bytesOf('1\r\n0.5 0.5\r\n')));
    assert.ok(!looksLikeLeelaZero(makeNetworkFile(smallNetwork())));
    assert.ok(!looksLikeLeelaZero(new Uint8Array(0)));
  });
});

function linesIn(bytes: Uint8Array): Float32Array[] {
  const lines = textOf(bytes).trimEnd().split('\n');
  return lines.map((line) => Float32Array.from(line.split(' '), Number));
}

describe('makeLeelaZero', () => {
  const conv = { type: 'alphago-zero' };
  const REFUSED: readonly (readonly [Shape, RegExp])[] = [
    [{ board: { width: 9, height: 9 } }, /its board is 9×9, not 19×19/],
    [{ planes: 'alphago' }, /it has a plane 'own stones'/],
    [{ spec: { normalisation: { type: 'layer' } } }, /normalisation\.type is layer, not batch/],
    [{ spec: { stem: { filters: 3, kernel: 5 } } }, /stem\.kernel is 5, not 3/],
    [{ spec: { trunk: [{ type: 'residual' }, { type: 'dilated' }] } }, /it has a block 'dilated'/],
    [{ spec: { trunk: [{ type: 'residual', inner: 2 }] } }, /its blocks are narrower inside/],
    [
      { spec: { heads: { policy: { ...conv, filters: 4 }, value: conv } } },
      /heads\.policy\.filters is 4, not 2/,
    ],
    [{ spec: { heads: { policy: conv } } }, /heads\.value\.type is missing, not alphago-zero/],
    [
      { spec: { heads: { policy: conv, value: { ...conv, hidden: 64 } } } },
      /heads\.value\.hidden is 64, not 256/,
    ],
    [
      { spec: { heads: { policy: conv, value: conv, ownership: { type: 'convolution' } } } },
      /it has heads\.ownership\.type/,
    ],
  ];
  for (const [shape, expected] of REFUSED) {
    it(`refuses what does not fit: ${expected.source}`, () => {
      const message = refusalOf(makeLeelaZero(zeroNetwork(shape), NAME), NAME);
      assert.match(message, /^ERR_NETWORK_EXPORT: Leela Zero has no such network: /);
      assert.match(message, expected);
    });
  }

  it('takes blocks of several entries', () => {
    const trunk = [{ type: 'residual' }, { type: 'residual', count: 2 }];
    const { spec } = unwrap(read(make(zeroNetwork({ spec: { trunk } }))));
    assert.deepEqual(spec.trunk, [{ type: 'residual', count: 3 }]);
  });

  it('refuses weights that overflow as they are folded', () => {
    const network = zeroNetwork(TINY);
    const weights = new Map(network.weights)
      .set('stem.gamma', Float32Array.of(1e30))
      .set('stem.mean', Float32Array.of(1e30));
    const message = refusalOf(makeLeelaZero({ ...network, weights }, NAME), NAME);
    assert.match(message, /^ERR_NETWORK_EXPORT: a weight times its factor is too large/);
  });
});

describe('readLeelaZero', () => {
  const text = textOf(TEXT);
  const lines = text.trimEnd().split('\n');
  const changed = (line: number, change: (old: string) => string) =>
    bytesOf(lines.map((old, i) => (i === line - 1 ? change(old) : old)).join('\n'));

  it('takes lines that end in other ways', () => {
    const expected = unwrap(read(bytesOf(text)));
    for (const other of [lines.join('\n'), lines.join('\r\n'), `${text}\n\n`]) {
      assert.deepEqual(unwrap(read(bytesOf(other))), expected);
    }
  });

  it('refuses a text that is cut short, wherever that can be seen', () => {
    // The last line is one number, with nothing after it to tell it from its own beginning.
    const last = text.trimEnd().lastIndexOf('\n') + 1;
    const bytes = bytesOf(text);
    for (const length of cuts(last + 1, new Random(1), 20)) refusal(bytes.subarray(0, length));
  });

  it('refuses a packed file that is cut short, wherever, or damaged', () => {
    for (const length of cuts(PACKED.length, new Random(1), 8)) {
      refusal(PACKED.subarray(0, length));
    }
    const random = new Random(2);
    for (let round = 0; round < 10; round++) {
      const flipped = PACKED.slice();
      // The first ten bytes hold a date and other things that nobody reads.
      flipped[10 + random.below(PACKED.length - 10)] ^= 1 << random.below(8);
      refusal(flipped);
    }
  });

  it('refuses a small file that unpacks to nothing, or to nothing but lines', () => {
    assert.match(refusal(gzipSync('')), /^ERR_NETWORK_FOREIGN: not Leela Zero weights/);
    const lines = `1\n${'1\n'.repeat(2 ** 24)}`;
    assert.match(refusal(gzipSync(lines)), /^ERR_NETWORK_CONTENT: 9999 lines of numbers/);
    assert.match(refusal(gzipSync('1'.repeat(2 ** 24))), /^ERR_NETWORK_FOREIGN/);
  });

  it('refuses a small file that unpacks to a huge one', () => {
    const bomb = gzipSync(new Uint8Array(70 * 2 ** 20));
    assert.match(refusal(bomb), /^ERR_NETWORK_FOREIGN: unpacks to over \d+ bytes/);
  });

  const REFUSED: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['an empty file', bytesOf(''), /CORRUPT: the file is empty/],
    ['other text', bytesOf('(;GM[1])\n'), /FOREIGN: not Leela Zero weights: line 1 must be/],
    ['an ONNX file', makeNetworkFile(smallNetwork()), /FOREIGN: not Leela Zero weights/],
    ['another version', changed(1, () => '3'), /VERSION: Leela Zero weights of version 3/],
    ['a version and no more', bytesOf('1\n'), /CONTENT: 0 lines of numbers, but there must be 18/],
    [
      'no residual block',
      bytesOf(`${lines.slice(0, 5).concat(lines.slice(13)).join('\n')}\n`),
      /CONTENT: 18 lines/,
    ],
    ['a missing line', bytesOf(lines.slice(0, -1).join('\n')), /CONTENT: 25 lines of numbers/],
    ['a line too many', bytesOf(`${text}1\n`), /CONTENT: 27 lines of numbers/],
    ['a word', changed(7, () => 'one'), /CONTENT: line 7: "one" is not a finite number/],
    ['a hexadecimal number', changed(7, () => '0x10'), /CONTENT: line 7: "0x10" is not/],
    ['a number that is none', changed(7, () => 'nan'), /CONTENT: line 7: "nan" is not/],
    ['a number too large', changed(7, () => '1e39'), /CONTENT: line 7: "1e39" is not/],
    [
      'a line too long',
      changed(7, () => '1 '.repeat(1e6)),
      /CONTENT: line 7: 2000000 characters are more than 2 numbers/,
    ],
    ['two dots', changed(2, (old) => `${old}.5.`), /CONTENT: line 2: .* \(word 162\)/],
    ['a word for biases', changed(3, () => 'none'), /CONTENT: line 3: "none" is not/],
    ['an empty line', changed(7, () => ''), /CONTENT: line 7: "" is not/],
    [
      'a number missing',
      changed(6, (old) => old.slice(old.indexOf(' ') + 1)),
      /CONTENT: line 6: 8 numbers, but the weights of trunk\.0\.conv1 are 9/,
    ],
    [
      'a number too many',
      changed(7, (old) => `${old} 1`),
      /CONTENT: line 7: 2 numbers, but the biases of trunk\.0\.conv1 are 1/,
    ],
    [
      'two filters of one',
      changed(3, (old) => `${old} 1`),
      /CONTENT: line 2: 162 numbers, but the weights of stem are 324/,
    ],
    ['a variance below zero', changed(5, () => '-0.5'), /CONTENT: line 5: -0\.5 cannot be/],
    ['too many filters', changed(3, () => '1 '.repeat(5000)), /CONTENT: stem\.filters is 5000/],
  ];
  for (const [name, bytes, expected] of REFUSED) {
    it(`refuses ${name}`, () => {
      assert.match(refusal(bytes), expected);
    });
  }

  it('never throws on noise', () => {
    const random = new Random(3);
    for (let round = 0; round < 10; round++) {
      const noisy = bytesOf(text);
      for (let i = 0; i < 3; i++) noisy[random.below(noisy.length)] = random.below(128);
      const result = read(noisy);
      if (!result.ok) refusalOf(result, NAME);
    }
  });

  it('packs what it packs', () => {
    assert.equal(textOf(gunzipSync(PACKED)), text);
  });
});
