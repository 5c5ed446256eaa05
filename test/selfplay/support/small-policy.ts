import { PLANE_SETS } from '../../../engine/planes/table.js';
import { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import { weightsOf, type SavedNetwork } from '../../../network/files/saved-network.js';
import { parseNetworkSpec } from '../../../network/spec/network-spec.js';
import { initialiseWeights } from '../../../network/spec/weights.js';

export interface SmallPolicyOptions {
  readonly side: number;
  readonly filters?: number;
  readonly normalisation?: string;
  readonly policy?: boolean;
  readonly value?: boolean;
  readonly seed?: number;
}

/** A small new network, with a policy if nothing else is said, whose running statistics are as of one that has learnt. */
export function smallPolicy({
  side,
  filters = 8,
  normalisation = 'batch',
  policy = true,
  value = false,
  seed = 1,
}: SmallPolicyOptions): SavedNetwork {
  const spec = unwrap(
    parseNetworkSpec({
      inputPlanes: PLANE_SETS.tengen.planes,
      normalisation: { type: normalisation },
      stem: { kernel: 3, filters },
      trunk: [{ type: 'residual', count: 1 }],
      heads: {
        ...(policy && { policy: { type: 'global-pooling', filters: 8 } }),
        ...(value && { value: { type: 'global-pooling', filters: 8, hidden: 8 } }),
      },
    }),
  );
  const size = { width: side, height: side };
  const random = new Random(seed);
  const weights = initialiseWeights(weightsOf(spec, size), random);
  for (const [name, data] of weights) {
    if (name.endsWith('.mean'))
      weights.set(
        name,
        data.map(() => random.float() - 0.5),
      );
    if (name.endsWith('.variance'))
      weights.set(
        name,
        data.map(() => 0.5 + random.float()),
      );
  }
  return {
    spec,
    planes: 'tengen',
    valueView: 'side-to-move',
    boards: [size],
    weights,
    history: {},
  };
}
