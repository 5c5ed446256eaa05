import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Board } from '../../engine/board.js';
import { makeWeightsFile, parseWeightsFile } from '../../engine/rollouts/weights-file.js';
import { ROLLOUT_KINDS } from '../../engine/rollouts/weights.js';
import { randomWeights } from './rollout-reference.js';

describe('a file of rollout weights', () => {
  for (const kind of ROLLOUT_KINDS) {
    it(`holds them all: ${kind}`, () => {
      const weights = randomWeights(kind, Board.of(7), 3);
      const read = parseWeightsFile(makeWeightsFile(weights), 'w.bin');
      assert.deepEqual(read, { ok: true, value: weights });
    });
  }

  const whole = makeWeightsFile(randomWeights('linear', Board.of(5), 1));

  /** The code and message with which reading fails. */
  function refusalOf(bytes: Uint8Array): string {
    const read = parseWeightsFile(bytes, 'w.bin');
    assert.ok(!read.ok);
    assert.match(read.error.message, /w\.bin/);
    return read.error.code;
  }

  it('is refused where a byte of it is another, or its end is missing', () => {
    for (let at = 10; at < whole.length; at += 97) {
      const damaged = Uint8Array.from(whole);
      damaged[at] ^= 0x10;
      assert.equal(refusalOf(damaged), 'ERR_ROLLOUT_DAMAGED');
    }
    assert.equal(refusalOf(whole.subarray(0, whole.length - 9)), 'ERR_ROLLOUT_DAMAGED');
  });

  /** The file with its header changed. */
  function withHeader(change: (text: string) => string): Uint8Array {
    const plain = gunzipSync(whole);
    const end = plain.indexOf('\n') + 1;
    const header = change(plain.toString('utf8', 0, end).trim());
    const line = `${header.padEnd(Math.ceil((header.length + 1) / 4) * 4 - 1)}\n`;
    return gzipSync(Buffer.concat([Buffer.from(line), plain.subarray(end)]));
  }

  it('is refused where it is something else, or newer', () => {
    assert.equal(refusalOf(Buffer.from('(;GM[1])')), 'ERR_ROLLOUT_FORMAT');
    assert.equal(refusalOf(new Uint8Array(0)), 'ERR_ROLLOUT_FORMAT');
    assert.equal(refusalOf(gzipSync('(;GM[1])')), 'ERR_ROLLOUT_FORMAT');
    assert.equal(refusalOf(gzipSync('{"format":"other"}\n')), 'ERR_ROLLOUT_FORMAT');
    const newer = withHeader((text) => text.replace('"version":1', '"version":2'));
    assert.equal(refusalOf(newer), 'ERR_ROLLOUT_VERSION');
  });

  it('is refused where its header and its lists do not fit', () => {
    const changes = [
      (text: string) => text.replace(/"patterns":\d+/, '"patterns":1'),
      (text: string) => text.replace(/"patterns":\d+/, '"patterns":-1'),
      (text: string) => text.replace('"linear"', '"cubic"'),
      (text: string) => text.replace(/"values":\d+/, '"values":"many"'),
    ];
    for (const change of changes) {
      assert.equal(refusalOf(withHeader(change)), 'ERR_ROLLOUT_DAMAGED');
    }
  });

  it('is refused where a weight is no number or a list is out of order', () => {
    const weights = randomWeights('linear', Board.of(5), 1);
    const values = weights.values.slice();
    values[3] = NaN;
    assert.equal(refusalOf(makeWeightsFile({ ...weights, values })), 'ERR_ROLLOUT_DAMAGED');
    const patterns = weights.patterns.slice().reverse();
    assert.equal(refusalOf(makeWeightsFile({ ...weights, patterns })), 'ERR_ROLLOUT_DAMAGED');
  });
});
