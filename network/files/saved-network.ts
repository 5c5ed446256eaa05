import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { add, multiply, reshape, slice } from '../graph/expressions.js';
import type { Value } from '../graph/graph.js';
import { emitOnnx, type Tensors } from '../onnx/emit.js';
import { foldNormalisation } from '../onnx/fold.js';
import { buildNetwork, type HeadValues } from '../spec/build.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { elements, type WeightSpec } from '../spec/weights.js';
import type { History } from './history.js';

/**
 * Whose view the value head was trained to give: `side-to-move` in every network of this program,
 * `black` in ELF OpenGo's. Graphs made here give that of the side to move in either case.
 */
export const VALUE_VIEWS = ['side-to-move', 'black'] as const;
export type ValueView = (typeof VALUE_VIEWS)[number];

/** A network with all that must be known to play with it or to train it further. */
export interface SavedNetwork {
  readonly spec: NetworkSpec;
  /** What its input planes show; a set of `spec.inputPlanes` planes. */
  readonly planes: PlaneSetName;
  readonly valueView: ValueView;
  /** The boards that it was trained on, the main one first; one only where weights depend on it. */
  readonly boards: readonly [Board, ...Board[]];
  /** Every weight of the spec, by name, row-major in the spec's shape. All are finite. */
  readonly weights: Tensors;
  readonly history: History;
}

/**
 * The heads of a network on a board, as graphs with batch normalisation apart, from the input
 * `planes`. Shapes as in HeadValues, all for the side to move.
 */
export function networkOutputs(network: SavedNetwork, board: Board): HeadValues {
  const { heads, planes } = buildNetwork(network.spec, { board, mode: 'inference' });
  if (network.valueView === 'side-to-move' || heads.value === undefined) return heads;
  const sign = blackIsPositive(planes, blackToMovePlane(network.planes));
  return { ...heads, value: multiply(heads.value, sign) };
}

/**
 * The ONNX model that plays: from `planes` [batch, inputPlanes, height, width] to every head by
 * its name, the weights fixed and batch normalisation folded into them.
 */
export function makeInferenceModel(network: SavedNetwork, board: Board): Uint8Array {
  const outputs = networkOutputs(network, board) as Readonly<Record<string, Value>>;
  const folded = foldNormalisation(outputs, network.weights);
  return emitOnnx(folded.outputs, { constants: folded.weights });
}

/** Names and shapes of a network's weights, for its main board. */
export function weightsOf(spec: NetworkSpec, board: Board): readonly WeightSpec[] {
  return buildNetwork(spec, { board, mode: 'inference' }).weights;
}

/** What is wrong with the numbers given for a weight; undefined if nothing is. */
export function faultOf(
  { name, shape }: WeightSpec,
  data: Float32Array | undefined,
): string | undefined {
  if (data === undefined) return `there is no weight ${name}`;
  const expected = elements(shape);
  if (data.length !== expected) return `${name} has ${data.length} numbers, not ${expected}`;
  const bad = data.findIndex((x) => !Number.isFinite(x));
  return bad < 0 ? undefined : `${name} holds ${data[bad]}, at ${bad}`;
}

/** The plane of a set that is 1 all over where Black is to move, else 0; −1 if it has none. */
export function blackToMovePlane(planes: PlaneSetName): number {
  const names: readonly string[] = PLANE_SETS[planes].names;
  return names.indexOf('black to move');
}

/** [batch]: 1 where Black is to move, −1 where White is; exact, as the plane holds 0 or 1. */
function blackIsPositive(planes: Value, blackToMove: number): Value {
  const plane = slice(planes, 1, blackToMove, blackToMove + 1);
  const corner = slice(slice(plane, 2, 0, 1), 3, 0, 1);
  return add(multiply(reshape(corner, planes.shape.slice(0, 1)), 2), -1);
}
