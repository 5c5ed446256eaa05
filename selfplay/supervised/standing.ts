import * as v from 'valibot';
import { Random } from '../../engine/random.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { makeTrainingState, readTrainingState } from '../../network/files/training-state.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { readIfThere } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';
import { NOTES, type Notes } from './notes.js';
import type { SupervisedSettings } from './settings.js';

/** Where a training stands: with it, it goes on as if it had not stopped. */
export interface Standing {
  readonly step: number;
  readonly slots: Tensors;
  readonly notes: Notes;
}

/** Reads where a training stands; undefined where it has not begun. */
export function readStanding(path: string): Result<Standing | undefined> {
  const bytes = readIfThere(path);
  if (bytes.length === 0) return ok(undefined);
  const state = readTrainingState(bytes, path);
  if (!state.ok) return state;
  const { step, slots, progress } = state.value;
  const notes = v.safeParse(NOTES, progress);
  if (notes.success) return ok({ step, slots, notes: notes.output });
  return fail('ERR_RUN_STATE', `${path} is no state of a supervised training: use another folder`);
}

/** Keeps where a training stands. @throws RangeError where a weight is no longer a number. */
export function writeStanding(
  path: string,
  { step, slots, notes }: Standing,
  settings: SupervisedSettings,
): Result<void> {
  const state = makeTrainingState({
    step,
    slots,
    random: new Random(settings.seed).state, // each step draws from the seed and its number
    settings: settings.training,
    schedule: [{ from: 0, rate: settings.rate.peak }],
    network: '',
    progress: notes,
  });
  return writeWhole(path, state);
}
