import type { Random } from '../../engine/random.js';

/** How a weight of a new network is drawn. */
export type Initialiser =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly deviation: number };

/** A named tensor of a network. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
  /** False for running statistics, which are observed and not learned. */
  readonly trainable: boolean;
}

export const elements = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/** Weights for a new network, row-major, by name; the same seed gives the same ones again. */
export function initialiseWeights(
  weights: readonly WeightSpec[],
  random: Random,
): Map<string, Float32Array> {
  return new Map(weights.map((weight) => [weight.name, initialise(weight, random)]));
}

function initialise({ shape, initialiser }: WeightSpec, random: Random): Float32Array {
  const data = new Float32Array(elements(shape));
  if (initialiser.kind === 'constant') return data.fill(initialiser.value);
  return data.map(() => initialiser.deviation * gaussian(random));
}

/** A draw from the standard normal distribution (Box and Muller 1958). */
function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.float()));
  return radius * Math.cos(2 * Math.PI * random.float());
}
