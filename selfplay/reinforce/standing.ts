import * as v from 'valibot';
import { Random } from '../../engine/random.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { makeTrainingState, readTrainingState } from '../../network/files/training-state.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { readIfThere } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';
import type { ReinforceSettings } from './settings.js';

const NOTES = v.object({
  games: v.number(),
  seconds: v.number(),
  means: v.record(v.string(), v.number()),
});

/** Beside the weights: games and seconds so far, and the running mean outcome against each version. */
export type Notes = v.InferOutput<typeof NOTES>;

/** Where a training stands: with it, it goes on as if it had not stopped. */
export interface Standing {
  /** Updates made. */
  readonly update: number;
  readonly slots: Tensors;
  readonly notes: Notes;
}

/** Reads where a training stands; undefined where no update was made. */
export function readStanding(path: string): Result<Standing | undefined> {
  const bytes = readIfThere(path);
  if (bytes.length === 0) return ok(undefined);
  const state = readTrainingState(bytes, path);
  if (!state.ok) return state;
  const { step: update, slots, progress } = state.value;
  const notes = v.safeParse(NOTES, progress);
  if (notes.success) return ok({ update, slots, notes: notes.output });
  return fail('ERR_RUN_STATE', `${path} is no state of a policy gradient: use another folder`);
}

/** Keeps where a training stands. @throws RangeError where a weight is no longer a number. */
export function writeStanding(
  path: string,
  { update, slots, notes }: Standing,
  { seed, optimiser, clipNorm, rate }: ReinforceSettings,
): Result<void> {
  const state = makeTrainingState({
    step: update,
    slots,
    random: new Random(seed).state, // each game draws from the seed and its number
    settings: { ...ALPHAGO_ZERO_TRAINING, optimiser, clipNorm },
    schedule: [{ from: 0, rate }],
    network: '',
    progress: notes,
  });
  return writeWhole(path, state);
}
