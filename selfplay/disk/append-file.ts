import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  writeSync,
} from 'node:fs';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from './failure.js';

/** A file that grows at its end by whole pieces: what could not be written whole is cut off again. */
export class AppendFile {
  private constructor(
    readonly path: string,
    private readonly descriptor: number,
    private end: number,
  ) {}

  /** Opens a file, made if there is none, to write on from byte `end`; what follows there is cut off. */
  static open(path: string, end = Infinity): Result<AppendFile, DiskFailure> {
    return onDisk(path, () => {
      const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666);
      try {
        const { size } = fstatSync(descriptor);
        if (end < size) ftruncateSync(descriptor, end);
        return new AppendFile(path, descriptor, Math.min(end, size));
      } catch (error) {
        closeSync(descriptor);
        throw error;
      }
    });
  }

  /** Bytes that the file holds. */
  get size(): number {
    return this.end;
  }

  /** Writes a piece, which survives this process from now on. */
  append(piece: Uint8Array): Result<void, DiskFailure> {
    return this.write(piece, false);
  }

  /** Writes a piece and waits until the disk has it: it survives a power cut too. */
  appendDurably(piece: Uint8Array): Result<void, DiskFailure> {
    return this.write(piece, true);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private write(piece: Uint8Array, durably: boolean): Result<void, DiskFailure> {
    const written = onDisk(this.path, () => {
      this.writeAll(piece);
      if (durably) fdatasyncSync(this.descriptor);
    });
    if (written.ok) this.end += piece.length;
    else this.cutBack();
    return written;
  }

  /** A full disk takes a part of a piece first, and refuses only what is left. */
  private writeAll(piece: Uint8Array): void {
    for (let done = 0; done < piece.length;) {
      done += writeSync(this.descriptor, piece, done, piece.length - done, this.end + done);
    }
  }

  /** If even this fails, readers know the piece for a torn tail, and the next one overwrites it. */
  private cutBack(): void {
    onDisk(this.path, () => {
      ftruncateSync(this.descriptor, this.end);
    });
  }
}
