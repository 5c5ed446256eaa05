import { isDeepStrictEqual } from 'node:util';
import { fail, ok, type Result } from '../../engine/result.js';
import { readJson, writeJson } from './whole-file.js';

/**
 * Writes the settings of some work that begins in a folder; ERR_RUN_SETTINGS where it was begun with
 * others, which the message names.
 */
export function agreeOnSettings<T extends object>(
  folder: { readonly path: string; readonly settings: string },
  given: T,
  parse: (json: unknown) => Result<T>,
): Result<void> {
  const json = readJson(folder.settings);
  if (!json.ok) {
    return json.error.code === 'ERR_FILE_MISSING' ? writeJson(folder.settings, given) : json;
  }
  const kept = parse(json.value);
  if (!kept.ok) return kept;
  const names = (Object.keys(given) as (string & keyof T)[]).filter(
    (name) => !isDeepStrictEqual(kept.value[name], given[name]),
  );
  if (names.length === 0) return ok(undefined);
  const remedy = 'go on without these options, or begin anew in another folder with --out DIR';
  const message = `what is in ${folder.path} was begun with other settings (${names.join(', ')})`;
  return fail('ERR_RUN_SETTINGS', `${message}: ${remedy}`);
}
