import * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { object, oneOf, positive, real, share, whole } from '../settings/schema-parts.js';
import { readSettings, type SettingsFailure } from '../settings/read-settings.js';
import { OPTIMISER } from '../settings/training-schema.js';
import { BASELINES, type ReinforceSettings } from './settings.js';

const SETTINGS: v.GenericSchema<unknown, ReinforceSettings> = object({
  seed: whole({ min: 0, max: 2 ** 32 - 1 }),
  board: whole({ min: 2, max: 25 }),
  rules: oneOf(Object.keys(RULE_PRESETS) as RulePreset[]),
  komi: real({ min: -1000, max: 1000 }),
  baseline: oneOf(BASELINES),
  gamesPerUpdate: whole({ min: 2, max: 100_000 }),
  updatesPerVersion: whole(),
  longestGame: positive(100),
  optimiser: OPTIMISER,
  rate: positive(),
  clipNorm: v.nullable(positive()),
  meanDecay: share(),
  updatesPerMeasurement: whole(),
  tests: object({ updates: whole(), games: whole({ min: 2, max: 100_000 }) }),
});

/** Reads settings from JSON. ERR_SETTINGS names the first one that is wrong and what is allowed. */
export function parseReinforceSettings(json: unknown): Result<ReinforceSettings, SettingsFailure> {
  return readSettings(SETTINGS, json);
}
