import { workerData } from 'piscina';

/** A thread that takes a while to start, and then counts itself in the word that it is given. */
await new Promise((resolve) => setTimeout(resolve, 100));
Atomics.add(new Int32Array(workerData as SharedArrayBuffer), 0, 1);

export default function work(): void {
  // What matters here is the start.
}
