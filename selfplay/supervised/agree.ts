import { isDeepStrictEqual } from 'node:util';
import { fail, ok, type Result } from '../../engine/result.js';
import { readJson, writeJson } from '../disk/whole-file.js';
import type { TrainingFolder } from './folder.js';
import { parseSupervisedSettings } from './parse-settings.js';
import type { SupervisedSettings } from './settings.js';

/** Writes the settings of a training that begins; ERR_RUN_SETTINGS where it was begun with others. */
export function agreeOnSettings(
  { path, settings: file }: TrainingFolder,
  given: SupervisedSettings,
): Result<void> {
  const json = readJson(file);
  if (!json.ok) return json.error.code === 'ERR_FILE_MISSING' ? writeJson(file, given) : json;
  const kept = parseSupervisedSettings(json.value);
  if (!kept.ok) return kept;
  const names = (Object.keys(given) as (keyof SupervisedSettings)[]).filter(
    (name) => !isDeepStrictEqual(kept.value[name], given[name]),
  );
  if (names.length === 0) return ok(undefined);
  const remedy = 'go on without these options, or begin another training with --out DIR';
  const message = `the training in ${path} was begun with other settings (${names.join(', ')})`;
  return fail('ERR_RUN_SETTINGS', `${message}: ${remedy}`);
}
