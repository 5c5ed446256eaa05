import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unwrap } from '../../engine/result.js';
import { lockRun } from '../../selfplay/run/lock.js';
import { birthOf } from '../../selfplay/run/processes.js';
import { temporaryFolder } from './support/temporary.js';

const HOLDER = fileURLToPath(new URL('support/hold-lock.js', import.meta.url));
const hasProc = existsSync('/proc/self/stat') ? {} : { skip: 'there is no /proc here' };

type Child = ChildProcessByStdio<Writable, Readable, null>;

function start(t: TestContext, command: string, parameters: string[]): Child {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

/** A process that tries to take the folder, and what it says to that. */
async function holder(t: TestContext, folder: string): Promise<{ child: Child; said: string }> {
  const child = start(t, process.execPath, [HOLDER, folder]);
  const said = await firstLine(child);
  return { child, said };
}

async function firstLine({ stdout }: Child): Promise<string> {
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  return line;
}

function refusal(folder: string): string {
  const lock = lockRun(folder);
  assert.ok(!lock.ok, 'the folder was not locked');
  assert.equal(lock.error.code, 'ERR_RUN_LOCKED');
  return lock.error.message;
}

/** The name of the lock's file that this process would use, with another process number in it. */
function lockFileOf(folder: string, pid: number): string {
  const lock = unwrap(lockRun(folder));
  const own = readdirSync(folder).find((name) => name.endsWith('.lock'))!;
  lock.release();
  return join(folder, own.replace(/\d+\.lock$/, `${pid}.lock`));
}

describe('the lock of a run', () => {
  it('makes a second process refuse, naming the first and what to do', async (t) => {
    const folder = join(temporaryFolder(t), 'run');
    const { child, said } = await holder(t, folder);
    assert.equal(said, 'locked');
    const message = refusal(folder);
    assert.match(message, new RegExp(`in use by process ${child.pid} on `));
    assert.match(message, new RegExp(`kill ${child.pid}.*remove .*-${child.pid}\\.lock`));
    assert.equal((await holder(t, folder)).said, 'ERR_RUN_LOCKED');
  });

  it('is free again when it is released', async (t) => {
    const folder = temporaryFolder(t);
    const { child } = await holder(t, folder);
    child.stdin.write('\n');
    assert.equal(await firstLine(child), 'released');
    unwrap(lockRun(folder)).release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is free again when its holder was killed', async (t) => {
    const folder = temporaryFolder(t);
    const { child } = await holder(t, folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = unwrap(lockRun(folder));
    assert.equal(readdirSync(folder).length, 1);
    lock.release();
  });

  it('refuses the process that has it, too', (t) => {
    const folder = temporaryFolder(t);
    const lock = unwrap(lockRun(folder));
    assert.match(refusal(folder), /this process itself/);
    lock.release();
    unwrap(lockRun(folder)).release();
  });

  it('is taken from a zombie', hasProc, async (t) => {
    const folder = temporaryFolder(t);
    // The shell's child ends at once, but the shell has become a program that does not wait for it.
    const parent = start(t, 'sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60']);
    const zombie = Number(await firstLine(parent));
    const isZombie = (): boolean => readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z ');
    while (!isZombie()) await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(lockFileOf(folder, zombie), '{}');
    unwrap(lockRun(folder)).release();
  });

  it('is taken from a dead process whose number another one was given', hasProc, (t) => {
    const folder = temporaryFolder(t);
    const file = lockFileOf(folder, process.ppid);
    writeFileSync(file, JSON.stringify({ birth: birthOf(process.ppid) }));
    refusal(folder);
    writeFileSync(file, JSON.stringify({ birth: `${birthOf(process.ppid)!}9` }));
    unwrap(lockRun(folder)).release();
    writeFileSync(lockFileOf(folder, process.pid), JSON.stringify({ birth: 'of another boot' }));
    unwrap(lockRun(folder)).release();
  });

  it('is respected where its holder wrote nothing yet, or was torn', (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(lockFileOf(folder, process.ppid), '');
    refusal(folder);
  });

  it('is respected where the holder is on another machine', (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'elsewhere.example-4194304.lock'), '{}');
    assert.match(refusal(folder), /process 4194304 on elsewhere\.example/);
  });

  it('goes to one at most of those who come at once', async (t) => {
    const folder = temporaryFolder(t);
    const tried = await Promise.all(Array.from({ length: 6 }, () => holder(t, folder)));
    const locked = tried.filter(({ said }) => said === 'locked');
    assert.equal(locked.length, 1);
    assert.ok(tried.every(({ said }) => said === 'locked' || said === 'ERR_RUN_LOCKED'));
  });
});
