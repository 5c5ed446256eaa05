import type { Position } from '../position.js';

/** A rollout whose masses can be had. */
interface Spreading {
  readonly position: Position;
  spread(out: Float64Array): number;
}

/** Writes the masses of a rollout as probabilities of moves; see `SoftmaxRollout`. */
export function writeProbabilities(rollout: Spreading, out: Float32Array, offset: number): void {
  const { board, empties, emptyCount } = rollout.position;
  const masses = new Float64Array(board.cells);
  const total = rollout.spread(masses);
  out.fill(0, offset, offset + board.area);
  out[offset + board.pass] = total > 0 ? 0 : 1;
  if (total <= 0) return;
  for (let i = 0; i < emptyCount; i++) {
    const cell = empties[i];
    out[offset + board.pointOf[cell]] = masses[cell] / total;
  }
}
