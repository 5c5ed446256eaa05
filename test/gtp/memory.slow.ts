import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startEngine } from './support/engine-process.js';
import { writeRandomNetwork } from './support/networks.js';

const skip = existsSync('/proc/self/status') ? false : 'memory is read from /proc';

/** Long enough for the tree to fill up; after that an analysis rests. */
const SECONDS = Number(process.env['ANALYSIS_SECONDS'] ?? 120);

const MOST_MIB = 500;

/** The most memory that a process has had, in MiB. */
function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}

describe('an analysis that is forgotten', { skip }, () => {
  for (const side of [9, 19] as const) {
    for (const kind of ['network', 'playouts'] as const) {
      it(`stays below ${MOST_MIB} MiB on ${side}×${side}, by ${kind}`, async (t) => {
        const file = writeRandomNetwork({ blocks: 2, filters: 16, side });
        const network = kind === 'network' ? ['--network', file, '--device', 'cpu'] : [];
        const engine = startEngine(...network);
        engine.stdout.resume();
        engine.stderr.resume();
        engine.stdin.write(`boardsize ${side}\nkata-analyze b 20 ownership true\n`);
        await setTimeout(1000 * SECONDS);
        const memory = peakMemory(engine.pid!);
        engine.stdin.end('quit\n');
        await once(engine, 'close');
        t.diagnostic(`${memory.toFixed(0)} MiB at most in ${SECONDS} s`);
        assert.ok(memory < MOST_MIB);
      });
    }
  }
});
