/* The program of the thread that RuntimeThread starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { ok } from '../../../engine/result.js';
import { openRuntime } from '../open.js';
import { RuntimeServer } from './server.js';
import type { Greeting, RuntimeThreadOptions, ThreadMessage } from './thread.js';

const { device, maxBatch, threads = 1 } = workerData as RuntimeThreadOptions;
const main = parentPort!;
const runtime = await openRuntime(device, { threads });
if (runtime.ok) {
  const server = new RuntimeServer(runtime.value, maxBatch);
  main.on('message', (message: ThreadMessage) => {
    if (message === 'end') process.exit(); // of this thread; nothing is being computed while it hears
    server.attach(message);
  });
  const { description } = runtime.value;
  main.postMessage(ok({ description }) satisfies Greeting);
} else {
  main.postMessage(runtime satisfies Greeting);
}
