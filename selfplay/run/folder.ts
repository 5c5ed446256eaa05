import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { removeUnfinished } from '../disk/whole-file.js';

/** Where everything of a run lies within its folder. */
export interface RunFolder {
  readonly path: string;
  /** The settings of the run, as JSON: written when it begins, the same ever after. */
  readonly settings: string;
  /** How far the loop has come, as JSON. */
  readonly state: string;
  /** A folder of network files. */
  readonly networks: string;
  /** A folder of the learner's state. */
  readonly training: string;
  /** A folder of recorded games: see RecordFiles. */
  readonly games: string;
  /** A folder of games in flight: see FlightLog. */
  readonly flight: string;
  /** A folder of the games of matches, a file of JSON lines for each match. */
  readonly matches: string;
  /** Files of JSON lines. */
  readonly gates: string;
  readonly ratings: string;
  readonly metrics: string;
}

/** The layout of a run in that folder, which need not be there. */
export function runFolder(path: string): RunFolder {
  return {
    path,
    settings: join(path, 'settings.json'),
    state: join(path, 'state.json'),
    networks: join(path, 'networks'),
    training: join(path, 'training'),
    games: join(path, 'games'),
    flight: join(path, 'flight'),
    matches: join(path, 'matches'),
    gates: join(path, 'gates.jsonl'),
    ratings: join(path, 'ratings.jsonl'),
    metrics: join(path, 'metrics.jsonl'),
  };
}

/** The file of a network by its number in the run. */
export function networkPath({ networks }: RunFolder, number: number): string {
  return join(networks, `${String(number).padStart(4, '0')}.onnx`);
}

/**
 * Makes the folders of a run that are not there, and removes files that a process killed while
 * writing left unfinished. For the one process that has the run's lock.
 */
export function prepareRunFolder(run: RunFolder): Result<void, DiskFailure> {
  return onDisk(run.path, () => {
    const folders = [run.path, run.networks, run.training, run.games, run.flight, run.matches];
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      removeUnfinished(folder);
    }
  });
}
