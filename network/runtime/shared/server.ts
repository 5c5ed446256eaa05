import type { MessagePort } from 'node:worker_threads';
import { ok, type Result } from '../../../engine/result.js';
import type { DeviceFailure } from '../device.js';
import type { PlayableNetwork } from '../playable-network.js';
import type { Runtime } from '../runtime.js';
import type { Answer, Request, SharedMemory } from './messages.js';
import { RunQueue } from './run-queue.js';

type Load = Extract<Request, { kind: 'load' }>;

/** Computes networks for the clients of other threads, each network in one queue for all of them. */
export class RuntimeServer {
  /** By key; a network stays loaded as long as the server lives. */
  private readonly queues = new Map<string, Promise<Result<RunQueue, DeviceFailure>>>();

  constructor(
    private readonly runtime: Runtime,
    /** Positions that are computed together at most, unless one client asks for more at once. */
    private readonly maxBatch: number,
  ) {}

  /** Serves a client. */
  attach(port: MessagePort): void {
    const bindings = new Map<number, { readonly key: string; readonly memory: SharedMemory }>();
    const answer = (call: number, work: Promise<Result<void, DeviceFailure>>) => {
      void answerOf(call, work).then((message) => {
        port.postMessage(message);
      });
    };
    port.on('message', (request: Request) => {
      switch (request.kind) {
        case 'load':
          answer(request.call, this.load(request));
          break;
        case 'bind':
          bindings.set(request.binding, request);
          break;
        case 'run': {
          const { key, memory } = bindings.get(request.binding)!;
          answer(request.call, this.run(key, memory, request.rows));
          break;
        }
        case 'unbind':
          bindings.delete(request.binding);
          break;
      }
    });
  }

  private async load(request: Load): Promise<Result<void, DeviceFailure>> {
    let queue = this.queues.get(request.key);
    if (queue === undefined) {
      queue = this.open(request);
      this.queues.set(request.key, queue);
    }
    const opened = await queue;
    return opened.ok ? ok(undefined) : opened;
  }

  private async open(request: Load): Promise<Result<RunQueue, DeviceFailure>> {
    const { board, name, form, saved, model } = request;
    const network: PlayableNetwork = { name, form, saved, makeModel: () => model };
    const runner = await this.runtime.load(network, board);
    if (!runner.ok) return runner;
    const rowLength = saved.spec.inputPlanes * board.height * board.width;
    return ok(new RunQueue(runner.value, rowLength, this.maxBatch));
  }

  private async run(
    key: string,
    memory: SharedMemory,
    rows: number,
  ): Promise<Result<void, DeviceFailure>> {
    const queue = await this.queues.get(key)!;
    if (!queue.ok) return queue;
    await queue.value.run(memory, rows);
    return ok(undefined);
  }
}

async function answerOf(call: number, work: Promise<Result<void, DeviceFailure>>): Promise<Answer> {
  try {
    const result = await work;
    return result.ok ? { call, kind: 'done' } : { call, kind: 'refused', failure: result.error };
  } catch (error) {
    return { call, kind: 'failed', message: (error as Error).message };
  }
}
