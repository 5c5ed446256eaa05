import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { candidates } from '../../engine/search/result.js';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import { Thinker } from '../../engine/search/thinker.js';
import { SharedEvaluator } from '../../selfplay/play/shared-evaluator.js';

const BOARD = Board.of(5, 5);
const VISITS = 40;

/** Uniform, slow where asked to be, and telling of each batch. */
function watched(sizes: number[], options: { slow?: boolean; fails?: boolean } = {}): Evaluator {
  return {
    ...UNIFORM,
    batch: (board, capacity) => UNIFORM.batch(board, capacity),
    evaluate(batch: Batch) {
      sizes.push(batch.size);
      if (options.fails) throw new Error('the device is gone');
      if (!options.slow) return undefined;
      return new Promise((resolve) => setTimeout(resolve, 1));
    },
  };
}

/** Uniform, remembering by stones what it has evaluated; tells how much of each batch was new. */
function remembering(computed: number[]): Evaluator {
  const seen = new Set<string>();
  return {
    ...UNIFORM,
    batch(board, capacity) {
      const batch = UNIFORM.batch(board, capacity);
      const fresh: string[] = [];
      return Object.assign(Object.create(batch) as Batch & { known: number }, {
        known: 0,
        fresh,
        add(this: { known: number }, game: Game) {
          const key = String(Array.from({ length: game.length }, (_, ply) => game.moveAt(ply)));
          if (seen.has(key)) this.known++;
          else fresh.push(key);
          return batch.add(game);
        },
        clear(this: { known: number }) {
          this.known = 0;
          fresh.length = 0;
          batch.clear();
        },
      });
    },
    evaluate(batch: Batch) {
      computed.push(batch.size - (batch.known ?? 0));
      for (const key of (batch as Batch & { fresh: string[] }).fresh) seen.add(key);
    },
  };
}

function thinkerAt(moves: readonly number[]): { thinker: Thinker; game: Game } {
  const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
  for (const move of moves) game.play(move);
  const thinker = new Thinker(game, PUCT_SETTINGS, 1000);
  thinker.begin(game, { visits: VISITS });
  return { thinker, game };
}

/** What a thinker finds alone. */
function alone(moves: readonly number[]): unknown {
  const { thinker } = thinkerAt(moves);
  const batch = UNIFORM.batch(BOARD, 1);
  while (!thinker.isDone) {
    if (thinker.descend(batch) === 'leaf') thinker.collect(batch);
    batch.clear();
  }
  return candidates(thinker.search.tree);
}

describe('a shared evaluator', () => {
  for (const slow of [false, true]) {
    it(`gives each of many searches what it would find alone, ${slow ? 'slowly' : 'at once'}`, async () => {
      const sizes: number[] = [];
      const shared = new SharedEvaluator(watched(sizes, { slow }), BOARD, 6);
      const openings = [[], [12], [7, 8], [0], [24, 20], [13], [6, 7, 8]];
      const thinkers = openings.map((moves) => thinkerAt(moves).thinker);
      await Promise.all(thinkers.map((thinker) => shared.visitAll(thinker)));
      for (const [i, moves] of openings.entries()) {
        assert.deepEqual(candidates(thinkers[i].search.tree), alone(moves));
      }
      assert.ok(Math.max(...sizes) === 6, 'batches get full');
      const { batches, positions, computed } = shared.use;
      assert.equal(batches, sizes.length);
      assert.equal(
        positions,
        sizes.reduce((a, b) => a + b),
      );
      assert.equal(computed, positions);
    });
  }

  it('fills batches: as many searches as there is room for need as many batches as one', async () => {
    const sizes: number[] = [];
    const shared = new SharedEvaluator(watched(sizes), BOARD, 4);
    const thinkers = [[], [], [], []].map((moves) => thinkerAt(moves).thinker);
    await Promise.all(thinkers.map((thinker) => shared.visitAll(thinker)));
    assert.equal(sizes.length, VISITS);
    assert.ok(sizes.every((size) => size === 4));
  });

  it('lets searches go on past positions that are known, so that batches are full of unknown ones', async () => {
    const computed: number[] = [];
    const shared = new SharedEvaluator(remembering(computed), BOARD, 4);
    const known = Array.from({ length: 4 }, () => thinkerAt([]).thinker);
    await shared.visitAll(known[0]); // what the other three will ask for
    computed.length = 0;
    await Promise.all(known.slice(1).map((thinker) => shared.visitAll(thinker)));
    for (const thinker of known) assert.deepEqual(candidates(thinker.search.tree), alone([]));
    assert.ok(computed.every((count) => count === 0));
    assert.ok(computed.length < VISITS, `${computed.length} batches`);
    assert.equal(shared.use.computed, VISITS);
  });

  it('turns to another evaluator between batches, and closes the old one', async () => {
    const [first, second]: number[][] = [[], []];
    let closed = 0;
    const old = {
      ...watched(first),
      close: () => {
        closed++;
        return Promise.resolve();
      },
    };
    const shared = new SharedEvaluator(old, BOARD, 2);
    const { thinker } = thinkerAt([]);
    await shared.visit(thinker);
    shared.replace(watched(second));
    await shared.visitAll(thinker);
    assert.deepEqual(candidates(thinker.search.tree), alone([]));
    assert.equal(closed, 1);
    assert.ok(first.length >= 1 && second.length >= VISITS - 3);
  });

  it('tells every search that waits when the evaluator fails', async () => {
    const shared = new SharedEvaluator(watched([], { fails: true }), BOARD, 4);
    const thinkers = [thinkerAt([]).thinker, thinkerAt([12]).thinker];
    const ends = await Promise.allSettled(thinkers.map((thinker) => shared.visitAll(thinker)));
    for (const end of ends) {
      assert.equal(end.status, 'rejected');
      assert.match(String(end.reason), /the device is gone/);
    }
  });
});
