import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Board } from '../../engine/board.js';
import { makeVertex } from '../../engine/coordinates.js';
import { drawMove } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { findNetwork } from '../../network/files/shipped.js';
import { startEngine } from './support/engine-process.js';
import { writeRandomNetwork } from './support/networks.js';

const skip = existsSync('/proc/self/status') ? false : 'memory is read from /proc';

/** Of each analysis: 120 are enough on an idle machine for the largest tree to fill up. */
const SECONDS = Number(process.env['ANALYSIS_SECONDS'] ?? 60);

const SAMPLES = 40;
const MOST_MIB = 500;

/** A game that is walked through is begun again after so many moves. */
const GAME_LENGTH = 40;

/** By the shipped network, or on a board that has none by one of random weights; and by playouts. */
const OPTIONS = {
  network: (side: number) => {
    if (findNetwork(Board.of(side)) !== undefined) return [];
    const file = writeRandomNetwork({ blocks: 2, filters: 16, side });
    return ['--network', file, '--device', 'cpu'];
  },
  // A network of another board plays nowhere else.
  playouts: () => ['--network', writeRandomNetwork({ blocks: 1, filters: 1, side: 5 })],
} as const;

/** What a line of /proc's status says of a process, in MiB. */
function memory(pid: number, line: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) / 1024;
}

/** Walks through a game of random moves, analysing each position; a step each time it is called. */
function walk(side: number, engine: Writable): () => void {
  const board = Board.of(side);
  const random = new Random(side);
  const position = new Position(board);
  let moves = 0;
  return () => {
    const color = position.toMove === 1 ? 'b' : 'w';
    const cell = moves++ < GAME_LENGTH ? drawMove(position, random) : 0;
    if (cell === 0) {
      moves = 0;
      position.copyFrom(new Position(board));
      engine.write('clear_board\n');
    } else {
      position.place(cell);
      engine.write(`play ${color} ${makeVertex(board, board.pointOf[cell])}\n`);
    }
    engine.write('kata-analyze 20 ownership true\n');
  };
}

/** Memory in MiB over the time of an analysis, and the most there ever was. */
async function watch(
  args: readonly string[],
  side: number,
  walks: boolean,
): Promise<{ samples: number[]; peak: number }> {
  const engine = startEngine(...args);
  engine.stdout.resume();
  engine.stderr.resume();
  const step = walks ? walk(side, engine.stdin) : (): void => undefined;
  engine.stdin.write(`boardsize ${side}\nkata-analyze b 20 ownership true\n`);
  const samples: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    await setTimeout((1000 * SECONDS) / SAMPLES);
    step();
    samples.push(Math.round(memory(engine.pid!, 'VmRSS')));
  }
  const peak = memory(engine.pid!, 'VmHWM');
  engine.stdin.end('quit\n');
  await once(engine, 'close');
  return { samples, peak };
}

describe('an analysis that is forgotten', { skip }, () => {
  for (const walks of [false, true]) {
    for (const side of [9, 19] as const) {
      for (const kind of ['network', 'playouts'] as const) {
        const what = walks ? 'walking through a game' : 'of one position';
        it(`${what} stays below ${MOST_MIB} MiB on ${side}×${side}, by ${kind}`, async (t) => {
          const { samples, peak } = await watch(OPTIONS[kind](side), side, walks);
          t.diagnostic(`${peak.toFixed(0)} MiB at most in ${SECONDS} s: ${samples.join(' ')}`);
          assert.ok(peak < MOST_MIB);
        });
      }
    }
  }
});
