import { buildNetwork } from '../spec/build.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { emitOnnx, type Tensors } from './emit.js';
import { foldNormalisation } from './fold.js';
import { DIRECT, TILES } from './writer.js';

export interface InferenceOptions {
  /** Text kept in the file beside the graph. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * How 3×3 convolutions are computed, the same to about 1e-6. Tiles are faster for batches of a
   * size and take more memory for weights; docs/training-speed.md has figures. Direct if not given.
   */
  readonly lowering?: 'direct' | 'tiles';
}

/**
 * The ONNX model that plays: from `planes` [batch, inputPlanes, height, width] to every head by
 * its name, with the weights fixed and batch normalisation folded into them.
 */
export function emitInference(
  spec: NetworkSpec,
  board: Board,
  weights: Tensors,
  { metadata = {}, lowering = 'direct' }: InferenceOptions = {},
): Uint8Array {
  const { heads } = buildNetwork(spec, { board, mode: 'inference' });
  const folded = foldNormalisation(heads, weights);
  const lowerings = lowering === 'tiles' ? TILES : DIRECT;
  return emitOnnx(folded.outputs, { constants: folded.weights, metadata, lowerings });
}
