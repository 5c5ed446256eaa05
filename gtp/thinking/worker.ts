/* The program of the thread that thinks; see ThreadEngine. */
import { parentPort, workerData } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import type { Answer, Request, ThinkingStart } from './messages.js';
import { ThinkingDesk } from './thinking-desk.js';

const { settings, stopped } = workerData as ThinkingStart;
const port = parentPort!;
const tell = (answer: Answer): void => {
  port.postMessage(answer);
};
const told = new Set<string>();
const desk = new ThinkingDesk(settings, (text) => {
  if (!told.has(text)) tell({ kind: 'notice', text });
  told.add(text);
});

/** One request after the other. */
let work = Promise.resolve();
port.on('message', (request: Request) => {
  work = work
    .then(() => answer(request))
    .catch((error: unknown) => {
      if ('job' in request) tell({ kind: 'failed', job: request.job, message: messageOf(error) });
    });
});

async function answer(request: Request): Promise<void> {
  switch (request.kind) {
    case 'prepare':
      await desk.prepare(Board.of(request.width, request.height));
      tell({ kind: 'ready', job: request.job });
      break;
    case 'think': {
      const { job, game } = request;
      const isStopped = (): boolean => Atomics.load(stopped, 0) >= job;
      const report = await desk.think(game, request.request, isStopped, (soFar) => {
        tell({ kind: 'report', job, report: soFar });
      });
      tell({ kind: 'done', job, report });
      break;
    }
    case 'evaluate': {
      const { job, game, symmetry } = request;
      tell({ kind: 'evaluated', job, evaluation: await desk.evaluate(game, symmetry) });
      break;
    }
    case 'forget':
      desk.forget();
      break;
    case 'close':
      await desk.close();
      port.close();
      break;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
