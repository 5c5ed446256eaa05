import * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import {
  notNegative,
  object,
  oneOf,
  positive,
  real,
  share,
  text,
  whole,
} from '../settings/schema-parts.js';
import { networkSchema } from '../settings/network-schema.js';
import { readSettings, type SettingsFailure } from '../settings/read-settings.js';
import { TRAINING } from '../settings/training-schema.js';
import type { SupervisedSettings } from './settings.js';

const NETWORK = networkSchema(({ policy, ownership, score }) => {
  if (policy === undefined) return 'must have the head policy';
  return ownership === undefined && score === undefined
    ? undefined
    : 'may have no heads but policy and value: few games tell owners and margin';
});

const SPLIT = v.pipe(
  object({ validation: share(), test: share() }),
  v.check(({ validation, test }) => validation + test < 1, 'must leave games to learn from'),
);

const SETTINGS: v.GenericSchema<unknown, SupervisedSettings> = object({
  preset: text('a name'),
  seed: whole({ min: 0, max: 2 ** 32 - 1 }),
  board: whole({ min: 2, max: 25 }),
  network: NETWORK,
  training: TRAINING,
  rate: object({
    peak: notNegative(),
    warmUp: whole({ min: 0, max: 1e9 }),
    end: positive(1),
    decay: oneOf(['cosine', 'exponential']),
  }),
  batch: whole({ min: 1, max: 65_536 }),
  hours: v.nullable(positive()),
  games: object({
    leastMoves: whole({ min: 1, max: 10_000 }),
    leastRank: v.nullable(real({ min: -99, max: 99 })),
  }),
  split: SPLIT,
  checks: object({
    count: whole({ min: 1, max: 100_000 }),
    positions: whole({ min: 1, max: 1e7 }),
    patience: v.nullable(whole()),
  }),
});

/** Reads settings from JSON. ERR_SETTINGS names the first one that is wrong and what is allowed. */
export function parseSupervisedSettings(
  json: unknown,
): Result<SupervisedSettings, SettingsFailure> {
  return readSettings(SETTINGS, json);
}
