import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { readLines } from '../../selfplay/disk/json-lines.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { RecordFiles } from '../../selfplay/records/record-files.js';
import { networkPath, runFolder } from '../../selfplay/run/folder.js';
import { temporaryFolder } from './support/temporary.js';

const SCRIPT = fileURLToPath(new URL('./support/loop-process.js', import.meta.url));
const GAMES = 60;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the loop in a process of its own; killed after `milliseconds`, if that is given. */
async function runLoop(folder: string, threads: number, kill?: Kill): Promise<Ended> {
  const child = spawn(process.execPath, [SCRIPT, folder, String(GAMES), String(threads)]);
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const timer = setTimeout(() => child.kill(kill!.signal), kill?.after ?? 2 ** 31 - 1);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, output };
}

interface Kill {
  readonly after: number;
  readonly signal: NodeJS.Signals;
}

function gamesOf(folder: string): PlayedGame[] {
  const damages: unknown[] = [];
  const records = unwrap(RecordFiles.open(runFolder(folder).games, (d) => damages.push(d)));
  const games = [...records.oldest()];
  records.close();
  return games;
}

describe('the loop', () => {
  it('plays, learns, gates and rates, and ends with all games recorded', async (t) => {
    const folder = temporaryFolder(t);
    const { code, output } = await runLoop(folder, 2);
    assert.equal(code, 0, output);
    assert.match(output, /ended: games/);
    const numbers = gamesOf(folder).map(({ number }) => number);
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      [...Array(GAMES).keys()],
    );
    const run = runFolder(folder);
    assert.deepEqual(readdirSync(run.flight), []);
    const gates = readLines(run.gates).values as { candidate: number; verdict: string }[];
    assert.ok(gates.length >= 2, output);
    for (const { candidate, verdict } of gates) {
      assert.ok(verdict === 'promote' || verdict === 'reject');
      assert.ok(existsSync(networkPath(run, candidate)));
    }
  });

  it('gives the same games again for the same seed on one thread', async (t) => {
    const [first, second] = [temporaryFolder(t), temporaryFolder(t)];
    for (const folder of [first, second]) {
      const { code, output } = await runLoop(folder, 1);
      assert.equal(code, 0, output);
    }
    assert.deepEqual(gamesOf(first), gamesOf(second));
    assert.deepEqual(
      readFileSync(runFolder(first).gates, 'utf8'),
      readFileSync(runFolder(second).gates, 'utf8'),
    );
  });

  it('goes on after an orderly stop', async (t) => {
    const folder = temporaryFolder(t);
    const stopped = await runLoop(folder, 2, { after: 2500, signal: 'SIGTERM' });
    assert.equal(stopped.code, 0, stopped.output);
    const before = gamesOf(folder);
    const { code, output } = await runLoop(folder, 2);
    assert.equal(code, 0, output);
    const after = gamesOf(folder);
    assert.equal(after.length, GAMES);
    assert.deepEqual(after.slice(0, before.length), before);
  });

  it('loses no finished game to 20 kills, nor a move of those in flight', async (t) => {
    const folder = temporaryFolder(t);
    const random = new Random(20);
    let recorded: PlayedGame[] = [];
    for (let kills = 0; kills < 20; kills++) {
      const after = 400 + random.below(1000);
      const { output } = await runLoop(folder, 2, { after, signal: 'SIGKILL' });
      assert.doesNotMatch(output, /ERR_(?!RUN_LOCKED)/);
      const now = existsSync(runFolder(folder).games) ? gamesOf(folder) : [];
      assert.deepEqual(now.slice(0, recorded.length), recorded, `after kill ${kills}`);
      recorded = now;
    }
    const { code, output } = await runLoop(folder, 2);
    assert.equal(code, 0, output);
    const games = gamesOf(folder);
    assert.deepEqual(
      games.map(({ number }) => number).toSorted((a, b) => a - b),
      [...Array(GAMES).keys()],
    );
    assert.deepEqual(readdirSync(join(folder, 'flight')), []);
  });
});
