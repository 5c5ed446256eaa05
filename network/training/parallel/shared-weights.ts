import {
  shareTensors,
  tensorsIn,
  vectorOf,
  type SharedTensors,
  type TensorShape,
} from './shared-tensors.js';

/**
 * A network's weights in memory that threads share, with their version: the number of updates that
 * they have seen. A lock keeps readers from seeing half an update.
 */
export interface SharedWeights {
  readonly tensors: SharedTensors;
  /** Int32: the lock, then the version. */
  readonly control: SharedArrayBuffer;
}

const LOCK = 0;
const VERSION = 1;
const FREE = 0;
const TAKEN = 1;

/** Weights that are zero until they are published. */
export function shareWeights(layout: readonly TensorShape[]): SharedWeights {
  const control = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  return { tensors: shareTensors(layout), control };
}

/** Copies the weights into a vector of the caller's; returns their version. May wait: no thread that must answer events calls it. */
export function pullWeights({ tensors, control }: SharedWeights, into: Float32Array): number {
  const state = new Int32Array(control);
  return locked(state, () => {
    into.set(vectorOf(tensors));
    return state[VERSION];
  });
}

/** Replaces the weights; each reader sees all of them as they were, or all as they are now. */
export function publishWeights(
  { tensors, control }: SharedWeights,
  version: number,
  weights: (name: string) => Float32Array,
): void {
  const state = new Int32Array(control);
  locked(state, () => {
    for (const [name, data] of tensorsIn(vectorOf(tensors), tensors.layout)) {
      data.set(weights(name));
    }
    state[VERSION] = version;
  });
}

function locked<T>(state: Int32Array, work: () => T): T {
  while (Atomics.compareExchange(state, LOCK, FREE, TAKEN) !== FREE) {
    Atomics.wait(state, LOCK, TAKEN);
  }
  try {
    return work();
  } finally {
    Atomics.store(state, LOCK, FREE);
    Atomics.notify(state, LOCK, 1);
  }
}
