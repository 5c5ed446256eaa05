import type { Graph, Value } from '../graph/graph.js';
import type { Tensors } from '../onnx/emit.js';
import { elements } from '../spec/weights.js';

/** A tensor that a training step reads and replaces: a weight, or a part of the optimiser. */
export interface Slot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly current: Value;
  readonly next: Value;
  /** What it holds before the first step: one number, or a copy of a network's weight. */
  readonly initial: number | { readonly weight: string };
}

/** The output of the step that holds a slot's new value. */
export const nextName = (slot: string): string => `next.${slot}`;

/** A slot whose next value follows from its current one. */
export function makeSlot(
  graph: Graph,
  name: string,
  shape: readonly number[],
  initial: Slot['initial'],
  nextOf: (current: Value) => Value,
): Slot {
  const current = graph.weight(name, shape);
  return { name, shape, initial, current, next: nextOf(current) };
}

/** All slots before the first step of training a network with these weights. */
export function initialSlots(slots: readonly Slot[], weights: Tensors): Map<string, Float32Array> {
  return new Map(slots.map((slot) => [slot.name, initialSlot(slot, weights)]));
}

function initialSlot({ name, shape, initial }: Slot, weights: Tensors): Float32Array {
  if (typeof initial === 'number') return new Float32Array(elements(shape)).fill(initial);
  const data = weights.get(initial.weight);
  if (data === undefined) throw new Error(`no weight ${initial.weight} for ${name}`);
  return data.slice();
}
