import { GUMBEL_SETTINGS, PUCT_SETTINGS } from '../../engine/search/settings.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { mergeSettings } from '../../selfplay/settings/overrides.js';
import type { RunSettings } from '../../selfplay/settings/run-settings.js';

/**
 * The preset that is varied. All promote every candidate, so that nothing but learning takes time, and
 * make one often, so that little is lost when time is over.
 */
export const BASE = {
  ...PRESETS['laptop-9x9'],
  learning: { ...PRESETS['laptop-9x9'].learning, gamesPerCandidate: 100 },
  gate: null,
  rating: { ...PRESETS['laptop-9x9'].rating, games: 0 },
} satisfies RunSettings;

/** The trunk of the preset with other sizes. */
function trunk(blocks: number, filters: number): unknown {
  const half = Math.floor(blocks / 2);
  const { spec } = BASE.network;
  const [, pooling] = spec.trunk;
  const residual = (count: number): unknown => ({ type: 'residual', count });
  return {
    network: {
      spec: {
        stem: { ...spec.stem, filters },
        trunk: [residual(half), pooling, residual(blocks - half - 1)],
      },
    },
  };
}

function visits(full: number, fast = full, fullShare = 1): unknown {
  return { play: { visits: full, fastVisits: fast, fullShare } };
}

/** How AlphaGo Zero explores, with KataGo's additions. */
const PUCT = {
  play: {
    search: { ...PUCT_SETTINGS, forcedPlayouts: 2, rootTemperature: 1.1, pruneUseless: true },
    noise: { alpha: 0.13, weight: 0.25 },
    temperature: { moves: 12, value: 0.8 },
  },
};

/** What is tried, by name: what each changes of the preset. */
const CHANGES: Readonly<Record<string, unknown>> = {
  'the preset': {},
  'another seed': { seed: 2 },
  '16 visits': visits(16),
  '32 visits': visits(32),
  '64 visits': visits(64),
  '64 visits for a quarter of the moves, 12 for the others': visits(64, 12, 0.25),
  '32 visits, PUCT as in KataGo': { play: { ...PUCT.play, visits: 32, fastVisits: 32 } },
  'scale of Gumbel noise 0.5': { play: { search: { ...GUMBEL_SETTINGS, scale: 0.5 } } },
  'network 4×32': trunk(4, 32),
  'network 6×64': trunk(6, 64),
  'rate of learning 1e-3': { learning: { schedule: [{ from: 0, rate: 1e-3 }] } },
  'rate of learning 4e-3': { learning: { schedule: [{ from: 0, rate: 4e-3 }] } },
  '2 samples a position': { learning: { samplesPerPosition: 2 } },
  '8 samples a position': { learning: { samplesPerPosition: 8 } },
  'window of at most 20,000 positions': {
    learning: { window: { smallest: 20_000, largest: 20_000 } },
  },
  'value from the result alone': { learning: { valueFromSearch: 0 } },
};

/** The settings of each variant, by its name. */
export const VARIANTS: Readonly<Record<string, RunSettings>> = Object.fromEntries(
  Object.entries(CHANGES).map(([name, change]) => [
    name,
    mergeSettings(BASE, change) as RunSettings,
  ]),
);
