import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { isMissing, isSystemError, onDisk, type DiskFailure } from './failure.js';

/** How a file is called while it is being written. */
const UNFINISHED = '.unfinished';

/**
 * Writes a file so that, whatever happens, it is either the old one or the new one, whole: under
 * another name beside it, onto the disk, then renamed. For one writer at a time.
 */
export function writeWhole(path: string, content: Uint8Array | string): Result<void, DiskFailure> {
  const unfinished = path + UNFINISHED;
  const written = onDisk(path, () => {
    writeDurably(unfinished, content);
    renameSync(unfinished, path);
    syncFolder(dirname(path));
  });
  if (!written.ok)
    onDisk(unfinished, () => {
      rmSync(unfinished, { force: true });
    });
  return written;
}

function writeDurably(path: string, content: Uint8Array | string): void {
  const descriptor = openSync(path, 'w');
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the names in a folder survive a power cut, where the system can do that to a folder. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error; // Windows opens no folders, some file systems sync none
  }
}

/** Removes what a process that was killed left unfinished. */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(UNFINISHED)) rmSync(join(folder, name), { force: true });
  }
}

export type JsonFailure = Failure<'ERR_FILE_MISSING' | 'ERR_FILE_JSON'>;

/** Writes a value as JSON, whole. */
export function writeJson(path: string, value: unknown): Result<void, DiskFailure> {
  return writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Reads a file of JSON. `ERR_FILE_MISSING` if there is none, `ERR_FILE_JSON` if it is something else. */
export function readJson(path: string): Result<unknown, JsonFailure> {
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')) as unknown);
  } catch (error) {
    if (isMissing(error)) return fail('ERR_FILE_MISSING', `${path}: there is no such file`);
    if (!(error instanceof SyntaxError)) throw error;
    const remedy = 'put it right, or bring it back from a copy';
    return fail('ERR_FILE_JSON', `${path} is not JSON (${error.message}): ${remedy}`);
  }
}
