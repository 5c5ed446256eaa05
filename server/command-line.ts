import { accessSync, constants, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { parseDevice, type DeviceChoice } from '../network/runtime/device.js';
import { readVersion } from '../selfplay/command/version.js';

/** What the command line says. */
export interface WebFlags {
  readonly host: string;
  readonly port: number;
  readonly network: readonly string[];
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly run: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly sessions: number;
  readonly connections: number;
  readonly keep: number;
  readonly visits: number;
  readonly seconds: number;
  readonly side: number;
  readonly nodes: number;
  readonly rate: number;
  readonly treeMemory: number;
  readonly sessionMemory: number;
  readonly seed: number;
}

/** Reads the command line; `--help`, and what is wrong with it, end the process. */
export function readCommandLine(words: readonly string[]): WebFlags {
  return newProgram().parse(words, { from: 'user' }).opts<WebFlags>();
}

/** More threads than this are hardly ever of use for a board that people play on. */
const MOST_THREADS = 8;

function newProgram(): Command {
  const threads = Math.min(MOST_THREADS, availableParallelism());
  return new Command('tengen-web')
    .description('Tengen as a web board: play it, see it think, watch it learn.')
    .version(readVersion())
    .option('--host <address>', 'address to listen on; 0.0.0.0 for everybody', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 for any that is free', port, 8361)
    .option('--allow-origin <url>', 'other pages that may connect; repeatable', origins, [])
    .option(
      '--network <file>',
      'network to play with where it fits, in place of the shipped one; repeatable',
      files,
      [],
    )
    .option('--device <name>', 'auto, cpu, webgpu or tensorflow', device, 'auto' as const)
    .option('--threads <n>', 'threads that think', count, threads)
    .option('--run <folder>', 'run that may be watched; repeatable', folders, [])
    .option('--sessions <n>', 'sessions at once', count, 500)
    .option('--connections <n>', 'open pages at once', count, 1000)
    .option('--keep <minutes>', 'how long a session is kept that nobody shows', count, 240)
    .option('--visits <n>', 'visits of a move or an analysis, at most', count, 20_000)
    .option('--seconds <n>', 'seconds of a move, at most', count, 60)
    .option('--side <n>', 'longest side of a board, 2 to 25', side, 25)
    .option('--nodes <n>', 'positions in a game tree, at most', count, 10_000)
    .option('--rate <n>', 'messages a second from a page, at most', count, 50)
    .option('--tree-memory <MiB>', 'memory for all search trees', count, 512)
    .option('--session-memory <MiB>', 'memory for one search tree', count, 96)
    .option('--seed <n>', 'seed of the random numbers', natural, 2016);
}

function natural(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('it must be a whole number.');
  return Number(text);
}

function count(text: string): number {
  if (natural(text) === 0) throw new InvalidArgumentError('it must be 1 or more.');
  return Number(text);
}

function port(text: string): number {
  if (natural(text) > 65_535) throw new InvalidArgumentError('it must be at most 65535.');
  return Number(text);
}

function side(text: string): number {
  const value = natural(text);
  if (value < 2 || value > 25) throw new InvalidArgumentError('it must be 2 to 25.');
  return value;
}

function device(text: string): DeviceChoice {
  const read = parseDevice(text);
  if (!read.ok) throw new InvalidArgumentError(read.error.message);
  return read.value;
}

function origins(text: string, before: readonly string[]): string[] {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new InvalidArgumentError('it must be like https://go.example.org, without a path.');
  }
  return [...before, text];
}

function files(file: string, before: readonly string[]): string[] {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new InvalidArgumentError('no such file that can be read.');
  }
  return [...before, file];
}

function folders(folder: string, before: readonly string[]): string[] {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new InvalidArgumentError('no such folder.');
  }
  return [...before, folder];
}
