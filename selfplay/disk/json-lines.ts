import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Result } from '../../engine/result.js';
import { AppendFile } from './append-file.js';
import type { Damage } from './damage.js';
import { isMissing, type DiskFailure } from './failure.js';

const NEWLINE = 0x0a;

/** Appends a value to a file of JSON lines, onto the disk. A torn line before it stays alone. */
export function appendLine(path: string, value: unknown): Result<void, DiskFailure> {
  const file = AppendFile.open(path);
  if (!file.ok) return file;
  const { size } = file.value;
  const start = size === 0 || byteAt(path, size - 1) === NEWLINE ? '' : '\n';
  const line = new TextEncoder().encode(`${start}${JSON.stringify(value)}\n`);
  const written = file.value.appendDurably(line);
  file.value.close();
  return written;
}

function byteAt(path: string, offset: number): number {
  const descriptor = openSync(path, 'r');
  const byte = new Uint8Array(1);
  readSync(descriptor, byte, 0, 1, offset);
  closeSync(descriptor);
  return byte[0];
}

/** The values of a file of JSON lines, and what of it is not JSON. None where there is no file. */
export interface JsonLines {
  readonly values: readonly unknown[];
  readonly damages: readonly Damage[];
}

/** Reads a file of JSON lines; a last line without its end counts, if it is whole. */
export function readLines(path: string): JsonLines {
  const values: unknown[] = [];
  const damages: Damage[] = [];
  const bytes = readIfThere(path);
  for (let offset = 0; offset < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, offset);
    const end = newline < 0 ? bytes.length : newline;
    const value = parseLine(bytes.toString('utf8', offset, end));
    if (value !== undefined) values.push(value);
    else if (end > offset) {
      const reason = newline < 0 ? 'a line torn off at its end' : 'a line that is not JSON';
      damages.push({ file: path, offset, bytes: end - offset, reason });
    }
    offset = end + 1;
  }
  return { values, damages };
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a file holds; nothing if there is none. */
export function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
}
