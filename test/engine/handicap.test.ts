import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { makeVertex } from '../../engine/coordinates.js';
import { fixedHandicap, maxFixedHandicap } from '../../engine/handicap.js';
import { unwrap } from '../../engine/result.js';

function placed(board: Board, stones: number): string {
  return unwrap(fixedHandicap(board, stones))
    .map((point) => makeVertex(board, point))
    .join(' ');
}

describe('fixed handicap', () => {
  it('is the table of the Go Text Protocol on 19×19', () => {
    const board = Board.of(19);
    assert.deepEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map((stones) => placed(board, stones)),
      [
        'D4 Q16',
        'D4 Q16 D16',
        'D4 Q16 D16 Q4',
        'D4 Q16 D16 Q4 K10',
        'D4 Q16 D16 Q4 D10 Q10',
        'D4 Q16 D16 Q4 D10 Q10 K10',
        'D4 Q16 D16 Q4 D10 Q10 K4 K16',
        'D4 Q16 D16 Q4 D10 Q10 K4 K16 K10',
      ],
    );
  });

  it('lies on the third line of small boards', () => {
    assert.equal(placed(Board.of(9), 5), 'C3 G7 C7 G3 E5');
    assert.equal(placed(Board.of(8), 4), 'C3 F6 C6 F3');
    assert.equal(placed(Board.of(13), 4), 'D4 K10 D10 K4');
  });

  it('has as many stones as the board allows', () => {
    assert.deepEqual(
      [5, 6, 7, 8, 9, 10, 11, 12, 13, 19].map((side) => maxFixedHandicap(Board.of(side))),
      [0, 0, 4, 4, 9, 4, 9, 4, 9, 9],
    );
    for (const [side, stones] of [
      [9, 10],
      [9, 1],
      [7, 5],
      [5, 2],
      [19, 2.5],
    ]) {
      const refused = fixedHandicap(Board.of(side), stones);
      assert.ok(!refused.ok && refused.error.code === 'ERR_HANDICAP');
    }
  });
});
