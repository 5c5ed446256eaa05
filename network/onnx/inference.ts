import { buildNetwork } from '../spec/build.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { emitOnnx, type Tensors } from './emit.js';
import { foldNormalisation } from './fold.js';

/**
 * The ONNX model that plays: from `planes` [batch, inputPlanes, height, width] to every head by
 * its name, with the weights fixed and batch normalisation folded into them.
 */
export function emitInference(
  spec: NetworkSpec,
  board: Board,
  weights: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { heads } = buildNetwork(spec, { board, mode: 'inference' });
  const folded = foldNormalisation(heads, weights);
  return emitOnnx(folded.outputs, { constants: folded.weights, metadata });
}
