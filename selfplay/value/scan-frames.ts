import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { openIfThere } from '../disk/open-if-there.js';
import { readFrames, type Frame } from '../records/frame.js';

/** Longer than any frame that is looked for. */
const BLOCK = 1 << 22;

/**
 * Tells of every whole frame of a file of any size, a few megabytes in memory at a time; frames are
 * views that the next block overwrites, their offsets are of the file. Comes to where to write on, as
 * `readFrames` does; 0 where there is no file.
 */
export function scanFrames(
  path: string,
  onFrame: (frame: Frame) => void,
  blockBytes = BLOCK,
): Result<number, DiskFailure> {
  return onDisk(path, () => {
    const descriptor = openIfThere(path);
    if (descriptor === undefined) return 0;
    try {
      return scan(descriptor, path, onFrame, new Uint8Array(blockBytes));
    } finally {
      closeSync(descriptor);
    }
  });
}

function scan(
  descriptor: number,
  path: string,
  onFrame: (frame: Frame) => void,
  block: Uint8Array,
): number {
  const { size } = fstatSync(descriptor);
  for (let start = 0; ;) {
    const read = readSync(descriptor, block, 0, block.length, start);
    const { frames, end } = readFrames(block.subarray(0, read), path);
    for (const frame of frames) onFrame({ ...frame, offset: start + frame.offset });
    if (start + read >= size || read === 0) return start + end;
    // A frame that the block cuts is read whole with the next; a block without any is skipped.
    start += end > 0 ? end : read;
  }
}
