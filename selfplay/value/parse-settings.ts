import * as v from 'valibot';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
import {
  between0And1,
  notNegative,
  object,
  oneOf,
  positive,
  real,
  whole,
} from '../settings/schema-parts.js';
import { TRAINING } from '../settings/training-schema.js';
import type { ValueSettings } from './settings.js';

const NETWORK = v.pipe(
  object({
    planes: oneOf(Object.keys(PLANE_SETS) as PlaneSetName[]),
    spec: v.pipe(v.unknown(), v.rawTransform(readSpec)),
  }),
  v.check(
    ({ planes, spec }) => spec.inputPlanes === PLANE_SETS[planes].planes,
    'must have a spec with as many inputPlanes as its planes are',
  ),
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
export function parseValueSettings(json: unknown): Result<ValueSettings, Failure<'ERR_SETTINGS'>> {
  const parsed = v.safeParse(SETTINGS, json);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  return fail('ERR_SETTINGS', `${v.getDotPath(issue) ?? 'the settings'} ${issue.message}`);
}

function readSpec({
  dataset,
  addIssue,
  NEVER,
}: v.RawTransformContext<unknown>): NetworkSpec | typeof NEVER {
  const spec = parseNetworkSpec(dataset.value);
  if (!spec.ok) {
    addIssue({ message: `is no network: ${spec.error.message}` });
    return NEVER;
  }
  const { value, ...others } = spec.value.heads;
  if (value !== undefined && Object.keys(others).length === 0) return spec.value;
  addIssue({ message: 'must have the head value, and no other' });
  return NEVER;
}
