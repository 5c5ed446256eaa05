import type { Tensors } from '../../onnx/emit.js';
import { elementCount } from '../../graph/shape.js';
import type { Plan } from './plan.js';

/** Consecutive rows of a batch. */
export interface Rows {
  readonly start: number;
  readonly count: number;
}

/** `rows` in as many parts as there are workers, or rows if these are fewer, as even as can be. */
export function splitRows(rows: number, workers: number): Rows[] {
  const parts = Math.min(rows, workers);
  const bound = (i: number) => Math.floor((i * rows) / parts);
  return Array.from({ length: parts }, (_, i) => ({
    start: bound(i),
    count: bound(i + 1) - bound(i),
  }));
}

/** The number of positions in a batch; throws where its tensors do not agree or one is missing. */
export function rowsOf(plan: Plan, batch: Tensors): number {
  const counts = plan.inputs.map(({ name, shape }) => {
    const data = batch.get(name);
    if (data === undefined) throw new Error(`the batch has no ${name}`);
    return data.length / elementCount(shape);
  });
  const [rows] = counts;
  if (Number.isInteger(rows) && rows > 0 && counts.every((count) => count === rows)) return rows;
  const named = plan.inputs.map(({ name }, i) => `${name} ${counts[i]}`);
  throw new Error(`the batch's tensors must hold the same rows, but hold: ${named.join(', ')}`);
}

/** A copy of some rows of a batch. */
export function copyRows(plan: Plan, batch: Tensors, { start, count }: Rows): Tensors {
  return new Map(
    plan.inputs.map(({ name, shape }) => {
      const size = elementCount(shape);
      return [name, batch.get(name)!.slice(start * size, (start + count) * size)];
    }),
  );
}
