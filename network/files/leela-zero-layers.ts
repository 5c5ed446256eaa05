import type { NetworkSpec } from '../spec/network-spec.js';

/** Leela Zero plays on this board only. */
export const SIDE = 19;
/** Added to variances: the same there as in this program's normalisation. */
export const EPSILON = 1e-5;
const AREA = SIDE * SIDE;
/** Its networks' planes, filters of the policy and value heads, and units of the value's hidden layer. */
export const PLANES = 18;
const POLICY_FILTERS = 2;
const VALUE_FILTERS = 1;
const HIDDEN = 256;

/** A layer of the text format, under the name that its weights have in a spec's network. */
export interface Layer {
  /** A convolution without bias and batch normalisation without scale, or a matrix with bias. */
  readonly kind: 'convolution' | 'dense';
  readonly name: string;
  readonly outputs: number;
  readonly inputs: number;
  /** Taps of the kernel; 1 for a matrix. */
  readonly taps: number;
}

/** One line of numbers of the format. */
export interface Line {
  readonly layer: Layer;
  readonly role: 'weights' | 'biases' | 'means' | 'variances';
  /** How many numbers it holds. */
  readonly count: number;
}

/** The layers of a network in the order of the format. */
export function layersOf(blocks: number, filters: number): Layer[] {
  const tower = Array.from({ length: blocks }, (_, i) => [
    convolution(`trunk.${i}.conv1`, filters, filters, 9),
    convolution(`trunk.${i}.conv2`, filters, filters, 9),
  ]);
  return [
    convolution('stem', filters, PLANES, 9),
    ...tower.flat(),
    convolution('policy.conv', POLICY_FILTERS, filters, 1),
    dense('policy.dense', AREA + 1, POLICY_FILTERS * AREA),
    convolution('value.conv', VALUE_FILTERS, filters, 1),
    dense('value.hidden', HIDDEN, VALUE_FILTERS * AREA),
    dense('value.output', 1, HIDDEN),
  ];
}

function convolution(name: string, outputs: number, inputs: number, taps: number): Layer {
  return { kind: 'convolution', name, outputs, inputs, taps };
}

function dense(name: string, outputs: number, inputs: number): Layer {
  return { kind: 'dense', name, outputs, inputs, taps: 1 };
}

/** The lines of a layer: four of a convolution, two of a matrix. */
export function linesOf(layer: Layer): Line[] {
  const { kind, outputs, inputs, taps } = layer;
  const weights: Line = { layer, role: 'weights', count: outputs * inputs * taps };
  const roles = kind === 'dense' ? ['biases'] : ['biases', 'means', 'variances'];
  return [weights, ...roles.map((role) => ({ layer, role: role as Line['role'], count: outputs }))];
}

/** Lines of numbers in a file: 4 of the first convolution, 8 of each block, 14 of the heads. */
const LINES_BESIDE_BLOCKS = 18;
const LINES_OF_BLOCK = 8;

/** How many blocks a file with so many lines of numbers has; undefined if that fits none. */
export function blocksIn(lines: number): number | undefined {
  const blocks = (lines - LINES_BESIDE_BLOCKS) / LINES_OF_BLOCK;
  return Number.isInteger(blocks) && blocks >= 1 ? blocks : undefined;
}

/** The spec of a Leela Zero network. */
export function leelaZeroSpec(blocks: number, filters: number): NetworkSpec {
  return {
    inputPlanes: PLANES,
    normalisation: { type: 'batch' },
    stem: { kernel: 3, filters },
    trunk: [{ type: 'residual', count: blocks }],
    heads: {
      policy: { type: 'alphago-zero', filters: POLICY_FILTERS },
      value: { type: 'alphago-zero', filters: VALUE_FILTERS, hidden: HIDDEN },
    },
  };
}
