import * as v from 'valibot';
import { fail, ok, type Result } from '../../engine/result.js';
import { readLines } from '../disk/json-lines.js';
import { readJson } from '../disk/whole-file.js';
import { readState, type RunState } from '../loop/run-state.js';
import { runFolder, type RunFolder } from '../run/folder.js';
import { parseSettings } from '../settings/parse-settings.js';
import type { RunSettings } from '../settings/run-settings.js';

/** A run on disk that is only looked at; it may be going on. */
export interface KnownRun {
  readonly folder: RunFolder;
  readonly settings: RunSettings;
  readonly state: RunState;
}

/** Reads what a run is and how far it has come. ERR_RUN_MISSING, or as of its files. */
export function readRun(path: string): Result<KnownRun> {
  const folder = runFolder(path);
  const json = readJson(folder.settings);
  if (!json.ok && json.error.code === 'ERR_FILE_MISSING') {
    return fail('ERR_RUN_MISSING', `there is no run in ${path}: name the folder of one`);
  }
  const settings = json.ok ? parseSettings(json.value) : json;
  if (!settings.ok) return settings;
  const state = readState(folder.state);
  return state.ok ? ok({ folder, settings: settings.value, state: state.value }) : state;
}

const BOUNDS = v.object({ lower: v.number(), upper: v.number(), llr: v.number() });

const GATE_LINE = v.object({
  candidate: v.number(),
  champion: v.number(),
  games: v.number(),
  wins: v.number(),
  draws: v.number(),
  losses: v.number(),
  share: v.number(),
  sequential: v.exactOptional(BOUNDS),
  verdict: v.exactOptional(v.picklist(['promote', 'reject'])),
});

/** A gate as the run's table has it; candidates and champions by their numbers. */
export type GateLine = v.InferOutput<typeof GATE_LINE>;

/** The gates of a run, in order of time. */
export function readGates({ gates }: RunFolder): GateLine[] {
  return linesOf(gates, GATE_LINE);
}

/** The lines of a file that are what they should be. */
export function linesOf<T>(path: string, schema: v.GenericSchema<unknown, T>): T[] {
  return readLines(path).values.flatMap((value) => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? [parsed.output] : [];
  });
}

/** How many games the run had recorded when a network was to be made, as far as it is known. */
export function gamesAt({ folder, state }: KnownRun, network: number): number {
  const gate = readGates(folder).find(({ candidate }) => candidate === network);
  return network === 0 ? 0 : (gate?.games ?? state.games);
}
