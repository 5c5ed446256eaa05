import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import { parseNetworkSpec } from '../spec/network-spec.js';
import { refusalsOf, type NetworkFailure, type Refuse } from './errors.js';
import {
  blocksIn,
  EPSILON,
  layersOf,
  leelaZeroSpec,
  linesOf,
  SIDE,
  type Layer,
  type Line,
} from './leela-zero-layers.js';
import { readNumbers, readWeightText, type WeightText } from './leela-zero-text.js';
import { transposed } from './matrix.js';
import type { SavedNetwork } from './saved-network.js';

/**
 * Reads Leela Zero's weights, version 1 or 2, plain or packed by gzip, as a network for 19×19 on the
 * planes 'leela-zero'. Its convolutions have a bias before batch normalisation, which becomes the
 * normalisation's β after it, with γ = 1. In version 2, which ELF OpenGO's networks have, values are
 * Black's. `name` is what messages call the file; the codes of failures are ERR_NETWORK_CORRUPT,
 * FOREIGN, VERSION and CONTENT, the last with the number of the line.
 *
 * The format is described in Leela Zero's README and by its reader, `src/Network.cpp`.
 */
export function readLeelaZero(
  bytes: Uint8Array,
  name: string,
): Result<SavedNetwork, NetworkFailure> {
  const refuse = refusalsOf(name);
  const text = readWeightText(bytes, refuse);
  if (!text.ok) return text;
  const layers = readLayers(text.value, refuse);
  if (!layers.ok) return layers;
  const { spec, weights } = layers.value;
  const { version } = text.value;
  return ok({
    spec,
    planes: 'leela-zero',
    valueView: version === 2 ? 'black' : 'side-to-move',
    boards: [{ width: SIDE, height: SIDE }],
    weights,
    history: { source: `Leela Zero weights, version ${version}` },
  });
}

/** More than a spec allows, so that the spec's own message says what it does. */
const MOST_FILTERS = 10_000;

type Layers = Pick<SavedNetwork, 'spec' | 'weights'>;

/** How large the network is shows in its lines: how many there are, and the length of the second. */
function readLayers({ lines }: WeightText, refuse: Refuse): Result<Layers, NetworkFailure> {
  const blocks = blocksIn(lines.length);
  if (blocks === undefined) {
    const rule = 'there must be 18, and 8 for each residual block';
    const message = `${lines.length} lines of numbers, but ${rule}: some are missing, or too many`;
    return refuse('ERR_NETWORK_CONTENT', message);
  }
  const biases = readNumbers(lines[1], MOST_FILTERS);
  if (typeof biases === 'string') return refuse('ERR_NETWORK_CONTENT', `line 3: ${biases}`);
  const filters = biases.length;
  const spec = parseNetworkSpec(leelaZeroSpec(blocks, filters));
  if (!spec.ok) return refuse('ERR_NETWORK_CONTENT', spec.error.message);
  const weights = readWeights(lines, layersOf(blocks, filters), refuse);
  return weights.ok ? ok({ spec: spec.value, weights: weights.value }) : weights;
}

function readWeights(
  lines: readonly Uint8Array[],
  layers: readonly Layer[],
  refuse: Refuse,
): Result<Tensors, NetworkFailure> {
  const weights = new Map<string, Float32Array>();
  let next = 0;
  for (const layer of layers) {
    const own: Float32Array[] = [];
    for (const expected of linesOf(layer)) {
      const numbers = readLine(lines[next++], expected);
      // The first line, which is not among these, has the version.
      const number = next + 1;
      if (typeof numbers === 'string') {
        return refuse('ERR_NETWORK_CONTENT', `line ${number}: ${numbers}`);
      }
      own.push(numbers);
    }
    for (const [part, data] of importLayer(layer, own)) weights.set(`${layer.name}.${part}`, data);
  }
  return ok(weights);
}

/** The numbers of a line, or what is wrong with it. */
function readLine(line: Uint8Array, { layer, role, count }: Line): Float32Array | string {
  const numbers = readNumbers(line, count + 1);
  if (typeof numbers === 'string') return numbers;
  if (numbers.length !== count) {
    return `${numbers.length} numbers, but the ${role} of ${layer.name} are ${count}`;
  }
  const negative = role === 'variances' ? numbers.find((x) => x < 0) : undefined;
  return negative === undefined ? numbers : `${negative} cannot be a variance`;
}

/** The weights of a layer, by their last names. */
function importLayer(
  { kind, outputs, inputs }: Layer,
  [weights, biases, means, variances]: readonly Float32Array[],
): [part: string, data: Float32Array][] {
  if (kind === 'dense')
    return [
      ['weight', transposed(weights, outputs, inputs)],
      ['bias', biases],
    ];
  return [
    ['weight', weights],
    ['gamma', new Float32Array(outputs).fill(1)],
    ['beta', biases.map((bias, i) => bias / Math.sqrt(variances[i] + EPSILON))],
    ['mean', means],
    ['variance', variances],
  ];
}
