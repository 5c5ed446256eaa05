import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runFolder } from '../../selfplay/run/folder.js';
import { temporaryFolder } from '../selfplay/support/temporary.js';
import { Page } from './support/page.js';
import { GATE, makeRun, METRIC } from './support/run.js';
import { serverFor } from './support/server.js';

describe('watching a run', () => {
  it('tells how it stands, and what is new as its files grow', async (t) => {
    const path = join(temporaryFolder(t), 'mine');
    makeRun(path);
    const page = await Page.open(await serverFor(t, { runs: [path] }));
    assert.deepEqual(page.last('welcome').runs, [{ run: 0, name: 'mine' }]);
    assert.equal(await page.code({ type: 'watch-run', run: 1 }), 'ERR_RUN_UNKNOWN');
    assert.equal(await page.code({ type: 'watch-run', run: 0 }), 'done');
    const { run } = page.last('run');
    assert.deepEqual([run.games, run.champion, run.live], [60, 1, true]);
    assert.deepEqual(run.metrics, [METRIC]);
    assert.deepEqual(run.gates, [{ ...GATE, verdict: 'promote' }]);
    assert.ok(!JSON.stringify(page.told).includes(path), 'paths are not told');
    const [live] = page.last('run-live').games;
    assert.deepEqual([live.number, live.moves, live.result], [60, [12], '?']);
    const later = { ...METRIC, hours: 2, games: 80 };
    appendFileSync(runFolder(path).metrics, `${JSON.stringify(later)}\n`);
    await page.hears((message) => message.type === 'run-update');
    assert.deepEqual(page.last('run-update').run.metrics, [later]);
    assert.deepEqual(page.last('run-update').run.gates, []);
    await page.close();
  });

  it('lists its games, newest first, and shows each', async (t) => {
    const path = temporaryFolder(t);
    makeRun(path);
    const page = await Page.open(await serverFor(t, { runs: [path] }));
    await page.ask({ type: 'list-games', run: 0 });
    const first = page.last('run-games');
    assert.deepEqual(
      [first.games[0].number, first.games.at(-1)?.number, first.more],
      [59, 10, true],
    );
    await page.ask({ type: 'list-games', run: 0, before: 10 });
    const rest = page.last('run-games');
    assert.deepEqual([rest.games.length, rest.games.at(-1)?.number, rest.more], [10, 0, false]);
    await page.ask({ type: 'show-game', run: 0, number: 7 });
    const { game } = page.last('run-game');
    assert.deepEqual([game.number, game.width, game.result], [7, 5, 'W+3.5']);
    const missing = { type: 'show-game', run: 0, number: 999 } as const;
    assert.equal(await page.code(missing), 'ERR_RUN_GAME_MISSING');
    await page.close();
  });

  it('says so where a folder holds no run', async (t) => {
    const page = await Page.open(await serverFor(t, { runs: [temporaryFolder(t)] }));
    assert.equal(await page.code({ type: 'watch-run', run: 0 }), 'ERR_RUN_MISSING');
    await page.close();
  });
});
