/** The batch axis: the one size that is known only when the network runs. */
export const BATCH = 'batch';

/** The size of one axis. */
export type Dim = number | typeof BATCH;

/** The sizes of all axes, outermost first; `[]` is a scalar. */
export type Shape = readonly Dim[];

/** Operands that do not fit together: a mistake of the program, not of its input. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** `[batch, 17, 9, 9]`, for messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** The shape of an element-wise operation: sizes of 1, and missing leading axes, stretch. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new ShapeError(`${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  });
}

/** The size of `axis`, which must not be the batch; negative axes count from the end. */
export function staticDim(shape: Shape, axis: number): number {
  const dim = shape.at(axis);
  if (typeof dim === 'number') return dim;
  throw new ShapeError(`axis ${axis} of ${formatShape(shape)} has no fixed size`);
}

/** The number of elements for one entry of the batch: the batch axis counts as 1. */
export function elementCount(shape: Shape): number {
  return shape.reduce<number>((product, dim) => product * (dim === BATCH ? 1 : dim), 1);
}

/** Every axis as a number; throws where one is the batch. */
export function staticShape(shape: Shape): number[] {
  return shape.map((_, axis) => staticDim(shape, axis));
}

/** `shape` with the listed axes reduced to 1, or removed. */
export function reduceShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  for (const axis of axes) {
    if (axis < 0 || axis >= shape.length) {
      throw new ShapeError(`no axis ${axis} in ${formatShape(shape)}`);
    }
  }
  return keepDims
    ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !axes.includes(axis));
}

/** Throws unless `condition` holds; `message` names the operation and the shapes. */
export function requireShape(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ShapeError(message);
}
