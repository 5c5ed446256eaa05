import { elements } from '../../spec/weights.js';

/** Name and shape of a tensor. */
export interface TensorShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Float32 tensors one after another in memory that threads share. */
export interface SharedTensors {
  readonly buffer: SharedArrayBuffer;
  readonly layout: readonly TensorShape[];
}

/** Zeros. */
export function shareTensors(layout: readonly TensorShape[]): SharedTensors {
  const bytes = Float32Array.BYTES_PER_ELEMENT * totalOf(layout);
  return { buffer: new SharedArrayBuffer(bytes), layout };
}

/** All tensors as one vector of the shared memory itself, in the order of the layout. */
export function vectorOf({ buffer }: SharedTensors): Float32Array {
  return new Float32Array(buffer);
}

/** Each tensor of a vector that is laid out so, by name; nothing is copied. */
export function tensorsIn(
  vector: Float32Array,
  layout: readonly TensorShape[],
): Map<string, Float32Array> {
  let start = 0;
  return new Map(
    layout.map(({ name, shape }) => {
      const end = start + elements(shape);
      const data = vector.subarray(start, end);
      start = end;
      return [name, data];
    }),
  );
}

/** The number of elements of all tensors together. */
export function totalOf(layout: readonly TensorShape[]): number {
  return layout.reduce((sum, { shape }) => sum + elements(shape), 0);
}
