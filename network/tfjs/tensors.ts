import { BATCH, type Shape } from '../graph/shape.js';
import type { Tensor, Tf } from './tf.js';

/** A float32 tensor with a copy of `data`, whose batch axis takes what the other axes leave. */
export function toTensor(tf: Tf, data: Float32Array, shape: Shape): Tensor {
  const rest = shape.reduce<number>((product, dim) => (dim === BATCH ? product : product * dim), 1);
  const full = shape.map((dim) => (dim === BATCH ? data.length / rest : dim));
  return tf.tensor(data, full, 'float32');
}

/** The data of tensors, row-major; frees the tensors. */
export async function takeData(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  try {
    return await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}
