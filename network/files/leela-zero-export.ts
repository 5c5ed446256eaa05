import { LEELA_ZERO } from '../../engine/planes/leela-zero.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import type { Choice } from '../spec/parameters.js';
import { refusalsOf, type NetworkFailure } from './errors.js';
import { EPSILON, layersOf, leelaZeroSpec, SIDE, type Layer } from './leela-zero-layers.js';
import { makeWeightText } from './leela-zero-text.js';
import { transposed } from './matrix.js';
import type { SavedNetwork } from './saved-network.js';

const STEM_TAPS = 9;

/**
 * A network as Leela Zero's weights: version 1, or 2 where its values are Black's. That program has
 * one kind of network: for 19×19, planes of AlphaGo Zero or its own, residual blocks with batch
 * normalisation, AlphaGo Zero's heads. For others, ERR_NETWORK_EXPORT says what does not fit.
 * `name` is what messages call the network.
 *
 * Normalisation there has no γ and β: γ goes into the kernel and the mean, and β into the bias, which
 * comes before it. Of planes that the network has not, weights are zero. Both are exact but for
 * rounding to 32 bits.
 */
export function makeLeelaZero(
  network: SavedNetwork,
  name: string,
  { gzip = false } = {},
): Result<Uint8Array, NetworkFailure> {
  const refuse = refusalsOf(name);
  const misfit = misfitOf(network);
  if (misfit !== undefined) {
    return refuse('ERR_NETWORK_EXPORT', `Leela Zero has no such network: ${misfit}`);
  }
  const { spec, valueView } = network;
  const weights = new Map(network.weights).set('stem.weight', onTheirPlanes(network));
  const layers = layersOf(blocksOf(spec.trunk), spec.stem.filters);
  const lines = layers.flatMap((layer) => exportLayer(layer, weights));
  if (lines.some((line) => line.some((x) => !Number.isFinite(x)))) {
    return refuse('ERR_NETWORK_EXPORT', 'a weight times its factor is too large for 32 bits');
  }
  return ok(makeWeightText(valueView === 'black' ? 2 : 1, lines, gzip));
}

const blocksOf = (trunk: readonly Choice[]): number =>
  trunk.reduce((sum, { count }) => sum + Number(count), 0);

/** The first property of a network that Leela Zero's do not share. */
function misfitOf({ spec, planes, boards }: SavedNetwork): string | undefined {
  const { width, height } = boards[0];
  if (width !== SIDE || height !== SIDE) return `its board is ${width}×${height}, not 19×19`;
  const names: readonly string[] = PLANE_SETS[planes].names;
  const strange = names.find((plane) => !LEELA_ZERO.names.includes(plane));
  if (strange !== undefined) return `it has a plane '${strange}'`;
  const block = spec.trunk.find(({ type }) => type !== 'residual');
  if (block !== undefined) return `it has a block '${block.type}'`;
  if (spec.trunk.some((choice) => 'inner' in choice)) return 'its blocks are narrower inside';
  const theirs = leelaZeroSpec(1, spec.stem.filters);
  return differenceOf(spec, { ...theirs, inputPlanes: spec.inputPlanes, trunk: spec.trunk });
}

/** Where two pieces of JSON differ, and how. */
function differenceOf(actual: object, wanted: object): string | undefined {
  const found = new Map(leavesOf(actual, ''));
  const expected = new Map(leavesOf(wanted, ''));
  for (const path of new Set([...expected.keys(), ...found.keys()])) {
    const [has, needs] = [found.get(path), expected.get(path)];
    if (has === needs) continue;
    return needs === undefined ? `it has ${path}` : `${path} is ${has ?? 'missing'}, not ${needs}`;
  }
  return undefined;
}

/** The words and numbers within JSON, by path. */
function leavesOf(json: unknown, path: string): [path: string, leaf: string][] {
  if (typeof json !== 'object' || json === null) return [[path.slice(1), String(json)]];
  return Object.entries(json).flatMap(([key, value]) => leavesOf(value, `${path}.${key}`));
}

/** The first kernel [filters, planes, 3, 3] on Leela Zero's planes: in its order, 0 where new. */
function onTheirPlanes({ spec, planes, weights }: SavedNetwork): Float32Array {
  const names: readonly string[] = PLANE_SETS[planes].names;
  const sources = LEELA_ZERO.names.map((plane) => names.indexOf(plane));
  const kernel = weights.get('stem.weight')!;
  const result = new Float32Array(spec.stem.filters * sources.length * STEM_TAPS);
  for (let filter = 0; filter < spec.stem.filters; filter++) {
    for (const [plane, source] of sources.entries()) {
      if (source < 0) continue;
      const from = (filter * names.length + source) * STEM_TAPS;
      const taps = kernel.subarray(from, from + STEM_TAPS);
      result.set(taps, (filter * sources.length + plane) * STEM_TAPS);
    }
  }
  return result;
}

/** The lines of a layer. */
function exportLayer(
  { kind, name, outputs, inputs, taps }: Layer,
  weights: Tensors,
): Float32Array[] {
  const part = (last: string) => weights.get(`${name}.${last}`)!;
  const kernel = part('weight');
  if (kind === 'dense') return [transposed(kernel, inputs, outputs), part('bias')];
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map(part);
  return [
    kernel.map((x, i) => gamma[Math.floor(i / (inputs * taps))] * x),
    beta.map((level, i) => level * Math.sqrt(variance[i] + EPSILON)),
    mean.map((x, i) => gamma[i] * x),
    variance,
  ];
}
