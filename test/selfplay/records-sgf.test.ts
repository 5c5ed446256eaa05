import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BLACK } from '../../engine/color.js';
import { win } from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { makeSgfOfGame } from '../../selfplay/records/to-sgf.js';
import { playedGames } from './support/played-games.js';

const GAME: PlayedGame = {
  number: 12,
  width: 5,
  height: 5,
  rules: 'tromp-taylor',
  komi: 6.5,
  champion: { first: 3, last: 4 },
  moves: Uint16Array.of(12, 7, 25),
  turns: [
    {
      ply: 1,
      visits: 100,
      full: true,
      value: -0.25,
      moves: Uint16Array.of(7, 11, 25),
      shares: Float32Array.of(0.25, 0.625, 0.125),
    },
    {
      ply: 2,
      visits: 20,
      full: false,
      value: 1,
      moves: Uint16Array.of(25),
      shares: Float32Array.of(1),
    },
  ],
  outcome: win(BLACK, 'resign'),
  margin: -18.5,
  owners: new Int8Array(25),
  resignation: { playedOut: false, lowest: { black: 0, white: -0.25 } },
};

describe('a game as SGF', () => {
  it('has the players, the result and what each search found', () => {
    assert.equal(
      makeSgfOfGame(GAME),
      [
        '(;GM[1]FF[4]CA[UTF-8]SZ[5]KM[6.5]RU[tromp-taylor]PB[champion 3 to 4]PW[champion 3 to 4]',
        'GN[game 12]C[Played out after it was given up: Black ahead by 18.5.]RE[B+R]',
        ';B[cc]',
        ';W[cb]C[White -0.250 after 100 visits\nB3 62.5 %, C4 25.0 %, pass 12.5 %]',
        ';B[]C[Black 1.000 after 20 visits (fast search, not learnt from)\npass 100.0 %])\n',
      ].join(''),
    );
  });

  it('is read again as the same game', () => {
    const withKomi = playedGames.filter(({ komi }) => Math.abs(komi) <= 300);
    fc.assert(
      fc.property(withKomi, (game) => {
        const [read] = readRecords(makeSgfOfGame(game), 'game.sgf');
        const record = unwrap(read);
        const { width, height } = record.board;
        assert.deepEqual({ width, height }, { width: game.width, height: game.height });
        assert.deepEqual(
          record.moves.map(({ point }) => point),
          [...game.moves],
        );
        assert.equal(record.rules.komi, game.komi);
        assert.equal(record.rulesName, game.rules);
        assert.deepEqual(record.outcome, game.outcome);
      }),
      { numRuns: 50 },
    );
  });
});
