import { createHash } from 'node:crypto';
import { ok, unwrap, type Result } from '../../engine/result.js';
import type { Value } from '../graph/graph.js';
import { emitOnnx } from '../onnx/emit.js';
import { decodeModel, encodeModel, type OnnxModel } from '../onnx/model.js';
import { readDescription, writeDescription, type Metadata } from './description.js';
import { refusalsOf, type NetworkFailure, type Refusal, type Refuse } from './errors.js';
import { faultOf, networkOutputs, weightsOf, type SavedNetwork } from './saved-network.js';
import { inFloat16, readWeights } from './stored-weights.js';

/*
 * A network file is an ONNX model of the network on its main board, with batch normalisation apart
 * from the convolutions: so every weight stands in it once, under its own name, bit for bit as
 * training left it, and training can go on. Nothing is lost by that in playing: who plays builds the
 * folded graph from spec and weights (makeInferenceModel), and other tools fold at load. To keep the
 * folded graph and the raw weights side by side would double the file and let the two disagree.
 */

const FORMAT_KEY = 'tengen.format';
const VERSION_KEY = 'tengen.version';
const HASH_KEY = 'tengen.hash';
const FORMAT = 'network';
/** Raised when files change so that an older reader would misunderstand them. */
const VERSION = '1';
const PRODUCER = 'tengen';

/** How kernels are kept. Vectors are few, and statistics range widely: they stay float32. */
export type Precision = 'float32' | 'float16';

/** A network as it was in a file. */
export interface LoadedNetwork extends SavedNetwork {
  /** SHA-256 of all that the file says, in hexadecimal: names the network, as in `parent`. */
  readonly hash: string;
}

/**
 * The bytes of a network file. In float32 weights are kept bit for bit; in float16 kernels are
 * rounded, and the file is about half as large.
 * @throws RangeError where weights are missing, of a wrong length, not finite, or beyond float16.
 */
export function makeNetworkFile(
  network: SavedNetwork,
  precision: Precision = 'float32',
): Uint8Array {
  const { spec, boards, weights } = network;
  const specs = weightsOf(spec, boards[0]);
  for (const weight of specs) {
    const fault = faultOf(weight, weights.get(weight.name));
    if (fault !== undefined) throw new RangeError(`a network cannot be written: ${fault}`);
  }
  const model = makeModel(network);
  return encodeModel(withHash(precision === 'float16' ? inFloat16(model, specs) : model));
}

function makeModel(network: SavedNetwork): OnnxModel {
  const outputs = networkOutputs(network, network.boards[0]) as Readonly<Record<string, Value>>;
  const format = { [FORMAT_KEY]: FORMAT, [VERSION_KEY]: VERSION };
  const metadata = { ...format, ...writeDescription(network) };
  return unwrap(decodeModel(emitOnnx(outputs, { constants: network.weights, metadata })));
}

function withHash(model: OnnxModel): OnnxModel {
  const entry = { key: HASH_KEY, value: hashOf(model) };
  return { ...model, metadataProps: [...model.metadataProps, entry] };
}

/** SHA-256 of the model without its hash. */
function hashOf(model: OnnxModel): string {
  const metadataProps = model.metadataProps.filter(({ key }) => key !== HASH_KEY);
  return createHash('sha256')
    .update(encodeModel({ ...model, metadataProps }))
    .digest('hex');
}

/**
 * Reads a network file. `name` is what messages call it. The codes of failures are
 * ERR_NETWORK_CORRUPT, FOREIGN, VERSION and CONTENT; see errors.ts.
 */
export function readNetworkFile(
  bytes: Uint8Array,
  name: string,
): Result<LoadedNetwork, NetworkFailure> {
  const refuse = refusalsOf(name);
  const decoded = decodeModel(bytes);
  if (!decoded.ok) return refuse('ERR_NETWORK_CORRUPT', unreadable(bytes, decoded.error.message));
  const model = decoded.value;
  const metadata = new Map(model.metadataProps.map(({ key, value }) => [key, value]));
  const refusal = checkFormat(model, metadata, refuse);
  if (refusal !== undefined) return refusal;
  const description = readDescription(metadata, refuse);
  if (!description.ok) return description;
  const { spec, boards } = description.value;
  const weights = readWeights(model.graph.initializer, weightsOf(spec, boards[0]), refuse);
  if (!weights.ok) return weights;
  return ok({ ...description.value, weights: weights.value, hash: metadata.get(HASH_KEY)! });
}

function unreadable(bytes: Uint8Array, why: string): string {
  if (bytes.length === 0) return 'the file is empty';
  return `damaged, cut short, or not a network file (${why})`;
}

/** Whether the model is a network file of this version, as it was written. */
function checkFormat(model: OnnxModel, metadata: Metadata, refuse: Refuse): Refusal | undefined {
  if (metadata.get(FORMAT_KEY) !== FORMAT) {
    return model.producerName === PRODUCER
      ? refuse('ERR_NETWORK_CORRUPT', 'the description of the network is missing: cut short?')
      : refuse('ERR_NETWORK_FOREIGN', 'this is an ONNX model, but not a Tengen network');
  }
  const version = metadata.get(VERSION_KEY);
  if (version !== VERSION) {
    const message = `a network file of version ${version ?? 'unknown'}; this program reads ${VERSION}`;
    return refuse(
      'ERR_NETWORK_VERSION',
      `${message}: use the Tengen that wrote it, or a newer one`,
    );
  }
  if (metadata.get(HASH_KEY) === hashOf(model)) return undefined;
  return refuse('ERR_NETWORK_CORRUPT', 'damaged or changed: its contents do not match their hash');
}
