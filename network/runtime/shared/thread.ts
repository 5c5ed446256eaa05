import { once } from 'node:events';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { ok, type Result } from '../../../engine/result.js';
import type { Device, DeviceFailure } from '../device.js';
import type { RuntimeConnection } from './client.js';

export interface RuntimeThreadOptions {
  readonly device: Device;
  /** Threads on the CPU. */
  readonly threads?: number;
  /** Positions that are computed together at most, unless one client asks for more at once. */
  readonly maxBatch: number;
}

/** What the thread says when it has started. */
export type Greeting = Result<{ readonly description: string }, DeviceFailure>;

/** A thread that computes networks for others; see remoteRuntime. */
export class RuntimeThread {
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly worker: Worker,
    readonly device: Device,
    readonly description: string,
  ) {
    this.ended = new Promise((resolve) => worker.once('exit', resolve));
  }

  /** Starts it; ERR_DEVICE_MISSING says what the device lacks. */
  static async start(options: RuntimeThreadOptions): Promise<Result<RuntimeThread, DeviceFailure>> {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options });
    const [greeting] = (await once(worker, 'message')) as [Greeting];
    if (!greeting.ok) return greeting;
    return ok(new RuntimeThread(worker, options.device, greeting.value.description));
  }

  /** A connection for one more client. Its port goes into the transfer list of the message to it. */
  connect(): RuntimeConnection {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage(port1 satisfies ThreadMessage, [port1]);
    return { device: this.device, description: this.description, port: port2 };
  }

  /**
   * Ends it between two computations, since one that is cut off may abort the whole process; calls that
   * are not answered yet fail. One that has ended already may be closed, too.
   */
  async close(): Promise<void> {
    this.worker.postMessage('end' satisfies ThreadMessage);
    await this.ended;
  }
}

/** What is sent to the thread: the port of one more client, or that it is to end. */
export type ThreadMessage = MessagePort | 'end';
