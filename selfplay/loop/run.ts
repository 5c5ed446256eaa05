import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { weightsOf } from '../../network/files/saved-network.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import type { Damage } from '../disk/damage.js';
import type { DiskFailure } from '../disk/failure.js';
import { readJson, writeJson, writeWhole } from '../disk/whole-file.js';
import { RecordFiles } from '../records/record-files.js';
import { networkPath, prepareRunFolder, runFolder, type RunFolder } from '../run/folder.js';
import { lockRun, type RunLock } from '../run/lock.js';
import { findOutstanding, type Outstanding } from '../run/outstanding.js';
import { parseSettings } from '../settings/parse-settings.js';
import type { RunSettings } from '../settings/run-settings.js';
import { readState, writeState, type RunState } from './run-state.js';

/** A run on disk that this process has to itself. */
export class Run {
  private constructor(
    readonly folder: RunFolder,
    readonly settings: RunSettings,
    readonly records: RecordFiles,
    /** What had been begun when the run was opened. */
    readonly outstanding: Outstanding,
    private known: RunState,
    private readonly lock: RunLock,
  ) {}

  /**
   * Opens the run in a folder, or begins one there with these settings, which may be left out for a
   * run that has begun. Failures: ERR_RUN_LOCKED, ERR_RUN_SETTINGS where it was begun with others,
   * ERR_RUN_MISSING, ERR_RUN_STATE, and those of the disk.
   */
  static open(
    path: string,
    settings: RunSettings | undefined,
    onDamage: (damage: Damage) => void,
  ): Result<Run> {
    const folder = runFolder(path);
    if (settings === undefined && !existsSync(folder.settings)) {
      return fail('ERR_RUN_MISSING', `there is no run in ${path}: begin one with --preset`);
    }
    const lock = lockRun(path);
    if (!lock.ok) return lock;
    const run = openLocked(folder, settings, onDamage);
    if (!run.ok) {
      lock.value.release();
      return run;
    }
    const { agreed, records, state } = run.value;
    const outstanding = findOutstanding(folder.flight, records, onDamage);
    return ok(new Run(folder, agreed, records, outstanding, state, lock.value));
  }

  get state(): RunState {
    return this.known;
  }

  /** Changes the state, on disk first. */
  setState(change: Partial<RunState>): Result<void, DiskFailure> {
    const state = { ...this.known, ...change };
    const written = writeState(this.folder.state, state);
    if (written.ok) this.known = state;
    return written;
  }

  get board(): Board {
    return Board.of(this.settings.board, this.settings.board);
  }

  close(): void {
    this.records.close();
    this.lock.release();
  }
}

interface Opened {
  readonly agreed: RunSettings;
  readonly records: RecordFiles;
  readonly state: RunState;
}

function openLocked(
  folder: RunFolder,
  settings: RunSettings | undefined,
  onDamage: (damage: Damage) => void,
): Result<Opened> {
  const prepared = prepareRunFolder(folder);
  if (!prepared.ok) return prepared;
  const agreed = agreeOn(folder, settings);
  if (!agreed.ok) return agreed;
  const begun = makeFirstNetwork(folder, agreed.value);
  if (!begun.ok) return begun;
  const state = readState(folder.state);
  if (!state.ok) return state;
  const records = RecordFiles.open(folder.games, onDamage);
  if (!records.ok) return records;
  return ok({ agreed: agreed.value, records: records.value, state: state.value });
}

/** The settings of the run, which are those that it was begun with. */
function agreeOn(folder: RunFolder, given: RunSettings | undefined): Result<RunSettings> {
  const json = readJson(folder.settings);
  if (json.ok) {
    const kept = parseSettings(json.value);
    if (!kept.ok) return kept;
    if (given === undefined || isSame(kept.value, given)) return kept;
    return fail('ERR_RUN_SETTINGS', otherSettings(folder.path, kept.value, given));
  }
  if (json.error.code !== 'ERR_FILE_MISSING') return json;
  if (given === undefined) return fail('ERR_RUN_MISSING', `there is no run in ${folder.path}`);
  const written = writeJson(folder.settings, given);
  return written.ok ? ok(given) : written;
}

function otherSettings(path: string, kept: RunSettings, given: RunSettings): string {
  const names = (Object.keys(given) as (keyof RunSettings)[]).filter(
    (name) => !isSame(kept[name], given[name]),
  );
  const remedy = 'go on without these options, or begin another run with --run DIR';
  return `the run in ${path} was begun with other settings (${names.join(', ')}): ${remedy}`;
}

function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

/** Network 0, which knows nothing. */
function makeFirstNetwork(folder: RunFolder, settings: RunSettings): Result<void> {
  const path = networkPath(folder, 0);
  if (existsSync(path)) return ok(undefined);
  const { board, network, seed } = settings;
  const size = { width: board, height: board };
  const { spec, planes } = network;
  const weights = initialiseWeights(weightsOf(spec, size), new Random(seed));
  return writeWhole(
    path,
    makeNetworkFile({
      spec,
      planes,
      valueView: 'side-to-move',
      boards: [size],
      weights,
      history: {},
    }),
  );
}
