import * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { parseContestant } from '../match/parse-contestant.js';
import { networkSchema } from './network-schema.js';
import { readSettings, type SettingsFailure } from './read-settings.js';
import type { RunSettings } from './run-settings.js';
import {
  between0And1,
  list,
  notNegative,
  object,
  oneOf,
  positive,
  real,
  share,
  text,
  whole,
} from './schema-parts.js';
import { SEARCH } from './search-schema.js';
import { SCHEDULE, TRAINING } from './training-schema.js';

const HALVES = 'must be a whole number of points, or a half more';

const KOMI = object({
  usual: v.pipe(
    real({ min: -1000, max: 1000 }),
    v.check((komi) => Number.isInteger(2 * komi), HALVES),
  ),
  varied: share(),
  deviation: notNegative(),
});

const NETWORK = networkSchema(({ policy, value }) =>
  policy !== undefined && value !== undefined
    ? undefined
    : 'must have the heads policy and value, or nothing could search with it',
);

const PLAY = object({
  gamesAtOnce: whole({ min: 1, max: 4096 }),
  search: SEARCH,
  symmetry: oneOf(['none', 'random']),
  visits: whole({ min: 2, max: 1e6 }),
  fastVisits: whole({ min: 2, max: 1e6 }),
  fullShare: positive(1),
  noise: v.nullable(object({ alpha: positive(), weight: share() })),
  temperature: object({ moves: whole({ min: 0, max: 1e6 }), value: notNegative() }),
  openingMoves: notNegative(),
  longestGame: positive(100),
});

const BOOTSTRAP = object({
  games: whole(),
  search: SEARCH,
  visits: whole({ min: 2, max: 1e6 }),
});

const LEARNING = object({
  training: TRAINING,
  schedule: SCHEDULE,
  batch: whole({ min: 1, max: 65_536 }),
  samplesPerPosition: positive(),
  gamesBeforeFirst: whole(),
  gamesPerCandidate: whole(),
  window: object({
    smallest: whole(),
    largest: whole(),
    growth: notNegative(),
    exponent: positive(),
  }),
  valueFromSearch: share(),
});

const GATE = object({
  kind: oneOf(['fixed', 'sprt']),
  games: whole({ min: 1, max: 100_000 }),
  threshold: between0And1(),
  visits: whole(),
});

const ANCHOR = v.pipe(
  text('a contestant'),
  v.check((name) => parseContestant(name).ok, 'must be random, uct:PLAYOUTS, or a GTP command'),
);

const RATING = object({
  visits: whole(),
  games: whole({ min: 0, max: 100_000 }),
  anchors: list(ANCHOR, 'contestants, such as ["random", "uct:1000"]'),
});

const SETTINGS: v.GenericSchema<unknown, RunSettings> = object({
  preset: text('a name'),
  seed: whole({ min: 0, max: 2 ** 32 - 1 }),
  board: whole({ min: 2, max: 25 }),
  rules: oneOf(Object.keys(RULE_PRESETS) as RulePreset[]),
  komi: KOMI,
  network: NETWORK,
  play: PLAY,
  bootstrap: v.nullable(BOOTSTRAP),
  resignation: object({ playedOut: share(), falsePositives: share() }),
  learning: LEARNING,
  gate: v.nullable(GATE),
  rating: RATING,
});

/**
 * Reads the settings of a run from JSON. Nothing unknown is let through; what may be left out (in the
 * search, the optimiser and the network's specification) is filled in. ERR_SETTINGS names the first
 * setting that is wrong and what is allowed there.
 */
export function parseSettings(json: unknown): Result<RunSettings, SettingsFailure> {
  return readSettings(SETTINGS, json);
}
