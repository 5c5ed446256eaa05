import type { PlaneSetName } from '../../../engine/planes/table.js';
import { PLANE_SETS } from '../../../engine/planes/table.js';
import { Random } from '../../../engine/random.js';
import { unwrap } from '../../../engine/result.js';
import { weightsOf, type SavedNetwork } from '../../../network/files/saved-network.js';
import type { Board } from '../../../network/spec/layers.js';
import { parseNetworkSpec, type NetworkSpec } from '../../../network/spec/network-spec.js';
import { initialiseWeights } from '../../../network/spec/weights.js';

const BOARD: Board = { width: 19, height: 19 };

export interface Shape {
  readonly blocks?: number;
  readonly filters?: number;
  readonly planes?: PlaneSetName;
  readonly board?: Board;
  /** What replaces fields of the spec. */
  readonly spec?: object;
}

/** A network of the kind that Leela Zero plays with, as after some training. */
export function zeroNetwork(shape: Shape = {}): SavedNetwork {
  const { blocks = 1, filters = 3, planes = 'alphago-zero', board = BOARD } = shape;
  const json = {
    inputPlanes: PLANE_SETS[planes].planes,
    stem: { filters },
    trunk: [{ type: 'residual', count: blocks }],
    heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
    ...shape.spec,
  };
  const spec = unwrap(parseNetworkSpec(json));
  const weights = livelyWeights(spec, board, new Random(blocks + filters));
  return { spec, planes, valueView: 'side-to-move', boards: [board], weights, history: {} };
}

/** Factors on kernels that spread answers out. */
const FACTORS: Readonly<Record<string, number>> = {
  'policy.dense.weight': 3,
  'value.output.weight': 1.5,
};

/** Factors far from 1, of either sign, and levels far from 0; decided answers, and varied ones. */
function livelyWeights(spec: NetworkSpec, board: Board, random: Random): SavedNetwork['weights'] {
  const weights = initialiseWeights(weightsOf(spec, board), random);
  for (const [name, data] of weights) {
    const factor = FACTORS[name] ?? 1;
    for (const i of data.keys()) data[i] = factor * drawn(name, data[i], random);
  }
  // The few planes that answers rest on must not be dark all over.
  for (const head of ['policy', 'value']) {
    weights.get(`${head}.conv.beta`)?.fill(1);
    weights.get(`${head}.conv.gamma`)?.fill(2);
  }
  quieten(weights, spec.inputPlanes);
  return weights;
}

/** Gives the first filter so small a variance that what is added to it counts. */
function quieten(weights: ReadonlyMap<string, Float32Array>, inputPlanes: number): void {
  const quiet = 0.004;
  weights.get('stem.variance')?.fill(quiet ** 2, 0, 1);
  for (const name of ['stem.mean', 'stem.weight']) {
    const data = weights.get(name) ?? [];
    const end = name === 'stem.mean' ? 1 : inputPlanes * 9;
    for (let i = 0; i < end; i++) data[i] *= quiet;
  }
}

function drawn(name: string, initial: number, random: Random): number {
  if (name.endsWith('variance')) return 0.3 + 2 * random.float();
  if (name.endsWith('gamma')) return (random.below(8) === 0 ? -1 : 1) * (0.5 + random.float());
  return name.endsWith('weight') ? initial : random.float() - 0.5;
}
