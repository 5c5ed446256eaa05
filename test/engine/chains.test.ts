import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { addLiberties, holds, listLiberties } from '../../engine/chains.js';
import type { Position } from '../../engine/position.js';
import { randomGames } from './random-games.js';
import { playBoth, type BothGames } from './twin-games.js';

/** Looks at every stone's chain, with its liberties as the reference floods them. */
function eachChain(
  { game, reference }: BothGames,
  look: (position: Position, cell: number, liberties: number[]) => void,
): void {
  const { stones } = reference;
  for (const point of reference.points.filter((p) => stones[p] !== '.')) {
    const chain = reference.chain(stones, point);
    const free = reference.borders(stones, chain, '.');
    look(game.position, game.board.cellOf[point], inOrder(free));
  }
}

function inOrder(points: Iterable<number>): number[] {
  return [...points].sort((a, b) => a - b);
}

function pointsOfCells({ board }: Position, cells: Iterable<number>): number[] {
  return inOrder(Array.from(cells, (cell) => board.pointOf[cell]));
}

describe('chains', () => {
  it('have the liberties of flood fills, in random games', () => {
    fc.assert(
      fc.property(randomGames(9, 60), (random) => {
        eachChain(playBoth(random), (position, cell, liberties) => {
          const { board } = position;
          const bits = emptyBits(board);
          assert.equal(addLiberties(position, cell, bits), liberties.length);
          assert.deepEqual(pointsOf(board, bits), liberties);
          assert.equal(addLiberties(position, cell, bits), 0);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('add to a set within a larger array, and count only what is new', () => {
    fc.assert(
      fc.property(randomGames(6, 40), fc.nat(), (random, salt) => {
        eachChain(playBoth(random), (position, cell, liberties) => {
          const { board } = position;
          const rows = new Int32Array(board.height + 2);
          const known = liberties.filter((point) => (salt >> (point % 8)) % 2 === 0);
          for (const point of known) rows[1 + board.y(point)] |= 1 << board.x(point);
          const fresh = liberties.length - known.length;
          assert.equal(addLiberties(position, cell, rows, 1), fresh);
          assert.deepEqual(pointsOf(board, rows.subarray(1, 1 + board.height)), liberties);
          assert.deepEqual([rows[0], rows.at(-1)], [0, 0]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('list their liberties behind a list, without repeating it, up to a limit', () => {
    fc.assert(
      fc.property(randomGames(6, 40), fc.integer({ min: 1, max: 6 }), (random, limit) => {
        eachChain(playBoth(random), (position, cell, liberties) => {
          const { board } = position;
          const list = new Int32Array(limit + board.area);
          const count = listLiberties(position, cell, list, limit);
          assert.equal(count, Math.min(limit, liberties.length));
          const first = pointsOfCells(position, list.subarray(0, count));
          assert.equal(new Set(first).size, count);
          assert.ok(first.every((point) => liberties.includes(point)));
          assert.equal(listLiberties(position, cell, list, list.length, count), liberties.length);
          assert.deepEqual(pointsOfCells(position, list.subarray(0, liberties.length)), liberties);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are looked for in the used part of a list only', () => {
    const list = Int32Array.of(4, 5, 6);
    assert.ok(holds(list, 2, 5));
    assert.ok(!holds(list, 2, 6));
  });
});
