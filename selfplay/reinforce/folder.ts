import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { removeUnfinished } from '../disk/whole-file.js';

/** Where everything of a policy's training by reinforcement lies within its folder. */
export interface ReinforceFolder {
  readonly path: string;
  /** The settings, as JSON: written when it begins, the same ever after. */
  readonly settings: string;
  /** Which networks it began with, as JSON: see agreeOnInputs. */
  readonly inputs: string;
  /** Where the training stands. */
  readonly state: string;
  /** The learning curve, a line of JSON for each update. */
  readonly curve: string;
  /** The test matches against the starting network, a line of JSON for each. */
  readonly tests: string;
  /** A folder of the versions in the pool, `0000.onnx` the network that training began with. */
  readonly versions: string;
  /** A folder of the games of test matches, a file for each. */
  readonly matches: string;
  /** The network as it is now. */
  readonly latest: string;
}

/** The layout of a training in that folder, which need not be there. */
export function reinforceFolder(path: string): ReinforceFolder {
  return {
    path,
    settings: join(path, 'settings.json'),
    inputs: join(path, 'inputs.json'),
    state: join(path, 'state.training'),
    curve: join(path, 'curve.jsonl'),
    tests: join(path, 'tests.jsonl'),
    versions: join(path, 'versions'),
    matches: join(path, 'matches'),
    latest: join(path, 'latest.onnx'),
  };
}

/** The file of a version by its number in the pool. */
export function versionPath({ versions }: ReinforceFolder, version: number): string {
  return join(versions, `${String(version).padStart(4, '0')}.onnx`);
}

/** The games of the test match after so many updates. */
export function testMatchPath({ matches }: ReinforceFolder, update: number): string {
  return join(matches, `${String(update).padStart(6, '0')}.jsonl`);
}

/** Makes the folders that are not there, and removes what a killed process left unfinished. */
export function prepareReinforceFolder(folder: ReinforceFolder): Result<void, DiskFailure> {
  return onDisk(folder.path, () => {
    for (const path of [folder.path, folder.versions, folder.matches]) {
      mkdirSync(path, { recursive: true });
      removeUnfinished(path);
    }
  });
}
