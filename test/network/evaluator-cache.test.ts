import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { hashWords, PositionCache } from '../../network/evaluator/position-cache.js';

describe('the hash of input planes', () => {
  it('scatters planes that differ in few points as chance would', () => {
    // Planes of 0 and 1, each a few points apart from the one before, as positions of a game are.
    const count = 100_000;
    const planes = new Float32Array(2 * 81 + 1);
    const words = new Int32Array(planes.buffer);
    const random = new Random(1);
    const key = new Int32Array(2);
    const seen = new Map<string, bigint>();
    const halves = [new Map<number, string>(), new Map<number, string>()];
    const collisions = [0, 0];
    for (let i = 0; i < count; i++) {
      for (let flips = 1 + random.below(3); flips > 0; flips--) {
        const at = random.below(planes.length);
        planes[at] = 1 - planes[at];
      }
      const content = planes.join('');
      hashWords(words, 0, words.length, key, 0);
      const whole = (BigInt(key[0] >>> 0) << 32n) | BigInt(key[1] >>> 0);
      const known = seen.get(content);
      assert.ok(known === undefined || known === whole, 'equal planes have equal hashes');
      seen.set(content, whole);
      for (const [half, map] of halves.entries()) {
        const other = map.get(key[half]);
        if (other !== undefined && other !== content) collisions[half]++;
        map.set(key[half], content);
      }
    }
    assert.equal(new Set(seen.values()).size, seen.size, 'no two share all 64 bits');
    // Of n random keys of 32 bits, n² / 2³³ pairs are alike: about 1.2 here.
    assert.ok(
      collisions[0] < 10 && collisions[1] < 10,
      `${collisions.join(' and ')} alike by half`,
    );
  });

  it('takes in every word, the last of an odd number too', () => {
    const words = new Int32Array(9);
    const hashes = new Set<string>();
    const out = new Int32Array(2);
    for (let bit = -1; bit < 32 * words.length; bit++) {
      if (bit >= 0) words[bit >> 5] = 1 << (bit & 31);
      hashWords(words, 0, words.length, out, 0);
      hashes.add(out.join());
      if (bit >= 0) words[bit >> 5] = 0;
    }
    assert.equal(hashes.size, 1 + 32 * words.length);
  });
});

describe('a cache of records', () => {
  it('finds what it was given until newer keys take its place, the least used first', () => {
    const cache = new PositionCache(4, 1);
    const put = (key: number) => (cache.records[cache.insert(key, -key)] = key);
    const get = (key: number) => {
      const at = cache.find(key, -key);
      return at < 0 ? undefined : cache.records[at];
    };
    for (const key of [1, 2, 3, 4]) put(key);
    assert.deepEqual([1, 2, 3, 4].map(get), [1, 2, 3, 4]);
    get(1);
    put(5);
    assert.deepEqual([1, 2, 3, 4, 5].map(get), [1, undefined, 3, 4, 5]);
    assert.equal(cache.find(1, 1), -1, 'half a key is not enough');
    assert.deepEqual([cache.lookups, cache.hits], [11, 9]);
  });

  it('never holds more than it has room for', () => {
    const cache = new PositionCache(100, 3);
    const size = cache.records.length;
    const random = new Random(2);
    for (let i = 0; i < 5000; i++) cache.insert(random.bits(), random.bits());
    assert.equal(cache.records.length, size);
    assert.ok(size <= 3 * 103);
  });
});
