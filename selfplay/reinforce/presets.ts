import { USUAL_REINFORCE, type ReinforceSettings } from './settings.js';

/** As published (Silver et al. 2016, "Policy network: reinforcement learning"), in its first pass. */
const ALPHAGO: ReinforceSettings = {
  ...USUAL_REINFORCE,
  board: 19,
  komi: 7.5,
  baseline: 'none',
  gamesPerUpdate: 128,
  updatesPerVersion: 500,
  optimiser: { type: 'sgd', momentum: 0 },
  rate: 1e-3,
  tests: { updates: 500, games: 100 },
};

/** Settings by name; docs/alphago-pipeline.md says what each is for. */
export const REINFORCE_PRESETS = {
  usual: USUAL_REINFORCE,
  alphago: ALPHAGO,
} as const satisfies Record<string, ReinforceSettings>;

export type ReinforcePresetName = keyof typeof REINFORCE_PRESETS;
