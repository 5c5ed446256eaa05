import { networkOutputs, type SavedNetwork } from '../../files/saved-network.js';
import type { Value } from '../../graph/graph.js';
import { foldNormalisation } from '../../onnx/fold.js';
import type { Outputs } from '../../ops/rewrite.js';
import type { PlayableNetwork } from '../../runtime/playable-network.js';
import type { Board } from '../../spec/layers.js';
import { scaleOver, type ByteScale } from './byte-scale.js';
import { measureRanges, type ChannelRanges, type Positions } from './calibrate.js';
import { emitByteNetwork } from './emit.js';
import { equalise } from './equalise.js';
import { planBytes } from './plan.js';

/**
 * What a network's planes held on the positions of its calibration, in the order of its plan. Plain
 * data that can be stored; it belongs to one network's weights, and serves all of its board sizes.
 */
export type Calibration = readonly ChannelRanges[];

/** Measures a network on positions of one of its boards. */
export function calibrateNetwork(
  network: SavedNetwork,
  positions: Positions,
): Promise<Calibration> {
  const { weights, plan } = prepare(network, positions.board);
  return measureRanges(plan.values, weights, positions);
}

/**
 * The ONNX model that plays as makeInferenceModel's does, with the trunk in 8 bits: weights as int8
 * with a scale for each filter, activations as uint8 with one for each tensor, sums in 32 bits
 * (Jacob et al. 2018, Krishnamoorthi 2018).
 * @throws RangeError for the calibration of a network with another trunk.
 */
export function makeInt8Model(
  network: SavedNetwork,
  board: Board,
  calibration: Calibration,
): Uint8Array {
  const { outputs, weights, plan } = prepare(network, board);
  requireFit(plan.values, calibration);
  const ranges = new Map(plan.values.map((value, i) => [value, calibration[i]]));
  const equalised = equalise(outputs, weights, ranges);
  const scales = plan.values.map((value, i) =>
    scaleOf(calibration[i], equalised.divisors.get(value)),
  );
  return emitByteNetwork({ outputs, weights: equalised.weights, plan, scales });
}

/** A saved network, to be computed in int8. */
export function playableInt8(
  saved: SavedNetwork,
  name: string,
  calibration: Calibration,
): PlayableNetwork {
  return {
    name,
    saved,
    form: 'int8',
    makeModel: (board) => makeInt8Model(saved, board, calibration),
  };
}

function prepare(network: SavedNetwork, board: Board) {
  const outputs = networkOutputs(network, board) as Outputs;
  const folded = foldNormalisation(outputs, network.weights);
  return { ...folded, plan: planBytes(folded.outputs, folded.weights) };
}

/** Bytes for all that the channels held, divided as they are now. */
function scaleOf({ low, high }: ChannelRanges, divisors?: Float64Array): ByteScale {
  const divided = (ends: readonly number[]) => ends.map((x, c) => x / (divisors?.[c] ?? 1));
  return scaleOver(Math.min(...divided(low)), Math.max(...divided(high)));
}

function requireFit(values: readonly Value[], calibration: Calibration): void {
  const fits = values.every((value, i) => calibration.at(i)?.low.length === value.shape[1]);
  if (fits && values.length === calibration.length) return;
  throw new RangeError('the calibration is of another network: calibrate this one anew');
}
