import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import type { History } from '../../network/files/history.js';
import { makeNetworkFile, readNetworkFile } from '../../network/files/network-file.js';
import type { LoadedNetwork } from '../../network/files/network-file.js';
import { makeTrainingState, readTrainingState } from '../../network/files/training-state.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import type { Progress } from '../../network/training/trainer.js';
import { readIfThere } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';
import { fullTurnsOf } from '../records/record-file.js';
import { RecordFiles } from '../records/record-files.js';
import { networkPath, type RunFolder } from '../run/folder.js';
import type { RunSettings } from '../settings/run-settings.js';
import { learn } from './learner.js';
import type { LessonReport } from './reporter.js';
import { windowSize } from './window-size.js';
import { ReplayWindow } from './window.js';

/** A candidate that is to be made. */
export interface LearnTask {
  readonly folder: RunFolder;
  readonly settings: RunSettings;
  /** The number of the network to be written. */
  readonly number: number;
  /** The step at which the lesson ends, counted from the beginning of the run. */
  readonly until: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  /** One word, not 0 when the lesson is to be left; what was learnt is kept. */
  readonly stop: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** How often what was learnt is kept, in steps: some minutes on a slow machine. */
const KEEP_EVERY = 500;

/**
 * Makes a candidate: goes on with training from where it stands to a step, keeps where it stands then
 * and writes the network. Tells of the lesson as it goes. Does nothing that was done before.
 * @returns whether the network is written: not if the lesson was left.
 * @throws Error where training diverges, or a device or the disk fails.
 */
export async function makeCandidate(task: LearnTask): Promise<boolean> {
  try {
    const stop = new Int32Array(task.stop);
    const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
    const window = openWindow(task);
    const start = networkAt(networkPath(task.folder, 0));
    for (;;) {
      const from = readProgress(task);
      const left = task.until - (from?.step ?? 0);
      const steps = Math.min(left, KEEP_EVERY);
      await lesson(task, window, start, from, steps, isStopped);
      if (isStopped()) return false;
      if (steps === left) return true;
    }
  } finally {
    task.port.close();
  }
}

async function lesson(
  task: LearnTask,
  window: ReplayWindow,
  start: LoadedNetwork,
  from: Progress | undefined,
  steps: number,
  stop: () => boolean,
): Promise<void> {
  const { settings, device, threads, port } = task;
  const { spec, planes } = settings.network;
  const learnt = unwrap(
    await learn(
      {
        spec,
        planes,
        settings: settings.learning,
        seed: settings.seed,
        from: from ?? { weights: start.weights },
        history: historyOf(task, start, from),
        window,
        steps,
        device,
        threads,
      },
      {
        onReport: (report: LessonReport) => {
          port.postMessage(report);
        },
        stop,
      },
    ),
  );
  unwrap(writeWhole(networkPath(task.folder, task.number), makeNetworkFile(learnt.network)));
  keepProgress(task, learnt.progress);
}

/** The games that are learnt from, read from the run's records. */
function openWindow({ folder, settings }: LearnTask): ReplayWindow {
  const records = unwrap(RecordFiles.open(folder.games, () => undefined)); // told by the main thread
  const { games, fullTurns } = records;
  const newest = records.readNewest(windowSize(settings.learning.window, fullTurns));
  const positions = newest.reduce((sum, game) => sum + fullTurnsOf(game), 0);
  const before = { games: games - newest.length, positions: fullTurns - positions };
  const board = Board.of(settings.board, settings.board);
  const window = new ReplayWindow(board, settings.learning.window, before);
  for (const game of newest) window.add(game);
  return window;
}

function networkAt(path: string): LoadedNetwork {
  return unwrap(readNetworkFile(readFileSync(path), path));
}

function historyOf(
  { folder, settings, number }: LearnTask,
  start: LoadedNetwork,
  from: Progress | undefined,
): History {
  const steps = from?.step ?? 0;
  const samples = steps * settings.learning.batch;
  return {
    ...start.history,
    parent: start.hash,
    run: basename(folder.path),
    number,
    steps,
    samples,
  };
}

/** Where the training of a run stands; undefined where no step has been made. */
function readProgress({ folder }: LearnTask): Progress | undefined {
  const path = statePath(folder);
  const bytes = readIfThere(path);
  return bytes.length === 0 ? undefined : unwrap(readTrainingState(bytes, path));
}

function keepProgress({ folder, settings }: LearnTask, progress: Progress): void {
  const { training, schedule } = settings.learning;
  const { state: random } = new Random(settings.seed); // each step draws from the seed and its number
  const state = { ...progress, random, settings: training, schedule, network: '', progress: {} };
  unwrap(writeWhole(statePath(folder), makeTrainingState(state)));
}

function statePath({ training }: RunFolder): string {
  return join(training, 'state.training');
}
