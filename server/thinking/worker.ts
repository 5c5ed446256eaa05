/* The program of a thread that thinks: hears requests, and answers, until it is terminated. */
import { parentPort, workerData } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { remoteRuntime } from '../../network/runtime/shared/client.js';
import { Desks } from './desks.js';
import { Room } from './room.js';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './task.js';

const start = workerData as ThreadStart;
const port = parentPort!;
const tell = (answer: ThreadAnswer): void => {
  port.postMessage(answer);
};
const desks = new Desks(start, start.connection && remoteRuntime(start.connection));
const room = new Room(desks, start, start.seed, tell, () => performance.now());

/** How often a thread tells what it has done, in milliseconds. */
const TELL_EVERY = 1000;
setInterval(() => {
  void room.use().then((use) => {
    tell({ kind: 'use', use });
  });
}, TELL_EVERY);

port.on('message', (request: ThreadRequest) => {
  switch (request.kind) {
    case 'search':
      room.search(request.job, request.task);
      return;
    case 'stop':
      room.stop(request.job);
      return;
    case 'end':
      process.exit(); // of this thread; nothing is being computed while it hears messages
      return;
    case 'describe':
      void describe(request.job, Board.of(request.width, request.height));
  }
});

async function describe(job: number, board: Board): Promise<void> {
  try {
    const thinker = await desks.at(board, ({ info }) => info);
    tell({ kind: 'described', job, thinker });
  } catch (error) {
    tell({ kind: 'failed', job, message: (error as Error).message });
  }
}
