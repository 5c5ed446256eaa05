import * as v from 'valibot';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
import { object, oneOf } from './schema-parts.js';

/** What a network sees, and what it is. */
export interface NetworkSettings {
  readonly planes: PlaneSetName;
  readonly spec: NetworkSpec;
}

/**
 * A network of some use: `fault` tells what its heads must be, as the rest of a sentence, where they
 * are not.
 */
export function networkSchema(
  fault: (heads: NetworkSpec['heads']) => string | undefined,
): v.GenericSchema<unknown, NetworkSettings> {
  return v.pipe(
    object({
      planes: oneOf(Object.keys(PLANE_SETS) as PlaneSetName[]),
      spec: v.pipe(
        v.unknown(),
        v.rawTransform(({ dataset, addIssue, NEVER }) => {
          const spec = parseNetworkSpec(dataset.value);
          const message = spec.ok
            ? fault(spec.value.heads)
            : `is no network: ${spec.error.message}`;
          if (spec.ok && message === undefined) return spec.value;
          addIssue({ message });
          return NEVER;
        }),
      ),
    }),
    v.forward(
      v.partialCheck(
        [['planes'], ['spec']],
        ({ planes, spec }) => spec.inputPlanes === PLANE_SETS[planes].planes,
        `must have as many inputPlanes as network.planes has: ${planeCounts()}`,
      ),
      ['spec'],
    ),
  );
}

function planeCounts(): string {
  return Object.entries(PLANE_SETS)
    .map(([name, { planes }]) => `${name} ${planes}`)
    .join(', ');
}
