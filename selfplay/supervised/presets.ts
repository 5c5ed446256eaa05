import { PLANE_SETS } from '../../engine/planes/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { ADAMW } from '../../network/training/optimisers.js';
import type { TrainingSettings } from '../../network/training/settings.js';
import type { Split } from '../corpus/split.js';
import { alphaGoZeroNetwork } from '../settings/presets.js';
import type { SupervisedSettings } from './settings.js';

/**
 * The value counts little: the positions of a game share one result, which a network would soon know
 * by heart (Silver et al. 2016 and 2017 saw that, and gave it a hundredth).
 */
const TRAINING: TrainingSettings = {
  optimiser: ADAMW,
  lossWeights: { policy: 1, value: 0.2, ownership: 0, score: 0 },
  l2: 0,
  l2Over: 'kernels',
  clipNorm: 5,
  statisticsDecay: 0.95,
  averageDecay: 0.999,
};

/** A residual network with policy and value that plays on boards of every size. */
function humanNetwork(blocks: number, filters: number): NetworkSpec {
  const half = Math.floor(blocks / 2);
  return {
    inputPlanes: PLANE_SETS.tengen.planes,
    normalisation: { type: 'batch' },
    stem: { kernel: 3, filters },
    trunk: [
      { type: 'residual', count: half },
      { type: 'global-pooling', count: 1, pooled: 16 },
      { type: 'residual', count: blocks - half - 1 },
    ],
    heads: {
      policy: { type: 'global-pooling', filters: 32 },
      value: { type: 'global-pooling', filters: 32, hidden: 64 },
    },
  };
}

/**
 * The policy network of Silver et al. 2016: a 5×5 convolution, 3×3 ones, and a 1×1 with a bias for
 * each point, `layers` in all.
 */
function policyNetwork(layers: number, filters: number, normalisation: string): NetworkSpec {
  return {
    inputPlanes: PLANE_SETS.alphago.planes,
    normalisation: { type: normalisation },
    stem: { kernel: 5, filters },
    trunk: [{ type: 'plain', count: layers - 2, filters, kernel: 3 }],
    heads: { policy: { type: 'alphago-lee' } },
  };
}

/** The games that all presets hold out: so each network can be measured on what none has learnt from. */
export const USUAL_SPLIT: Split = { validation: 0.02, test: 0.03 };

const HUMAN: SupervisedSettings = {
  preset: 'human-19x19',
  seed: 1,
  board: 19,
  network: { planes: 'tengen', spec: humanNetwork(6, 64) },
  training: TRAINING,
  rate: { peak: 2e-3, warmUp: 100, end: 0.01, decay: 'cosine' },
  batch: 64,
  hours: 2,
  games: { leastMoves: 30, leastRank: null },
  split: USUAL_SPLIT,
  checks: { count: 24, positions: 4_096, patience: 8 },
};

const ZERO: SupervisedSettings = {
  ...HUMAN,
  preset: 'zero-19x19',
  network: { planes: 'alphago-zero', spec: alphaGoZeroNetwork(6, 64) },
};

const POLICY_SMALL: SupervisedSettings = {
  ...HUMAN,
  preset: 'alphago-policy-small',
  network: { planes: 'alphago', spec: policyNetwork(9, 64, 'batch') },
};

/** As published: no normalisation, no momentum, the rate halved every 80 of 340 million steps. */
const POLICY: SupervisedSettings = {
  ...HUMAN,
  preset: 'alphago-policy',
  network: { planes: 'alphago', spec: policyNetwork(13, 192, 'none') },
  training: {
    ...TRAINING,
    optimiser: { type: 'sgd', momentum: 0 },
    clipNorm: null,
    averageDecay: null,
  },
  rate: { peak: 3e-3, warmUp: 0, end: 0.5 ** (340 / 80), decay: 'exponential' },
  batch: 16,
  hours: null,
  checks: { count: 340, positions: 4_096, patience: null },
};

/** Settings by name; docs/alphago.md says what each is for. */
export const SUPERVISED_PRESETS = {
  'human-19x19': HUMAN,
  'zero-19x19': ZERO,
  'alphago-policy-small': POLICY_SMALL,
  'alphago-policy': POLICY,
} as const satisfies Record<string, SupervisedSettings>;

export type SupervisedPresetName = keyof typeof SUPERVISED_PRESETS;
