import { accessSync, constants } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isSide, MAX_SIDE } from '../engine/board.js';
import { parseReal } from '../engine/real.js';
import { parseRulePreset, RULE_PRESETS, type RulePreset } from '../engine/rules.js';
import { parseDevice, type DeviceChoice } from '../network/runtime/device.js';
import { VERSION } from './commands/administrative.js';
import { clientSettings } from './client-settings.js';
import type { PlaySettings } from './session/settings.js';
import type { ThinkingSettings } from './thinking/messages.js';

/** What the command line of `tengen-gtp` says. */
export interface GtpOptions {
  readonly thinking: ThinkingSettings;
  readonly play: PlaySettings;
  /** File to which the conversation is written. */
  readonly log?: string;
}

/** The options by their names, as commander has them. */
interface Flags {
  readonly network?: string;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly time?: number;
  readonly visits: number;
  readonly playouts: number;
  readonly analysisVisits: number;
  readonly rules: RulePreset;
  readonly komi?: number;
  readonly boardsize: number;
  readonly lag: number;
  readonly resign: number;
  readonly resignMoves: number;
  readonly ponder?: true;
  readonly strict?: true;
  readonly memory: number;
  readonly seed: number;
  readonly liveGraphics?: true;
  readonly log?: string;
}

/** More threads than this gain nothing for one tree. */
const MOST_THREADS = 8;

/** Reads the arguments; prints help or what is wrong, and ends the program, where they say so. */
export function readCommandLine(args: readonly string[]): GtpOptions {
  const program = newProgram().parse(args, { from: 'user' });
  if (program.args.length > 0) program.error(`error: ${strayArgument(program.args[0])}`);
  const flags = program.opts<Flags>();
  const rules = RULE_PRESETS[flags.rules];
  return {
    thinking: {
      device: flags.device,
      threads: flags.threads,
      treeBytes: flags.memory * 2 ** 20,
      seed: flags.seed,
      ...(flags.network === undefined ? {} : { network: flags.network }),
    },
    play: {
      rules: { ...rules, komi: flags.komi ?? rules.komi },
      side: flags.boardsize,
      visits: flags.visits,
      playouts: flags.playouts,
      moveTime: 1000 * (flags.time ?? defaultTime(flags)),
      lag: flags.lag,
      resignation: { below: flags.resign / 100, moves: flags.resignMoves },
      ponders: flags.ponder ?? false,
      strict: flags.strict ?? false,
      analysisVisits: flags.analysisVisits,
      liveGraphics: flags.liveGraphics ?? false,
    },
    ...(flags.log === undefined ? {} : { log: flags.log }),
  };
}

/** What is wrong with a word that is no option: often a dash that a text had in place of hyphens. */
function strayArgument(word: string): string {
  return /^[\u2010-\u2015\u2212]/.test(word)
    ? `'${word}' begins with a dash that is no hyphen: type two plain hyphens (--)`
    : `unexpected argument '${word}'`;
}

function newProgram(): Command {
  return new Command('tengen-gtp')
    .description('Tengen as a Go Text Protocol engine, on standard input and output.')
    .version(VERSION)
    .allowExcessArguments()
    .option('--network <file>', 'network to play with (default: the shipped one)', readable)
    .option('--device <name>', 'auto, cpu, webgpu or tensorflow', device, 'auto' as const)
    .option('--threads <n>', 'threads that think', count, defaultThreads())
    .option(
      '--time <seconds>',
      'time for a move where no clock is set (default: 3, or no limit where visits have one)',
      positive,
    )
    .addOption(unlimited('--visits <n>', 'visits of a move, at most'))
    .addOption(unlimited('--playouts <n>', 'new visits of a move, at most'))
    .addOption(unlimited('--analysis-visits <n>', 'visits after which an analysis rests'))
    .option('--rules <name>', Object.keys(RULE_PRESETS).join(', '), rules, 'tromp-taylor' as const)
    .option('--komi <points>', "komi (default: the rules' own)", real)
    .option('--boardsize <side>', 'board at the start', side, 9)
    .option('--lag <ms>', 'time kept back for the way to the client', natural, 100)
    .option('--resign <percent>', 'give up below this chance; 0 for never', natural, 5)
    .option('--resign-moves <n>', 'own moves in a row below it', count, 3)
    .option('--ponder', "think in the opponent's time")
    .option('--strict', 'refuse replayed moves that the rules forbid')
    .option('--memory <MiB>', 'memory for the search tree', count, 192)
    .option('--seed <n>', 'seed of the random numbers', natural, 2016)
    .option('--live-graphics', "draw what is thought on GoGui's board, through stderr")
    .option('--log <file>', 'write the conversation to a file')
    .addHelpText('after', () => `\n${clientSettings()}`);
}

/** Seconds for a move: no limit, where visits have one. */
function defaultTime({ visits, playouts }: Flags): number {
  return Math.min(visits, playouts) < Infinity ? Infinity : 3;
}

/** A count without a limit, where none is given. */
function unlimited(flags: string, description: string): Option {
  return new Option(flags, description).argParser(count).default(Infinity, 'no limit');
}

function defaultThreads(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

function readable(file: string): string {
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch {
    throw new InvalidArgumentError('no such file that can be read.');
  }
}

function device(text: string): DeviceChoice {
  const read = parseDevice(text);
  if (!read.ok) throw new InvalidArgumentError(read.error.message);
  return read.value;
}

function rules(text: string): RulePreset {
  const read = parseRulePreset(text);
  if (!read.ok) throw new InvalidArgumentError(read.error.message);
  return read.value;
}

function real(text: string): number {
  const value = parseReal(text);
  if (value === undefined) throw new InvalidArgumentError('it is not a number.');
  return value;
}

function positive(text: string): number {
  const value = real(text);
  if (value <= 0) throw new InvalidArgumentError('it must be more than 0.');
  return value;
}

function natural(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('it must be a whole number.');
  return Number(text);
}

function count(text: string): number {
  if (natural(text) === 0) throw new InvalidArgumentError('it must be 1 or more.');
  return Number(text);
}

function side(text: string): number {
  const value = natural(text);
  if (value < 2 || !isSide(value)) throw new InvalidArgumentError(`it must be 2 to ${MAX_SIDE}.`);
  return value;
}
