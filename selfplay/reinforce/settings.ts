import type { RulePreset } from '../../engine/rules.js';
import type { OptimiserSettings } from '../../network/training/optimisers.js';

/** What is taken from a game's outcome z before it weighs the game's moves. */
export const BASELINES = ['none', 'mean', 'value'] as const;

/**
 * `none`: nothing, as in the paper's first pass; `mean`: the mean outcome against that opponent so far;
 * `value`: what a value network says of each position, v(s), as in its second pass.
 */
export type Baseline = (typeof BASELINES)[number];

/** All that decides how a policy is reinforced, as JSON (Silver et al. 2016). */
export interface ReinforceSettings {
  /** Decides all that is drawn at random. */
  readonly seed: number;
  /** Side of the board. */
  readonly board: number;
  readonly rules: RulePreset;
  readonly komi: number;
  readonly baseline: Baseline;
  /** Games from which one update is made: 128 in the paper. */
  readonly gamesPerUpdate: number;
  /** Updates from one version to the next that enters the pool of opponents: 500 in the paper. */
  readonly updatesPerVersion: number;
  /** A game is scored as it stands after so many moves for each point of the board. */
  readonly longestGame: number;
  readonly optimiser: OptimiserSettings;
  readonly rate: number;
  /** The greatest norm of all gradients together; null for any. */
  readonly clipNorm: number | null;
  /** How much of the running mean of outcomes against an opponent an update keeps. */
  readonly meanDecay: number;
  /** The variance of the gradient under every baseline is measured each so many updates. */
  readonly updatesPerMeasurement: number;
  readonly tests: {
    /** Updates from one test match against the starting network to the next. */
    readonly updates: number;
    readonly games: number;
  };
}

/** What one machine can do; docs/alphago-pipeline.md has the paper's. */
export const USUAL_REINFORCE: ReinforceSettings = {
  seed: 1,
  board: 9,
  rules: 'tromp-taylor',
  komi: 7,
  baseline: 'mean',
  gamesPerUpdate: 128,
  updatesPerVersion: 20,
  longestGame: 2,
  optimiser: { type: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 },
  rate: 3e-4,
  clipNorm: null,
  meanDecay: 0.9,
  updatesPerMeasurement: 10,
  tests: { updates: 50, games: 100 },
};
