import { statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { isSystemError } from '../disk/failure.js';
import { findProgram } from '../opponents/find-program.js';
import { readVersion } from './version.js';

/** What is installed, and what the machine has. Sizes in bytes. */
export interface Machine {
  readonly version: string;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memory: { readonly total: number; readonly free: number };
  /** Free in the folder that the command was given in; undefined where the system does not tell. */
  readonly freeDisk: number | undefined;
  /** Versions; null for what is not installed. */
  readonly packages: Readonly<Record<string, string | null>>;
  /** Paths of Go programs; null for what is not there. */
  readonly programs: Readonly<Record<string, string | null>>;
}

/** The packages that compute networks. */
const PACKAGES = ['onnxruntime-node', '@tensorflow/tfjs-node-gpu'];

/** Programs to play against, and judges. */
const PROGRAMS = ['gnugo', 'leelaz', 'pachi', 'katago'];

export function surveyMachine(searchPath: string): Machine {
  return {
    version: readVersion(),
    node: process.versions.node,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus().at(0)?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: { total: memoryLimit(), free: Math.min(freemem(), memoryLimit()) },
    freeDisk: freeDisk('.'),
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    programs: Object.fromEntries(PROGRAMS.map((name) => [name, pathOf(name, searchPath)])),
  };
}

/** The machine's memory, or what a container lets this process have of it. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function freeDisk(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

function versionOf(name: string): string | null {
  try {
    const require = createRequire(import.meta.url);
    return (require(`${name}/package.json`) as { readonly version: string }).version;
  } catch {
    return null;
  }
}

function pathOf(name: string, searchPath: string): string | null {
  const path = findProgram(name, searchPath);
  return path.ok ? path.value : null;
}
