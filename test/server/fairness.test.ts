/* eslint-disable @typescript-eslint/unbound-method -- a room's `done` is a plain function here */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { Desks } from '../../server/thinking/desks.js';
import { FairQueue } from '../../server/thinking/fair-queue.js';
import { copyGame } from '../../engine/game-copy.js';
import { Room } from '../../server/thinking/room.js';
import type { SearchTask, ThreadAnswer } from '../../server/thinking/task.js';

const GREEDY = 1;
const MODEST = 2;

/** Who gets the turns of a queue, in order. */
function takeAll(queue: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let turn = queue.take(); turn !== undefined; turn = queue.take()) taken.push(turn.item);
  return taken;
}

describe('a fair queue', () => {
  it('takes turns between owners, however much one has asked for before', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 4; i++) queue.add(GREEDY, 1, `g${i}`);
    queue.add(MODEST, 1, 'm0');
    queue.add(MODEST, 1, 'm1');
    assert.deepEqual(takeAll(queue), ['g0', 'm0', 'g1', 'm1', 'g2', 'g3']);
  });

  it('counts work, not turns', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 3; i++) queue.add(GREEDY, 3, `g${i}`);
    for (let i = 0; i < 6; i++) queue.add(MODEST, 1, `m${i}`);
    assert.deepEqual(takeAll(queue), ['g0', 'm0', 'm1', 'm2', 'g1', 'm3', 'm4', 'm5', 'g2']);
  });

  it('gives nobody credit for time in which he asked for nothing', () => {
    const queue = new FairQueue<string>();
    for (let i = 0; i < 5; i++) queue.add(GREEDY, 1, `g${i}`);
    for (let i = 0; i < 4; i++) queue.take();
    for (let i = 0; i < 3; i++) queue.add(MODEST, 1, `m${i}`);
    assert.deepEqual(takeAll(queue), ['m0', 'g4', 'm1', 'm2']);
  });

  it('lets a turn go on that was put back, unless others come first', () => {
    const queue = new FairQueue<string>();
    queue.add(GREEDY, 5, 'g0');
    const turn = queue.take()!;
    queue.add(GREEDY, 5, 'g1');
    queue.add(MODEST, 1, 'm0');
    queue.putBack(turn);
    assert.deepEqual(takeAll(queue), ['g0', 'm0', 'g1']);
  });
});

function task(owner: number, visits: number): SearchTask {
  const line = copyGame(new Game(Board.of(5), RULE_PRESETS.chinese));
  const limits = { time: Infinity, interval: Infinity, ownership: false, choosing: null };
  return { owner, line, visits, ...limits };
}

const MEMORY = { taskBytes: 1 << 24, treeBytes: 1 << 26 };

/** A room in this thread, which thinks with playouts, and what it tells. */
function newRoom(memory = MEMORY): { room: Room; done(job: number): Promise<ThreadAnswer[]> } {
  const told: ThreadAnswer[] = [];
  const waiting = new Set<() => void>();
  const start = { networks: [], device: 'cpu', form: 'direct', seed: 1, ...memory } as const;
  const hear = (answer: ThreadAnswer): void => {
    told.push(answer);
    for (const look of waiting) look();
  };
  const room = new Room(new Desks(start, undefined), memory, 1, hear, () => 0);
  const done = (job: number): Promise<ThreadAnswer[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (told.some((each) => each.kind === 'done' && each.job === job)) resolve([...told]);
      };
      waiting.add(look);
      look();
    });
  return { room, done };
}

describe('a thread that thinks for many', () => {
  it('does not let one who asks for much keep another waiting', async () => {
    const { room, done } = newRoom();
    const greedy = Array.from({ length: 60 }, (_, job) => job);
    for (const job of greedy) room.search(job, task(GREEDY, 100));
    room.search(1000, task(MODEST, 32));
    const before = await done(1000);
    assert.ok(before.length <= 33, `${before.length - 1} of the greedy were served first`);
    await Promise.all(greedy.map(done));
  });

  it('makes as many visits as were asked for, and stops when told', async () => {
    const { room, done } = newRoom();
    room.search(0, task(MODEST, 100));
    const [answer] = await done(0);
    assert.ok(answer.kind === 'done' && answer.report.visits === 100);
    room.search(1, task(MODEST, 1e6));
    room.stop(1);
    const answers = await done(1);
    const last = answers.at(-1)!;
    assert.ok(last.kind === 'done' && last.report.visits < 1000);
  });

  it('begins no more trees than there is memory for, and all come to their turn', async () => {
    const bytes = 1 << 19;
    const { room, done } = newRoom({ taskBytes: bytes, treeBytes: 2 * bytes });
    let most = 0;
    const jobs = Array.from({ length: 6 }, (_, job) => job);
    for (const job of jobs) room.search(job, task(job, 1500));
    const watch = setInterval(() => {
      void room.use().then(({ treeBytes }) => (most = Math.max(most, treeBytes)));
    }, 1);
    await Promise.all(jobs.map(done));
    clearInterval(watch);
    assert.ok(most > 0 && most <= 2 * bytes, `${most} bytes`);
    assert.equal((await room.use()).treeBytes, 0);
  });
});
