import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { unwrap } from '../../engine/result.js';
import { RecordFiles } from '../../selfplay/records/record-files.js';
import { GameBrowser } from '../../server/runs/game-browser.js';
import { GrowingLines } from '../../server/runs/growing-lines.js';
import { thinned } from '../../server/runs/thinned.js';
import { randomGame } from '../selfplay/support/played-games.js';
import { temporaryFolder } from '../selfplay/support/temporary.js';
import { noteReads } from './support/disk.js';
import { Page } from './support/page.js';
import { makeRun } from './support/run.js';
import { serverFor } from './support/server.js';

describe('reading a run', () => {
  it('never makes the thread wait that all sessions are served by', async (t) => {
    const path = temporaryFolder(t);
    makeRun(path);
    const page = await Page.open(await serverFor(t, { runs: [path] }));
    const reads = noteReads(t, path);
    assert.equal(await page.code({ type: 'watch-run', run: 0 }), 'done');
    assert.equal(await page.code({ type: 'list-games', run: 0 }), 'done');
    assert.equal(await page.code({ type: 'show-game', run: 0, number: 7 }), 'done');
    const { metrics } = page.last('run').run;
    appendFileSync(join(path, 'metrics.jsonl'), `${JSON.stringify({ ...metrics[0], hours: 9 })}\n`);
    await page.hears((message) => message.type === 'run-update');
    // The test itself has opened the file to append to it.
    assert.deepEqual(
      reads.filter((read) => read !== 'openSync metrics.jsonl'),
      [],
    );
    new GameBrowser(join(path, 'games')).list();
    assert.ok(reads.length > 1, 'such reads are noted');
    await page.close();
  });

  it('opens no more files of games than hold what is asked for', (t) => {
    const folder = temporaryFolder(t);
    const records = unwrap(RecordFiles.open(folder, () => undefined, 20));
    for (let number = 0; number < 210; number++) {
      unwrap(records.append(randomGame(number, { width: 5, height: 5, length: 3 })));
    }
    records.close();
    const browser = new GameBrowser(folder);
    const reads = noteReads(t, folder);
    const opened = (): number =>
      reads.splice(0).filter((read) => /^readFileSync .*\.games$/.test(read)).length;
    const numbers = (before?: number): number[] => browser.list(before).games.map((g) => g.number);
    const down = (from: number): number[] => Array.from({ length: 50 }, (_, i) => from - i);

    assert.deepEqual(numbers(), down(209));
    assert.equal(opened(), 4); // 10 games lie in the last file, 20 in the others
    assert.deepEqual(numbers(100), down(99));
    assert.equal(opened(), 5); // the last one, too, which has no summary yet
    const shown = browser.show(3);
    assert.ok(shown.ok && shown.value.number === 3);
    assert.equal(opened(), 2); // and the last one again
    assert.equal(browser.list(10).more, false);
    assert.deepEqual(numbers(10), down(9).slice(0, 10));
    assert.deepEqual(browser.list(5000), { games: [], more: false });
  });

  it('reads each line of a file that grows once', (t) => {
    const path = join(temporaryFolder(t), 'lines.jsonl');
    const lines = new GrowingLines(path, v.object({ n: v.number() }));
    assert.deepEqual(lines.values(), []);
    writeFileSync(path, '{"n":1}\n{"n":"two"}\nno line\n{"n":3}\n{"n":');
    assert.deepEqual(lines.values(), [{ n: 1 }, { n: 3 }]);
    assert.equal(lines.values(), lines.values());
    appendFileSync(path, '4}\n{"n":5}\n');
    assert.deepEqual(
      lines.values().map(({ n }) => n),
      [1, 3, 4, 5],
    );
    writeFileSync(path, '{"n":9}\n');
    assert.deepEqual(lines.values(), [{ n: 9 }]);
  });

  it('tells of a long run from its beginning to its end', () => {
    const values = Array.from({ length: 9999 }, (_, i) => i);
    const few = thinned(values, 100);
    assert.ok(few.length <= 102);
    assert.deepEqual([few[0], few.at(-1)], [0, 9998]);
    assert.deepEqual(thinned([1, 2, 3], 3), [1, 2, 3]);
    assert.deepEqual(thinned([], 3), []);
  });
});
