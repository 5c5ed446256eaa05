import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addPoint, emptyBits, pointsOf } from '../../engine/bits.js';
import { deadIn } from '../../engine/count.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';

/** Games that GNU Go 3.8 ended with passes. The stones that its final_status_list calls dead are small. */
const ENDED_BY_GNU_GO = [
  `. X . . X O O O .
   . o X X X X X O x
   . X O X O X O . O
   . X O O O O O O .
   . . X X X X O . .
   . . o X . X O . .
   . . . X X O . . .
   . X . X O O . . .
   . . X O O . . . .`,
  `. . . . . . . . .
   . O O . . O . . .
   . O X O O O O . O
   O O X X X X O O X
   X X . X . . X X X
   . . . . X . . . .
   . . . . o X . . .
   . . o . X . . . .
   . . . . . . . . .`,
  `. X X O X X X . .
   . X O O O X . X .
   . X X O . O X . .
   . o X O . O X X X
   . X O O O O X O X
   . . X O . O X O O
   . X X X O . O O .
   . X O O O . . . .
   . X O . . . . . .`,
  `. . . X X O . . .
   . . X X O . x O .
   . . . X O O x O .
   . . . . X O O . .
   . X o . X X X O .
   . X . . . X X X O
   X X X X X O X O O
   O O O X O O O . .
   . O . O O . . . .`,
];

/** Chains in the middle that share three liberties, and have no eyes. */
const SEKI = `. O X . O X . X .
              O O X . O X X X X
              . O X . O X . X .
              O O X X O X X X X
              . O O X O X . X .
              O O O X O X X X X
              O . O X O X . X .
              O O O X O X X X X
              . O O X O X . X .`;

/** The game set up from a diagram, and the points of its small letters. */
function read(diagram: string): { game: Game; small: number[] } {
  const setup = unwrap(parseDiagram(diagram.toUpperCase()));
  const { board } = setup;
  const letters = diagram.replaceAll(/\s/g, '');
  const small = emptyBits(board);
  for (const [point, letter] of letters.split('').entries()) {
    if (/[xo]/.test(letter)) addPoint(board, small, point);
  }
  return {
    game: new Game(board, RULE_PRESETS.chinese, { setup }),
    small: pointsOf(board, small),
  };
}

describe('dead stones at the end of a game', () => {
  for (const [i, diagram] of ENDED_BY_GNU_GO.entries()) {
    it(`are those that GNU Go takes for dead: game ${i + 1}`, () => {
      const { game, small } = read(diagram);
      assert.ok(small.length > 0);
      assert.deepEqual(pointsOf(game.board, deadIn(game)), small);
    });
  }

  it('are none of those in seki', () => {
    const { game } = read(SEKI);
    assert.deepEqual(pointsOf(game.board, deadIn(game)), []);
  });
});
