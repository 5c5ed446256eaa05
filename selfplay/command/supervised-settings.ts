import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../engine/result.js';
import { readJson } from '../disk/whole-file.js';
import { applyOverride, mergeSettings, parseOverride } from '../settings/overrides.js';
import { trainingFolder } from '../supervised/folder.js';
import { parseSupervisedSettings } from '../supervised/parse-settings.js';
import { SUPERVISED_PRESETS, type SupervisedPresetName } from '../supervised/presets.js';
import type { SupervisedSettings } from '../supervised/settings.js';

/** The options that decide what a training is; all of them may be left out. */
export interface SupervisedChoice {
  readonly preset?: SupervisedPresetName;
  readonly out?: string;
  readonly board?: number;
  readonly seed?: number;
  readonly set?: readonly string[];
}

/** The training that options mean. */
export interface ChosenTraining {
  readonly path: string;
  readonly settings: SupervisedSettings;
}

export const USUAL_SUPERVISED: SupervisedPresetName = 'human-19x19';

/**
 * A training's folder and settings: a preset's, or those of the training that is there already if no
 * preset is named, with what other options change. ERR_SETTINGS, or as of the files.
 */
export function chooseTraining(choice: SupervisedChoice): Result<ChosenTraining> {
  const path = choice.out ?? join('runs', choice.preset ?? USUAL_SUPERVISED);
  const base = baseOf(choice.preset, path);
  if (!base.ok) return base;
  const settings = changed(base.value, choice);
  return settings.ok ? ok({ path, settings: settings.value }) : settings;
}

function baseOf(
  preset: SupervisedPresetName | undefined,
  path: string,
): Result<SupervisedSettings> {
  if (preset !== undefined) return ok(SUPERVISED_PRESETS[preset]);
  const kept = trainingFolder(path).settings;
  if (!existsSync(kept)) return ok(SUPERVISED_PRESETS[USUAL_SUPERVISED]);
  const json = readJson(kept);
  if (!json.ok) return json;
  const settings = parseSupervisedSettings(json.value);
  return settings.ok ? settings : fail('ERR_SETTINGS', `${kept}: ${settings.error.message}`);
}

function changed(
  base: SupervisedSettings,
  { board, seed, set = [] }: SupervisedChoice,
): Result<SupervisedSettings> {
  let json: unknown = base;
  for (const text of set) {
    const override = parseOverride(text);
    if (!override.ok) return override;
    json = applyOverride(json, override.value);
  }
  const last = {
    ...(board !== undefined && { board }),
    ...(seed !== undefined && { seed }),
  };
  return parseSupervisedSettings(mergeSettings(json, last));
}
