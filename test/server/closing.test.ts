import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { copyGame } from '../../engine/game-copy.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { SearchTask } from '../../server/thinking/task.js';
import { writeRandomNetwork } from '../gtp/support/networks.js';
import { startPool } from './support/server.js';

const ENDLESS: SearchTask = {
  owner: 1,
  line: copyGame(new Game(Board.of(5), RULE_PRESETS.chinese)),
  visits: 1e6,
  time: Infinity,
  interval: 1,
  ownership: false,
  choosing: null,
};

describe('closing what thinks for all', () => {
  for (const kind of ['a network', 'playouts'] as const) {
    it(`ends the threads between two computations, by ${kind}`, async () => {
      // A thread that is ended within a network's computation takes the whole process with it.
      const shape = { blocks: 2, filters: 16, side: 5 };
      const pool = await startPool(kind === 'playouts' ? [] : [writeRandomNetwork(shape)], 2);
      const begun = new EventTarget();
      const tasks = Array.from({ length: 4 }, () =>
        pool.search(ENDLESS, () => begun.dispatchEvent(new Event('report'))),
      );
      const ends = Promise.allSettled(tasks.map(({ done }) => done));
      await once(begun, 'report');
      await pool.close();
      for (const end of await ends) {
        assert.equal(end.status, 'rejected');
        assert.match(String(end.reason), /the server is being closed/);
      }
      await assert.rejects(pool.describe(5, 5));
    });
  }
});
