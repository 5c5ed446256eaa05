import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { removeUnfinished } from '../disk/whole-file.js';

/** Where everything of a training lies within its folder. */
export interface TrainingFolder {
  readonly path: string;
  /** The settings, as JSON: written when it begins, the same ever after. */
  readonly settings: string;
  /** The games in compact form; made again where it is missing. */
  readonly games: string;
  /** Where the training stands. */
  readonly state: string;
  /** The learning curve, a line of JSON for each check. */
  readonly curve: string;
  /** The best network so far. */
  readonly best: string;
}

/** The layout of a training in that folder, which need not be there. */
export function trainingFolder(path: string): TrainingFolder {
  return {
    path,
    settings: join(path, 'settings.json'),
    games: join(path, 'games.corpus'),
    state: join(path, 'state.training'),
    curve: join(path, 'curve.jsonl'),
    best: join(path, 'best.onnx'),
  };
}

/** Makes the folder if it is not there, and removes what a process that was killed left unfinished. */
export function prepareTrainingFolder({ path }: TrainingFolder): Result<void, DiskFailure> {
  return onDisk(path, () => {
    mkdirSync(path, { recursive: true });
    removeUnfinished(path);
  });
}
