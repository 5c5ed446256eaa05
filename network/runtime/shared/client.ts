import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { ok } from '../../../engine/result.js';
import { HEAD_NAMES, type HeadName } from '../../spec/heads/table.js';
import type { Board } from '../../spec/layers.js';
import type { Device } from '../device.js';
import type { PlayableNetwork } from '../playable-network.js';
import type { HeadOutputs, Runner, Runtime } from '../runtime.js';
import { Calls } from './calls.js';
import type { SharedMemory } from './messages.js';

/** A way to a thread that computes. Can be sent to the thread that is to use it. */
export interface RuntimeConnection {
  readonly device: Device;
  readonly description: string;
  readonly port: MessagePort;
}

/**
 * The runtime of another thread, in a thread that uses it: evaluation does not block this one, and
 * what several threads ask at about the same time is computed together.
 */
export function remoteRuntime({ device, description, port }: RuntimeConnection): Runtime {
  const calls = new Calls(port);
  return {
    device,
    description: `${description}, in a thread of its own`,
    async load(network, board) {
      const model = network.makeModel(board);
      const key = `${createHash('sha256').update(model).digest('hex')} ${board.width}×${board.height}`;
      const { name, form, saved } = network;
      // TensorFlow computes from the weights themselves; elsewhere the model holds them.
      const sent = device === 'tensorflow' ? saved : { ...saved, weights: new Map() };
      const { width, height } = board;
      const request = { kind: 'load', key, board: { width, height }, name, form, model } as const;
      const loaded = await calls.call((call) => ({ ...request, saved: sent, call }));
      return loaded.ok ? ok(new RemoteRunner(calls, key, network, board)) : loaded;
    },
  };
}

class RemoteRunner implements Runner {
  private readonly rowLength: number;

  constructor(
    private readonly calls: Calls,
    private readonly key: string,
    private readonly network: PlayableNetwork,
    private readonly board: Board,
  ) {
    this.rowLength = network.saved.spec.inputPlanes * board.height * board.width;
  }

  bind(planes: Float32Array): (rows: number) => Promise<HeadOutputs> {
    const memory = this.newMemory(planes.length / this.rowLength);
    const binding = this.calls.bind(this.key, memory);
    const run = async (rows: number) => {
      memory.planes.set(planes.subarray(0, rows * this.rowLength));
      const done = await this.calls.call((call) => ({ kind: 'run', call, binding, rows }));
      if (!done.ok) throw new Error(done.error.message);
      return memory.heads;
    };
    this.calls.unbindWith(run, binding);
    return run;
  }

  /** The network stays with the thread, which other clients may use it in. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  private newMemory(capacity: number): SharedMemory {
    const area = this.board.width * this.board.height;
    const lengths: Record<HeadName, number> = {
      policy: area + 1,
      value: 1,
      ownership: area,
      score: 1,
    };
    const { heads } = this.network.saved.spec;
    const there = HEAD_NAMES.filter((name) => heads[name] !== undefined);
    return {
      planes: sharedFloats(capacity * this.rowLength),
      heads: Object.fromEntries(
        there.map((name) => [name, sharedFloats(capacity * lengths[name])]),
      ),
    };
  }
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
