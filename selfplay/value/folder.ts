import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { removeUnfinished } from '../disk/whole-file.js';

/** Where everything of a value network's making lies within its folder. */
export interface ValueFolder {
  readonly path: string;
  /** The settings, as JSON: written when it begins, the same ever after. */
  readonly settings: string;
  /** Which networks it began with, as JSON: see agreeOnInputs. */
  readonly inputs: string;
  /** The positions and outcomes: see SampleFile. */
  readonly samples: string;
  /** Where the training stands. */
  readonly state: string;
  /** The errors as it learns, a line of JSON for each check. */
  readonly curve: string;
  /** The value network. */
  readonly network: string;
  /** Its errors at the end, beside those of rollouts, as JSON. */
  readonly errors: string;
}

/** The layout of a folder, which need not be there. */
export function valueFolder(path: string): ValueFolder {
  return {
    path,
    settings: join(path, 'settings.json'),
    inputs: join(path, 'inputs.json'),
    samples: join(path, 'samples.frames'),
    state: join(path, 'state.training'),
    curve: join(path, 'curve.jsonl'),
    network: join(path, 'value.onnx'),
    errors: join(path, 'errors.json'),
  };
}

/** Makes the folder if it is not there, and removes what a killed process left unfinished. */
export function prepareValueFolder({ path }: ValueFolder): Result<void, DiskFailure> {
  return onDisk(path, () => {
    mkdirSync(path, { recursive: true });
    removeUnfinished(path);
  });
}
