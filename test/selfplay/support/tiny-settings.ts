import { PLANE_SETS } from '../../../engine/planes/table.js';
import { PRESETS } from '../../../selfplay/settings/presets.js';
import type { RunSettings } from '../../../selfplay/settings/run-settings.js';

/** A run that takes seconds: 5×5, a network of one block of 8 filters, few visits and games. */
export const TINY: RunSettings = {
  ...PRESETS['tiny-5x5'],
  network: {
    planes: 'tengen',
    spec: {
      inputPlanes: PLANE_SETS.tengen.planes,
      normalisation: { type: 'batch' },
      stem: { kernel: 3, filters: 8 },
      trunk: [{ type: 'residual', count: 1 }],
      heads: {
        policy: { type: 'global-pooling', filters: 4 },
        value: { type: 'global-pooling', filters: 4, hidden: 8 },
      },
    },
  },
  play: { ...PRESETS['tiny-5x5'].play, gamesAtOnce: 8, visits: 6, fastVisits: 6 },
  learning: {
    ...PRESETS['tiny-5x5'].learning,
    batch: 32,
    samplesPerPosition: 0.5,
    gamesBeforeFirst: 10,
    gamesPerCandidate: 20,
  },
  gate: { kind: 'fixed', games: 10, threshold: 0.55, visits: 4 },
  rating: { visits: 4, games: 4, anchors: ['uct:10', 'random'] },
};
