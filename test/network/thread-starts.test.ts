import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ThreadStarts } from '../../network/runtime/thread-starts.js';

function poolOf(program: string, word: SharedArrayBuffer): Piscina {
  const file = new URL(`./support/threads/${program}.js`, import.meta.url);
  return new Piscina({
    filename: fileURLToPath(file),
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: Infinity,
    workerData: word,
  });
}

describe('the starts of threads', () => {
  it('are waited for, of those that have nothing to do as well', async () => {
    const word = new SharedArrayBuffer(4);
    const pool = poolOf('slow', word);
    const starts = new ThreadStarts(pool);
    const jobs = [pool.run(0), pool.run(0)];
    await starts.settled();
    assert.equal(new Int32Array(word)[0], 2);
    await Promise.all(jobs);
    await pool.destroy();
  });

  it('may fail', async () => {
    const pool = poolOf('stillborn', new SharedArrayBuffer(4));
    const starts = new ThreadStarts(pool);
    const job = assert.rejects(pool.run(0));
    await starts.settled();
    assert.equal(pool.threads.length, 0);
    await pool.destroy();
    await job;
  });

  it('need not be, where there is no thread', async () => {
    const pool = poolOf('slow', new SharedArrayBuffer(4));
    await new ThreadStarts(pool).settled();
    await pool.destroy();
  });
});
