import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { ALPHAGO_ZERO } from '../../engine/planes/alphago-zero.js';
import { LEELA_ZERO } from '../../engine/planes/leela-zero.js';
import type { PlaneSet } from '../../engine/planes/plane-set.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount } from '../../engine/symmetry.js';
import { randomGames } from './random-games.js';
import { playBoth } from './twin-games.js';

const OFFSET = 3;

/** The planes of a position, each as an array, written beyond some entries and over old ones. */
function planesOf(set: PlaneSet, game: Game, symmetry: number): number[][] {
  const { area } = game.board;
  const out = new Float32Array(OFFSET + set.planes * area).fill(9);
  set.writer(game.board).write(game, symmetry, out, OFFSET);
  assert.deepEqual([...out.subarray(0, OFFSET)], [9, 9, 9]);
  return set.names.map((_, plane) => {
    const start = OFFSET + plane * area;
    return [...out.subarray(start, start + area)];
  });
}

describe('the planes of Leela Zero', () => {
  it('have a name each and are found by name', () => {
    assert.equal(LEELA_ZERO.planes, 18);
    assert.equal(new Set(LEELA_ZERO.names).size, 18);
    assert.equal(PLANE_SETS['leela-zero'], LEELA_ZERO);
  });

  it('show a short game as written down by hand', () => {
    const game = new Game(Board.of(2), RULE_PRESETS['tromp-taylor']);
    for (const point of [0, 3, 1]) game.play(point);
    const none = [0, 0, 0, 0];
    const white = [[0, 0, 0, 1], [0, 0, 0, 1], none, none];
    const black = [[1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], none];
    const before = Array.from({ length: 4 }, () => none);
    const toMove = [none, [1, 1, 1, 1]];
    const expected = [...white, ...before, ...black, ...before, ...toMove];
    assert.deepEqual(planesOf(LEELA_ZERO, game, 0), expected);
  });

  it("show what AlphaGo Zero's show, in another order", () => {
    const property = fc.property(randomGames(7, 20), fc.nat(7), (random, drawn) => {
      const { game } = playBoth(random);
      const symmetry = drawn % symmetryCount(game.board);
      const source = planesOf(ALPHAGO_ZERO, game, symmetry);
      const expected = LEELA_ZERO.names.map((name) => {
        if (name !== 'white to move') return source[ALPHAGO_ZERO.names.indexOf(name)];
        return Array<number>(game.board.area).fill(game.toMove === BLACK ? 0 : 1);
      });
      assert.deepEqual(planesOf(LEELA_ZERO, game, symmetry), expected);
    });
    fc.assert(property);
  });
});
