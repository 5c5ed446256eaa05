import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../engine/result.js';
import { readJson } from '../disk/whole-file.js';
import { runFolder } from '../run/folder.js';
import { settingsForBoard } from '../settings/for-board.js';
import { applyOverride, mergeSettings, parseOverride } from '../settings/overrides.js';
import { parseSettings } from '../settings/parse-settings.js';
import { PRESETS, type PresetName } from '../settings/presets.js';
import type { RunSettings } from '../settings/run-settings.js';

/** The options that decide what a run is; all of them may be left out. */
export interface SettingsOptions {
  readonly preset?: PresetName;
  readonly run?: string;
  readonly board?: number;
  readonly seed?: number;
  readonly config?: string;
  readonly set?: readonly string[];
  /** False for --no-gate. */
  readonly gate: boolean;
}

/** The run that options mean. */
export interface ChosenRun {
  readonly path: string;
  readonly settings: RunSettings;
}

const USUAL_PRESET: PresetName = 'laptop-9x9';

/**
 * The run's folder and settings: a preset's, or those of the run that is there already if no preset
 * is named, with what other options change. ERR_SETTINGS, or as of the files.
 */
export function chooseRun(options: SettingsOptions): Result<ChosenRun> {
  const base = baseOf(options);
  if (!base.ok) return base;
  const settings = changed(base.value, options);
  if (!settings.ok) return settings;
  return ok({ path: pathOf(options, settings.value), settings: settings.value });
}

function pathOf({ run }: SettingsOptions, { preset }: RunSettings): string {
  return run ?? join('runs', preset);
}

function baseOf({ preset, run }: SettingsOptions): Result<RunSettings> {
  if (preset !== undefined) return ok(PRESETS[preset]);
  const kept = runFolder(run ?? join('runs', USUAL_PRESET)).settings;
  if (!existsSync(kept)) return ok(PRESETS[USUAL_PRESET]);
  const json = readJson(kept);
  return json.ok ? parseSettings(json.value) : json;
}

function changed(
  base: RunSettings,
  { config, board, set = [], seed, gate }: SettingsOptions,
): Result<RunSettings> {
  const configured = config === undefined ? ok(base) : withFile(base, config);
  if (!configured.ok) return configured;
  let json: unknown = settingsForBoard(configured.value, board ?? configured.value.board);
  for (const text of set) {
    const override = parseOverride(text);
    if (!override.ok) return override;
    json = applyOverride(json, override.value);
  }
  const last = { ...(seed === undefined ? {} : { seed }), ...(gate ? {} : { gate: null }) };
  return parseSettings(mergeSettings(json, last));
}

function withFile(base: RunSettings, file: string): Result<RunSettings> {
  const json = readJson(file);
  if (!json.ok) return json;
  const settings = parseSettings(mergeSettings(base, json.value));
  return settings.ok ? settings : fail('ERR_SETTINGS', `${file}: ${settings.error.message}`);
}
