import { addScaled, squaredNorm, zeros, type Gradient } from './vectors.js';

/**
 * The gradients of single games under one baseline: their sum, and how far they lie apart. Parts that
 * threads made add up.
 */
export interface Spread {
  readonly games: number;
  readonly sum: Gradient;
  /** The sum of the squares of their lengths. */
  readonly squares: number;
}

/** Gathers the gradients of games. */
export class SpreadTally {
  private games = 0;
  private squares = 0;

  private constructor(private readonly sum: Map<string, Float32Array>) {}

  /** None yet, for weights as those. */
  static like(weights: Gradient): SpreadTally {
    return new SpreadTally(zeros(weights));
  }

  /** Adds the gradient of a game, `factor` times. */
  add(gradient: Gradient, factor = 1): void {
    this.games++;
    this.squares += factor * factor * squaredNorm(gradient);
    addScaled(this.sum, gradient, factor);
  }

  get spread(): Spread {
    const { games, sum, squares } = this;
    return { games, sum, squares };
  }
}

/** All games of some parts, of which there must be one. */
export function joinSpreads(parts: readonly Spread[]): Spread {
  const sum = zeros(parts[0].sum);
  for (const part of parts) addScaled(sum, part.sum, 1);
  return {
    games: parts.reduce((total, { games }) => total + games, 0),
    sum,
    squares: parts.reduce((total, { squares }) => total + squares, 0),
  };
}

/** The mean gradient of a game. */
export function meanOf({ games, sum }: Spread): Gradient {
  return new Map([...sum].map(([name, data]) => [name, data.map((x) => x / games)]));
}

/** What is told of gradients: how long their mean is, and how far single games' lie from it. */
export interface GradientFigures {
  /** The length of the mean gradient. */
  readonly norm: number;
  /** The variance of one game's gradient, summed over all weights, without bias. */
  readonly variance: number;
}

/** The figures of some games' gradients; there must be two at least. */
export function figuresOf(spread: Spread): GradientFigures {
  const { games, sum, squares } = spread;
  const ofMean = squaredNorm(sum) / games ** 2;
  const variance = (squares - games * ofMean) / (games - 1);
  return { norm: Math.sqrt(ofMean), variance: Math.max(0, variance) };
}
