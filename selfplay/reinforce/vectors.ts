import type { Tensors } from '../../network/onnx/emit.js';

/** A gradient: a number for each learned weight, in the tensors' shapes, by the weights' names. */
export type Gradient = ReadonlyMap<string, Float32Array>;

/** A gradient of zeros for weights of those lengths. */
export function zeros(like: Tensors): Map<string, Float32Array> {
  return new Map([...like].map(([name, { length }]) => [name, new Float32Array(length)]));
}

/** Adds `factor` times a gradient to another. */
export function addScaled(sum: Gradient, gradient: Gradient, factor: number): void {
  for (const [name, into] of sum) {
    const from = gradient.get(name)!;
    for (let i = 0; i < into.length; i++) into[i] += factor * from[i];
  }
}

/** The square of a gradient's length. */
export function squaredNorm(gradient: Gradient): number {
  let sum = 0;
  for (const data of gradient.values()) for (const x of data) sum += x * x;
  return sum;
}
