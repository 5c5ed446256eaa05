import type { RulePreset } from '../../engine/rules.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { ADAMW } from '../../network/training/optimisers.js';
import type { TrainingSettings } from '../../network/training/settings.js';
import type { RateSettings } from '../supervised/rate.js';

/** All that decides how a value network is made, as JSON (Silver et al. 2016). */
export interface ValueSettings {
  /** Decides all that is drawn at random. */
  readonly seed: number;
  /** Side of the board. */
  readonly board: number;
  readonly rules: RulePreset;
  readonly komi: number;
  /** Positions to learn from and to test with, each of a game of its own. */
  readonly positions: number;
  /** Up to which move the random one may come, for each point of the board: 450 / 361 in the paper. */
  readonly latestMove: number;
  /** A game is scored as it stands after so many moves for each point of the board. */
  readonly longestGame: number;
  /** Share of the positions that are not learnt from. */
  readonly testShare: number;
  /** What learns, where it does not begin with the policy's trunk. */
  readonly network: { readonly planes: PlaneSetName; readonly spec: NetworkSpec };
  /** `new`: a network of its own, as in the paper; `policy`: the policy's trunk with a value head. */
  readonly start: 'new' | 'policy';
  readonly training: TrainingSettings;
  readonly rate: RateSettings;
  readonly batch: number;
  /** How often each position is learnt from. */
  readonly epochs: number;
  /** How many times the errors are measured while it learns. */
  readonly checks: number;
}

/** What one machine can do; docs/alphago-pipeline.md has the paper's. */
export const USUAL_VALUE: ValueSettings = {
  seed: 1,
  board: 9,
  rules: 'tromp-taylor',
  komi: 7,
  positions: 20_000,
  latestMove: 0.75,
  longestGame: 2,
  testShare: 0.1,
  network: {
    planes: 'tengen',
    spec: {
      inputPlanes: PLANE_SETS.tengen.planes,
      normalisation: { type: 'batch' },
      stem: { kernel: 3, filters: 32 },
      trunk: [{ type: 'residual', count: 3 }],
      heads: { value: { type: 'global-pooling', filters: 16, hidden: 32 } },
    },
  },
  start: 'new',
  training: {
    optimiser: { ...ADAMW, weightDecay: 0.05 },
    lossWeights: { policy: 0, value: 1, ownership: 0, score: 0 },
    l2: 0,
    l2Over: 'kernels',
    clipNorm: 5,
    statisticsDecay: 0.95,
    averageDecay: 0.999,
  },
  rate: { peak: 2e-3, warmUp: 50, end: 0.01, decay: 'cosine' },
  batch: 64,
  epochs: 4,
  checks: 10,
};
