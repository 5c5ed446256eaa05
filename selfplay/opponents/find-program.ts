import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { fail, ok, type Result } from '../../engine/result.js';
import { splitCommand } from './command-words.js';

/** Where Debian and others install games, often outside a superuser's search path. */
const GAMES_FOLDERS = ['/usr/games', '/usr/local/games'];

/** How to come by the programs that people ask for. */
const INSTALL: Readonly<Record<string, string>> = {
  gnugo: 'in Debian and Ubuntu: apt install gnugo',
  leelaz: 'in Debian and Ubuntu: apt install leela-zero',
  pachi: 'in Debian and Ubuntu: apt install pachi',
  katago: 'see https://github.com/lightvector/KataGo/releases',
};

/**
 * Reads a command as people write it, `gnugo --mode gtp --level 10`: the program's path, and its
 * options. Errors as of {@link splitCommand} and {@link findProgram}.
 */
export function readCommand(text: string, searchPath: string): Result<string[]> {
  const words = splitCommand(text);
  if (!words.ok) return words;
  const [name, ...options] = words.value;
  const path = findProgram(name, searchPath);
  return path.ok ? ok([path.value, ...options]) : path;
}

/**
 * The path of a program: of that name in the folders of `searchPath` (the PATH of the environment) or
 * among the games; a name with a slash is a path already. `ERR_PROGRAM_MISSING`.
 */
export function findProgram(name: string, searchPath: string): Result<string> {
  const folders = [...searchPath.split(delimiter).filter((f) => f !== ''), ...GAMES_FOLDERS];
  const paths = name.includes(sep) ? [name] : folders.map((folder) => join(folder, name));
  const found = paths.find(isProgram);
  return found === undefined ? fail('ERR_PROGRAM_MISSING', missing(name)) : ok(found);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function missing(name: string): string {
  if (name.includes(sep)) return `there is no program ${name}, or it may not be executed`;
  const remedy = Object.hasOwn(INSTALL, name)
    ? INSTALL[name]
    : 'install it, or give its whole path';
  return `the program '${name}' is not installed: ${remedy}`;
}
