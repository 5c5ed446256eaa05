import type { SavedNetwork } from '../../files/saved-network.js';
import type { HeadName } from '../../spec/heads/table.js';
import type { Board } from '../../spec/layers.js';
import type { DeviceFailure } from '../device.js';

/** What a client asks of the thread that computes. `call` is given back with the answer. */
export type Request =
  | {
      readonly kind: 'load';
      readonly call: number;
      /** Names the network in its form on its board: equal keys are loaded once. */
      readonly key: string;
      readonly board: Board;
      readonly name: string;
      readonly form: string;
      /** Without weights where the model holds them. */
      readonly saved: SavedNetwork;
      readonly model: Uint8Array;
    }
  | {
      readonly kind: 'bind';
      readonly binding: number;
      readonly key: string;
      readonly memory: SharedMemory;
    }
  | { readonly kind: 'run'; readonly call: number; readonly binding: number; readonly rows: number }
  | { readonly kind: 'unbind'; readonly binding: number };

/** Memory of one batch that client and thread share. */
export interface SharedMemory {
  /** [capacity, planes, height, width]. */
  readonly planes: Float32Array;
  /** Room for what the network says of `capacity` positions; see HeadOutputs. */
  readonly heads: Readonly<Partial<Record<HeadName, Float32Array>>>;
}

/** What the thread answers to a call. */
export type Answer =
  | { readonly call: number; readonly kind: 'done' }
  | { readonly call: number; readonly kind: 'refused'; readonly failure: DeviceFailure }
  | { readonly call: number; readonly kind: 'failed'; readonly message: string };
