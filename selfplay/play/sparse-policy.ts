/** Shares below this are left out of records: together they are a few parts in a hundred at most. */
const LEAST_SHARE = 1 / 1024;

/** The moves of a policy that matter, with their shares, which add up to 1. */
export interface SparsePolicy {
  readonly moves: Uint16Array;
  readonly shares: Float32Array;
}

/** Leaves the rare moves of a policy, [area + 1], out. */
export function sparsePolicy(policy: Float32Array): SparsePolicy {
  const kept = [...policy.keys()].filter((move) => policy[move] >= LEAST_SHARE);
  const total = kept.reduce((sum, move) => sum + policy[move], 0);
  return {
    moves: Uint16Array.from(kept),
    shares: Float32Array.from(kept, (move) => policy[move] / total),
  };
}
