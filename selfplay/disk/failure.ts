import { dirname } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';

/** `FULL`: no room, by the disk, a quota or a limit on a file's size. `ERR_DISK`: anything else. */
export type DiskErrorCode = 'ERR_DISK_FULL' | 'ERR_DISK';

export type DiskFailure = Failure<DiskErrorCode>;

/** What the operating system calls a full disk, and in what words people know it. */
const FULL: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this disk is used up',
  EFBIG: 'the file would be larger than is allowed (ulimit -f)',
};

/** Does something to a file. What the operating system refuses becomes a failure that names it. */
export function onDisk<T>(path: string, action: () => T): Result<T, DiskFailure> {
  try {
    return ok(action());
  } catch (error) {
    return diskFailure(path, error);
  }
}

function diskFailure(path: string, error: unknown): Result<never, DiskFailure> {
  if (!isSystemError(error)) throw error;
  const { code } = error;
  if (!Object.hasOwn(FULL, code)) {
    return fail('ERR_DISK', `${path}: ${error.message}: check that this user may write there`);
  }
  const intact = `all that was written before is intact in ${dirname(path)}`;
  const remedy = 'make room, then give the same command again to go on';
  return fail('ERR_DISK_FULL', `${path}: ${FULL[code]} (${code}); ${intact}: ${remedy}`);
}

/** Whether the operating system refused something, and with which code. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Whether an action failed because there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && error.code === 'ENOENT';
}
