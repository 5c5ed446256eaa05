import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from './failure.js';

const BLOCK = 1 << 20;

/** The SHA-256 of what a file holds, in hexadecimal digits; files of any size. ERR_DISK. */
export function fileHash(path: string): Result<string, DiskFailure> {
  return onDisk(path, () => {
    const descriptor = openSync(path, 'r');
    try {
      const hash = createHash('sha256');
      const block = new Uint8Array(BLOCK);
      for (let read; (read = readSync(descriptor, block)) > 0;)
        hash.update(block.subarray(0, read));
      return hash.digest('hex');
    } finally {
      closeSync(descriptor);
    }
  });
}
