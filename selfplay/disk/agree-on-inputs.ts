import * as v from 'valibot';
import { fail, ok, type Result } from '../../engine/result.js';
import { fileHash } from './file-hash.js';
import { readJson, writeJson } from './whole-file.js';

const INPUTS = v.record(v.string(), v.object({ file: v.string(), sha256: v.string() }));

/** Files by the options that name them. */
export type InputFiles = Readonly<Record<string, string>>;

/**
 * Writes down by hashes which files some work begins with in a folder; ERR_RUN_SETTINGS where it was
 * begun with others, which the message names. A file may have been moved, if it holds the same.
 */
export function agreeOnInputs(
  folder: { readonly path: string; readonly inputs: string },
  files: InputFiles,
): Result<void> {
  const given: Partial<v.InferOutput<typeof INPUTS>> = {};
  for (const [option, file] of Object.entries(files)) {
    const hash = fileHash(file);
    if (!hash.ok) return hash;
    given[option] = { file, sha256: hash.value };
  }
  const json = readJson(folder.inputs);
  if (!json.ok) {
    return json.error.code === 'ERR_FILE_MISSING' ? writeJson(folder.inputs, given) : json;
  }
  const kept = v.safeParse(INPUTS, json.value);
  if (!kept.success) {
    return fail(
      'ERR_FILE_JSON',
      `${folder.inputs} holds something else: bring it back from a copy`,
    );
  }
  const before: Partial<typeof kept.output> = kept.output;
  const options = Object.keys({ ...before, ...given });
  const other = options.find((option) => before[option]?.sha256 !== given[option]?.sha256);
  return other === undefined ? ok(undefined) : refuse(folder.path, other, before[other]?.file);
}

function refuse(path: string, option: string, file: string | undefined): Result<never> {
  const before = file === undefined ? `no ${option}` : `${option} ${file} as that was then`;
  const remedy = 'give the same files, or begin anew in another folder with --out DIR';
  const message = `what is in ${path} was begun with ${before}, which is not what is given now`;
  return fail('ERR_RUN_SETTINGS', `${message}: ${remedy}`);
}
