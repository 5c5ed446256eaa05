import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { gnuGo, Table } from './support/match.js';

const OPPONENT = gnuGo(0, 1);
const skip = OPPONENT === undefined ? 'GNU Go is not installed: apt install gnugo' : false;

describe('games with GNU Go', { skip }, () => {
  for (const [side, tengen, handicap] of [
    [5, BLACK, 0],
    [7, WHITE, 2],
    [9, BLACK, 0],
  ] as const) {
    it(`on ${side}×${side} run by the protocol, and are counted alike`, async () => {
      const options = ['--visits', '150', '--threads', '1', '--resign', '0'];
      const table = await Table.open(options, OPPONENT!, tengen);
      try {
        const { scores } = await table.play(Board.of(side), handicap);
        const dead = await table.ask('final_status_list dead');
        assert.deepEqual(dead, { [BLACK]: '', [WHITE]: '' }, 'both have cleaned up');
        assert.equal(scores![BLACK], scores![WHITE]);
      } finally {
        await table.close();
      }
    });
  }
});
