/* The program of the thread that reads the folders of runs, until it is terminated. */
import { parentPort, workerData } from 'node:worker_threads';
import { RunArchive } from './run-archive.js';
import type { RunAnswer, RunRequest, RunThreadStart } from './run-requests.js';

const archive = new RunArchive((workerData as RunThreadStart).runs);
const port = parentPort!;
port.on('message', (request: RunRequest) => {
  const answer: RunAnswer = { id: request.id, result: archive.answer(request) };
  port.postMessage(answer);
});
