import { closeSync, fstatSync, readSync } from 'node:fs';
import * as v from 'valibot';
import { openIfThere } from '../../selfplay/disk/open-if-there.js';

const NEWLINE = 0x0a;

/** A file of JSON lines that grows: each line is read once. */
export class GrowingLines<T> {
  private read: readonly T[] = [];
  /** Bytes that have been read: whole lines. */
  private offset = 0;

  constructor(
    private readonly path: string,
    private readonly schema: v.GenericSchema<unknown, T>,
  ) {}

  /** The lines that are what they should be; the same array while there is nothing new. */
  values(): readonly T[] {
    const bytes = this.news();
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end === 0) return this.read;
    const lines = bytes.toString('utf8', 0, end).split('\n');
    const found = lines.flatMap((line) => this.parse(line));
    this.offset += end;
    if (found.length > 0) this.read = [...this.read, ...found];
    return this.read;
  }

  private parse(line: string): T[] {
    try {
      const parsed = v.safeParse(this.schema, JSON.parse(line));
      return parsed.success ? [parsed.output] : [];
    } catch {
      return []; // a line torn off
    }
  }

  /** What the file holds beyond what has been read; of a file that has shrunk, all. */
  private news(): Buffer {
    const file = openIfThere(this.path);
    if (file === undefined) return Buffer.alloc(0);
    try {
      const { size } = fstatSync(file);
      if (size < this.offset) this.forget();
      const bytes = Buffer.alloc(size - this.offset);
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, this.offset));
    } finally {
      closeSync(file);
    }
  }

  private forget(): void {
    this.read = [];
    this.offset = 0;
  }
}
