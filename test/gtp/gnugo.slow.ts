import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { gnuGo, Table } from './support/match.js';

const GAMES = 20;
const skip = gnuGo(1, 1) === undefined ? 'GNU Go is not installed: apt install gnugo' : false;

/** Visits of a move; few enough for a match on 19×19 to end. */
const VISITS = { 9: 400, 13: 400, 19: 300 } as const;

describe('matches with GNU Go', { skip }, () => {
  for (const side of [9, 13, 19] as const) {
    it(`of ${GAMES} games on ${side}×${side} have no error, and are counted alike`, async (t) => {
      let counted = 0;
      for (let i = 0; i < GAMES; i++) {
        const tengen = i % 2 === 0 ? BLACK : WHITE;
        // In every second game nobody gives up, so that there is something to count.
        const resign = i % 4 < 2 ? '0' : '5';
        const options = ['--visits', String(VISITS[side]), '--resign', resign, '--seed', String(i)];
        const table = await Table.open(options, gnuGo(1, i)!, tengen);
        try {
          const { scores, game } = await table.play(Board.of(side));
          const dead = await table.ask('final_status_list dead');
          const clean = dead[BLACK] === '' && dead[WHITE] === '';
          t.diagnostic(`game ${i}: ${game.length} moves, ${JSON.stringify({ scores, dead })}`);
          if (scores === undefined || !clean) continue;
          counted++;
          assert.equal(scores[BLACK], scores[WHITE]);
        } finally {
          await table.close();
        }
      }
      t.diagnostic(`${counted} of ${GAMES} games were counted`);
      assert.ok(counted > 0);
    });
  }
});
