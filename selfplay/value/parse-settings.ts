import type * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import {
  between0And1,
  notNegative,
  object,
  oneOf,
  positive,
  real,
  whole,
} from '../settings/schema-parts.js';
import { networkSchema } from '../settings/network-schema.js';
import { readSettings, type SettingsFailure } from '../settings/read-settings.js';
import { TRAINING } from '../settings/training-schema.js';
import type { ValueSettings } from './settings.js';

const NETWORK = networkSchema(({ value, ...others }) =>
  value !== undefined && Object.keys(others).length === 0
    ? undefined
    : 'must have the head value, and no other',
);

const SETTINGS: v.GenericSchema<unknown, ValueSettings> = object({
  seed: whole({ min: 0, max: 2 ** 32 - 1 }),
  board: whole({ min: 2, max: 25 }),
  rules: oneOf(Object.keys(RULE_PRESETS) as RulePreset[]),
  komi: real({ min: -1000, max: 1000 }),
  positions: whole({ min: 2, max: 1e9 }),
  latestMove: positive(10),
  longestGame: positive(100),
  testShare: between0And1(),
  network: NETWORK,
  start: oneOf(['new', 'policy']),
  training: TRAINING,
  rate: object({
    peak: notNegative(),
    warmUp: whole({ min: 0, max: 1e9 }),
    end: positive(1),
    decay: oneOf(['cosine', 'exponential']),
  }),
  batch: whole({ min: 1, max: 65_536 }),
  epochs: positive(),
  checks: whole({ min: 1, max: 100_000 }),
});

/** Reads settings from JSON. ERR_SETTINGS names the first one that is wrong and what is allowed. */
export function parseValueSettings(json: unknown): Result<ValueSettings, SettingsFailure> {
  return readSettings(SETTINGS, json);
}
