import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';

/** A file of games, as it is on disk now. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export type SourceFailure = Failure<'ERR_GAMES_MISSING'>;

const SGF = /\.sgf(\.gz)?$/i;

/**
 * The files that paths mean, each once, in a fixed order: a file whatever it is called, of a folder
 * all files in it and below whose names end in .sgf or .sgf.gz. ERR_GAMES_MISSING where a path leads
 * nowhere, or there is no such file.
 */
export function findGameFiles(paths: readonly string[]): Result<SourceFile[], SourceFailure> {
  const files = new Map<string, SourceFile>();
  for (const path of paths) {
    const found = filesAt(path);
    if (found.length === 0) {
      const remedy = 'give a file of games, or a folder with files that end in .sgf or .sgf.gz';
      return fail('ERR_GAMES_MISSING', `${path}: there are no games there: ${remedy}`);
    }
    for (const file of found) files.set(file.path, file);
  }
  return ok([...files.values()]);
}

function filesAt(path: string): SourceFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [sourceAt(path)];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => SGF.test(name))
    .sort()
    .map((name) => sourceAt(join(path, name)));
}

/** A link that leads nowhere is a file too, which cannot be read. */
function sourceAt(path: string): SourceFile {
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  return { path, bytes: size, modified: Math.round(mtimeMs) };
}
