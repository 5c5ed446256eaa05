import type { MessagePort } from 'node:worker_threads';
import { ok, type Result } from '../../../engine/result.js';
import type { DeviceFailure } from '../device.js';
import type { Answer, Request, SharedMemory } from './messages.js';

interface Pending {
  readonly resolve: (result: Result<void, DeviceFailure>) => void;
  readonly reject: (error: Error) => void;
}

const ENDED = 'the thread that evaluates has ended';

/** A client's calls to the thread that computes, and the answers it waits for. */
export class Calls {
  private readonly pending = new Map<number, Pending>();
  private next = 0;
  private ended = false;
  private readonly forgotten = new FinalizationRegistry<number>((binding) => {
    this.send({ kind: 'unbind', binding });
  });

  constructor(private readonly port: MessagePort) {
    port.on('message', (answer: Answer) => {
      this.settle(answer);
    });
    port.on('close', () => {
      this.ended = true;
      for (const { reject } of this.pending.values()) reject(new Error(ENDED));
      this.pending.clear();
    });
    // Only an answer that is awaited keeps the program alive.
    port.unref();
  }

  /** Makes a call; throws what went wrong in the thread. */
  call(requestOf: (call: number) => Request): Promise<Result<void, DeviceFailure>> {
    if (this.ended) return Promise.reject(new Error(ENDED));
    const call = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(call, { resolve, reject });
      this.port.ref();
      this.send(requestOf(call));
    });
  }

  /** Shares a batch's memory; returns the name it has in calls. */
  bind(key: string, memory: SharedMemory): number {
    const binding = this.next++;
    this.send({ kind: 'bind', binding, key, memory });
    return binding;
  }

  /** Has the thread forget a batch's memory when `owner` is no longer there. */
  unbindWith(owner: object, binding: number): void {
    this.forgotten.register(owner, binding);
  }

  private send(request: Request): void {
    this.port.postMessage(request);
  }

  private settle(answer: Answer): void {
    const { resolve, reject } = this.pending.get(answer.call)!;
    this.pending.delete(answer.call);
    if (this.pending.size === 0) this.port.unref();
    switch (answer.kind) {
      case 'done':
        resolve(ok(undefined));
        break;
      case 'refused':
        resolve({ ok: false, error: answer.failure });
        break;
      case 'failed':
        reject(new Error(answer.message));
        break;
    }
  }
}
