import type { SavedNetwork } from '../../files/saved-network.js';
import { foldNormalisation } from '../../onnx/fold.js';
import type { Tensors } from '../../onnx/emit.js';
import type { Outputs } from '../../ops/rewrite.js';
import { buildNetwork } from '../../spec/build.js';
import { elements, type WeightSpec } from '../../spec/weights.js';
import { channelGroups, type ChannelGroup } from '../channel-groups.js';
import { channelLengths, cutWeights, type Cut, type Norm } from './cut.js';
import { innerConvolutions, narrowedSpec } from './narrow.js';

/** How much of a network is to stay, as fractions of its filters; all of it where not given. */
export interface PruneSettings {
  /** Of the filters inside each block. */
  readonly inner?: number;
  /** Of the planes that go from block to block. */
  readonly trunk?: number;
  readonly norm: Norm;
  /** Widths are rounded to multiples of it, but to one at least. */
  readonly multiple: number;
}

/** Half of each block's inner filters, by Li et al. 2017, in widths that suit vector units. */
export const PRUNE_INNER_HALF: PruneSettings = { inner: 0.5, norm: 'l1', multiple: 8 };

/**
 * The network without its filters of the least magnitude, normalisation counted in: a smaller one
 * that computes what the whole one would with these filters' results at zero. It wants some more
 * training then. Which filters go is decided in each block, and for the trunk, by itself.
 * @throws RangeError where filters cannot be taken out: of networks that normalise over channels,
 * and of trunks whose blocks have widths of their own.
 */
export function prune(network: SavedNetwork, settings: PruneSettings): SavedNetwork {
  const { spec, weights, boards } = network;
  const [board] = boards;
  const built = buildNetwork(spec, { board, mode: 'inference' });
  const groups = channelGroups(built.heads);
  const acting = actingWeights(built.heads, weights);
  const cutOf = (convolution: string, fraction: number | undefined): Cut => {
    const group = groupOf(groups, convolution);
    const kept = fraction === undefined ? group.channels : widthOf(group, fraction, settings);
    return { group, kept: strongest(channelLengths(group, acting, settings.norm), kept) };
  };
  const trunk = cutOf('stem', settings.trunk);
  const inside = innerConvolutions(spec).map((names) =>
    names.map((name) => cutOf(name, settings.inner)),
  );
  const widths = inside.map(([first]) => (first as Cut | undefined)?.kept.length);
  const narrowed = narrowedSpec(spec, trunk.kept.length, widths);
  const cuts = [trunk, ...inside.flat()].filter(({ group, kept }) => kept.length < group.channels);
  const pruned = cutWeights(weights, built.weights, cuts);
  requireFit(pruned, buildNetwork(narrowed, { board, mode: 'inference' }).weights);
  return { ...network, spec: narrowed, weights: pruned };
}

/** Weights as they act, with normalisation folded into convolutions, under their own names. */
function actingWeights(outputs: Outputs, weights: Tensors): Tensors {
  const folded = foldNormalisation(outputs, weights).weights;
  return new Map(
    [...weights.keys()].map((name) => [name, (folded.get(`${name}.folded`) ?? weights.get(name))!]),
  );
}

/** The channels that a convolution computes. */
function groupOf(groups: readonly ChannelGroup[], convolution: string): ChannelGroup {
  const weight = `${convolution}.weight`;
  const found = groups.find(({ axes }) =>
    axes.some((a) => a.role === 'filter' && a.weight === weight),
  );
  if (found === undefined) throw new Error(`the network has no convolution ${convolution}`);
  return found;
}

function widthOf(
  { channels, separable, axes }: ChannelGroup,
  fraction: number,
  { multiple }: PruneSettings,
): number {
  if (!separable) {
    const [{ weight }] = axes;
    throw new RangeError(`filters of ${weight} cannot be pruned: what uses them needs them all`);
  }
  const width = Math.max(1, Math.round((fraction * channels) / multiple)) * multiple;
  return Math.min(channels, width);
}

/** The indices of the `count` greatest lengths, rising. */
function strongest(lengths: Float64Array, count: number): number[] {
  const byLength = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a]);
  return byLength.slice(0, count).sort((a, b) => a - b);
}

function requireFit(weights: Tensors, specs: readonly WeightSpec[]): void {
  const misfit = specs.find(({ name, shape }) => weights.get(name)?.length !== elements(shape));
  if (misfit === undefined) return;
  throw new RangeError(`the trunk cannot be pruned: a block sets the width of ${misfit.name}`);
}
