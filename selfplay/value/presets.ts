import { PLANE_SETS } from '../../engine/planes/table.js';
import { USUAL_VALUE, type ValueSettings } from './settings.js';

/**
 * As published (Silver et al. 2016, "Value network architecture" and "regression"): 5×5, eleven of 3×3
 * with 192 filters, 1×1 with one, 256 linear units, tanh; 50 million steps of 32 by plain descent, whose
 * rate, as the policy's, is halved every 80 million.
 */
const ALPHAGO_VALUE: ValueSettings = {
  ...USUAL_VALUE,
  board: 19,
  komi: 7.5,
  positions: 30_000_000,
  latestMove: 450 / 361,
  testShare: 0.01,
  network: {
    planes: 'alphago-value',
    spec: {
      inputPlanes: PLANE_SETS['alphago-value'].planes,
      normalisation: { type: 'none' },
      stem: { kernel: 5, filters: 192 },
      trunk: [{ type: 'plain', count: 11, filters: 192, kernel: 3 }],
      heads: { value: { type: 'alphago-zero', hidden: 256 } },
    },
  },
  training: {
    ...USUAL_VALUE.training,
    optimiser: { type: 'sgd', momentum: 0 },
    clipNorm: null,
    averageDecay: null,
  },
  rate: { peak: 3e-3, warmUp: 0, end: 0.5 ** (50 / 80), decay: 'exponential' },
  batch: 32,
  epochs: (50_000_000 * 32) / (0.99 * 30_000_000),
  checks: 50,
};

/** Settings by name; docs/alphago-pipeline.md says what each is for. */
export const VALUE_PRESETS = {
  usual: USUAL_VALUE,
  'alphago-value': ALPHAGO_VALUE,
} as const satisfies Record<string, ValueSettings>;

export type ValuePresetName = keyof typeof VALUE_PRESETS;
