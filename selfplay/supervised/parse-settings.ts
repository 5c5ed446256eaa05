import * as v from 'valibot';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
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
import { TRAINING } from '../settings/training-schema.js';
import type { SupervisedSettings } from './settings.js';

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
): Result<SupervisedSettings, Failure<'ERR_SETTINGS'>> {
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
  const { policy, ownership, score } = spec.value.heads;
  if (policy === undefined) {
    addIssue({ message: 'must have the head policy' });
    return NEVER;
  }
  if (ownership === undefined && score === undefined) return spec.value;
  addIssue({ message: 'may have no heads but policy and value: few games tell owners and margin' });
  return NEVER;
}
