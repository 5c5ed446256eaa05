import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyBits } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { addLiberties } from '../../engine/chains.js';
import { EMPTY } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { drawOpening, drawOpenings, USUAL_OPENING } from '../../selfplay/opponents/openings.js';

const NONE = { least: 0, most: 0 };

function isInAtari(position: Position, cell: number): boolean {
  if (position.color[cell] === EMPTY) return false;
  return addLiberties(position, cell, emptyBits(position.board)) === 1;
}

describe('openings of a match', () => {
  it('are the same for the two games in which the players change colours', () => {
    const openings = drawOpenings(Board.of(9), 41, USUAL_OPENING, new Random(1));
    assert.equal(openings.length, 41);
    for (let i = 0; i + 1 < 41; i += 2) assert.deepEqual(openings[i], openings[i + 1]);
    const pairs = openings.filter((_, i) => i % 2 === 0).map((opening) => opening.join());
    assert.equal(new Set(pairs).size, 21);
    assert.deepEqual(new Set(openings.map(({ length }) => length)), new Set([2, 3, 4]));
  });

  it('are those of the seed', () => {
    const draw = (seed: number): number[][] =>
      drawOpenings(Board.of(9), 10, USUAL_OPENING, new Random(seed));
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  it('are legal moves off the edge that leave no stone with one liberty', () => {
    for (const size of [3, 4, 5, 9, 19]) {
      const board = Board.of(size);
      const random = new Random(size);
      for (let i = 0; i < 20; i++) {
        const game = new Game(board, RULE_PRESETS['tromp-taylor']);
        for (const point of drawOpening(board, 6, random)) {
          assert.ok(game.tryPlay(point).ok);
          const [x, y] = [board.x(point), board.y(point)];
          assert.ok(Math.min(x, y) > 0 && Math.max(x, y) < size - 1);
          assert.ok(!board.cellOf.some((cell) => isInAtari(game.position, cell)));
        }
        assert.equal(game.position.captured(1) + game.position.captured(2), 0);
      }
    }
  });

  it('differ up to symmetry while there are others: 5×5 has three first moves off the edge', () => {
    const openings = drawOpenings(Board.of(5), 6, { least: 1, most: 1 }, new Random(3));
    const distances = openings.map(
      ([point]) => Math.abs((point % 5) - 2) + Math.abs(((point / 5) | 0) - 2),
    );
    assert.deepEqual([...distances].sort(), [0, 0, 1, 1, 2, 2]);
  });

  it('repeat where there are no others', () => {
    const openings = drawOpenings(Board.of(3), 4, { least: 1, most: 1 }, new Random(3));
    assert.deepEqual(openings, [[4], [4], [4], [4]]);
  });

  it('may be none, and are where the board has no room', () => {
    assert.deepEqual(drawOpenings(Board.of(9), 3, NONE, new Random(1)), [[], [], []]);
    assert.deepEqual(drawOpening(Board.of(2), 4, new Random(1)), []);
    assert.deepEqual(drawOpening(Board.of(3), 4, new Random(1)), [4]);
  });
});
