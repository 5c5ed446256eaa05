import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { randomGame, randomGames } from './support/positions.js';
import { hashWords, PositionCache } from '../../network/evaluator/position-cache.js';
import {
  BOARD,
  EVERY_SIZE,
  TELLS_KOMI,
  answerAt,
  assertSame,
  closeEvaluators,
  countingRuntime,
  evaluated,
  evaluatorOf,
  referenceAnswer,
  type Answer,
} from './support/evaluators.js';

after(closeEvaluators);

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

describe('the cache of positions', () => {
  const CACHE = { cacheEntries: 64 };

  it('gives the same numbers again, without the network', async () => {
    const { runtime, runs } = countingRuntime();
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE, runtime);
    const games = [2, 3, 4, 5, 6].map((moves) => randomGame(BOARD, moves, new Random(9)));
    const first = await evaluated(evaluator, games);
    const second = await evaluated(evaluator, games.toReversed());
    assert.deepEqual(runs, [5]);
    assert.deepEqual(evaluator.cacheUse, { lookups: 10, hits: 5 });
    games.forEach((_, i) => {
      assert.deepEqual(answerAt(second, 4 - i), answerAt(first, i));
    });
  });

  it('mixes known and new positions in one batch', async () => {
    const { runtime, runs } = countingRuntime();
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE, runtime);
    const games = [2, 3, 4, 5].map((moves) => randomGame(BOARD, moves, new Random(10)));
    await evaluated(evaluator, [games[0], games[2]]);
    const batch = await evaluated(evaluator, games);
    assert.deepEqual(runs, [2, 2]);
    games.forEach((game, row) => {
      assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, 0), `row ${row}`);
    });
  });

  it('tells apart all that the planes show: stones, the way there, who is to move', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE);
    const played = (...points: number[]) => {
      const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
      for (const point of points) game.play(point);
      return game;
    };
    const { pass } = BOARD;
    const games = [
      played(1, 2, 3),
      played(3, 2, 1),
      played(1, 2, 4),
      played(1, 2, 3, pass),
      played(pass, pass, 1, 2, 3),
    ];
    for (const game of games) await evaluated(evaluator, [game]);
    // Empty boards before the game's start and within it look alike to the network.
    assert.deepEqual(evaluator.cacheUse, { lookups: 5, hits: 1 });
  });

  it('tells komis apart, and takes exchanged colours for the same, if the planes do', async () => {
    const evaluator = evaluatorOf(TELLS_KOMI, CACHE);
    const played = (komi: number, ...opening: number[]) => {
      const game = new Game(BOARD, { ...RULE_PRESETS['tromp-taylor'], komi });
      for (const point of [...opening, 3, 7, 12, 4, 6]) game.play(point);
      return game;
    };
    const games = [played(7), played(7.5), played(6.5), played(-7), played(-7, BOARD.pass)];
    for (const game of games) await evaluated(evaluator, [game]);
    assert.deepEqual(evaluator.cacheUse, { lookups: 5, hits: 1 });
  });

  it('looks back as far as the planes do, and no farther', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE);
    const played = (opening: readonly number[], quiet: number) => {
      const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
      for (const point of opening) game.play(point);
      for (let i = 0; i < quiet; i++) game.play(BOARD.pass);
      return game;
    };
    await evaluated(evaluator, [played([1, 2, 3], 6)]);
    await evaluated(evaluator, [played([3, 2, 1], 6)]);
    assert.equal(evaluator.cacheUse.hits, 0);
    await evaluated(evaluator, [played([1, 2, 3], 7)]);
    await evaluated(evaluator, [played([3, 2, 1], 7)]);
    assert.equal(evaluator.cacheUse.hits, 1);
  });

  for (const kind of ['random', 'average'] as const) {
    it(`changes nothing with ${kind} symmetries`, async () => {
      const games = [2, 3, 4].map((moves) => randomGame(BOARD, moves, new Random(11)));
      const answers = [0, 64].map(async (cacheEntries) => {
        const symmetry = { kind, random: new Random(12) };
        const evaluator = evaluatorOf(EVERY_SIZE, { symmetry, cacheEntries });
        const rounds: Answer[] = [];
        for (let i = 0; i < 6; i++) {
          const batch = await evaluated(evaluator, games);
          rounds.push(...games.map((_, row) => answerAt(batch, row)));
        }
        assert.equal(evaluator.cacheUse.hits > 0, cacheEntries > 0);
        return rounds;
      });
      const [without, withCache] = await Promise.all(answers);
      without.forEach((expected, i) => {
        assertSame(withCache[i], expected, `answer ${i}`, 1e-6);
      });
    });
  }

  it('stays within its bounds and stays right when far more positions come than it holds', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, { cacheEntries: 8 });
    const games = randomGames(BOARD, 60, new Random(13));
    for (let round = 0; round < 2; round++) {
      const batch = await evaluated(evaluator, games);
      games.forEach((game, row) => {
        if (row % 7 !== 0) return;
        assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, 0), `row ${row}`);
      });
    }
    assert.ok(evaluator.cacheUse.hits < 20);
  });
});
