import * as v from 'valibot';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { readJson, writeJson } from '../disk/whole-file.js';
import type { DiskFailure } from '../disk/failure.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const SCHEMA = v.object({
  /** The network that plays, by its number. */
  champion: count,
  /** The newest network; 0 is the untrained one. */
  newest: count,
  /** Games that had been recorded when the newest one was to be made. */
  games: count,
  /** Steps at which the learner stands once the newest one is made. */
  steps: count,
  /** What is being done about the newest one. */
  phase: v.picklist(['learn', 'gate', 'rate', 'done']),
});

/** How far the loop has come; what else there is to know stands in the run's other files. */
export type RunState = Readonly<v.InferOutput<typeof SCHEMA>>;

/** A run that has only its untrained network. */
export const FIRST_STATE: RunState = { champion: 0, newest: 0, games: 0, steps: 0, phase: 'done' };

/** Reads a run's state. `ERR_RUN_STATE` where the file holds something else; the first one where there is none. */
export function readState(path: string): Result<RunState> {
  const json = readJson(path);
  if (!json.ok && json.error.code === 'ERR_FILE_MISSING') return ok(FIRST_STATE);
  const parsed = json.ok ? v.safeParse(SCHEMA, json.value) : undefined;
  if (parsed?.success) return ok(parsed.output);
  return refuse(path);
}

function refuse(path: string): { ok: false; error: Failure } {
  const remedy = 'restore it from a copy, or begin another run in a new folder';
  return fail('ERR_RUN_STATE', `${path} is not the state of a run: ${remedy}`);
}

export function writeState(path: string, state: RunState): Result<void, DiskFailure> {
  return writeJson(path, state);
}
