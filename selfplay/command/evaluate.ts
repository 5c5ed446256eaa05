import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Board } from '../../engine/board.js';
import type { SymmetryPolicy } from '../../network/evaluator/symmetries.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { Corpus } from '../corpus/corpus.js';
import { PositionSet } from '../corpus/positions.js';
import { parseRank } from '../corpus/rank.js';
import { allGames, gamesOfPart, PARTS, readSplit, type Part } from '../corpus/split.js';
import { openEvaluatorAt, readNetworkAt, usualForm } from '../play/open-evaluator.js';
import { formatCount } from '../report/numbers.js';
import type { Figures } from '../supervised/figures.js';
import { measure, type Measured } from '../supervised/measure.js';
import { USUAL_SPLIT } from '../supervised/presets.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { percent } from './figures.js';
import { readGames } from './games-reading.js';
import { boardOption, deviceOption, threadsOption, wholeNumber } from './option-values.js';
import { bar, Progress } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

export interface EvaluateOptions {
  readonly network: string;
  readonly games: readonly string[];
  readonly part: Part | 'all';
  readonly positions: number;
  readonly board?: number;
  readonly leastRank?: number;
  readonly symmetry: 'none' | 'average';
  readonly threads?: number;
  readonly device: DeviceChoice;
  readonly json?: true;
}

/** Positions that are evaluated together. */
const BATCH = 64;

const EXAMPLES = `
Examples:
  selfplay evaluate --network runs/human-19x19/best.onnx --games games.sgf.gz --part test
  selfplay evaluate --network leelaz.gz --games games --positions 20000 --json`;

/** `selfplay evaluate --network F --games G...`. */
export function evaluateCommand(around: Surroundings, finish: Finish): Command {
  return new Command('evaluate')
    .summary('measure how well a network foretells games')
    .description('Measure how often a network foretells the moves and results of games in SGF.')
    .requiredOption('--network <file>', 'a network of any format that can be read')
    .requiredOption('--games <path...>', 'files and folders of games, SGF or packed by gzip')
    .addOption(
      new Option('--part <name>', 'which games: those that supervised holds out, or all')
        .choices(['all', ...PARTS])
        .default('all'),
    )
    .addOption(
      new Option('--positions <n>', 'positions, spread evenly over the games')
        .argParser(wholeNumber(1, 1e9))
        .default(10_000),
    )
    .addOption(boardOption("side of the board (default: the network's)"))
    .option('--least-rank <rank>', 'only games where both players have it, as 6d', rank)
    .addOption(
      new Option('--symmetry <policy>', 'how positions are seen: as they are, or from all sides')
        .choices(['none', 'average'])
        .default('none'),
    )
    .addOption(threadsOption())
    .addOption(deviceOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (options: EvaluateOptions) => {
      finish(await evaluate(options, around));
    });
}

async function evaluate(options: EvaluateOptions, around: Surroundings): Promise<ExitCode> {
  const network = orFail(await readNetworkAt(options.network));
  const board = Board.of(options.board ?? network.boards[0].width);
  const reading = await readGames(
    options.games,
    {
      board,
      leastMoves: 1,
      needsResult: false,
      leastRank: options.leastRank ?? null,
    },
    undefined,
    options.json ? { ...around, stdout: around.stderr } : around,
  );
  const { measured, exitCode } = await measureOn(reading.corpus, network, options, around);
  if (options.json) say(around.stdout, json(measured, network));
  else for (const line of table(measured, network)) say(around.stdout, line);
  return exitCode;
}

async function measureOn(
  corpus: Corpus,
  { history }: SavedNetwork,
  options: EvaluateOptions,
  { stdout, stderr }: Surroundings,
): Promise<{ readonly measured: Measured; readonly exitCode: ExitCode }> {
  const { device, part, threads = availableParallelism() } = options;
  // As the network's own training held them out, if it did.
  const split = readSplit(history['split']) ?? USUAL_SPLIT;
  const games = part === 'all' ? allGames(corpus) : gamesOfPart(corpus, part, split);
  const positions = new PositionSet(corpus, games).spread(options.positions);
  if (games.length === 0) {
    const message = `none of ${corpus.games} games is held out as ${part}: give more, or --part all`;
    throw new CommandError({ code: 'ERR_GAMES_FEW', message });
  }
  const symmetry: SymmetryPolicy = { kind: options.symmetry };
  const form = usualForm(device, BATCH);
  const plan = { board: corpus.board, capacity: BATCH, device, form, symmetry, threads };
  const evaluator = orFail(await openEvaluatorAt(options.network, plan));
  const total = positions.games.length;
  let done = 0;
  const text = (): string => `${formatCount(done)} of ${formatCount(total)} positions`;
  const progress = new Progress(options.json ? stderr : stdout, {
    lines: (paint) => [`${bar(done / total, 24, paint)} ${text()}`],
    line: text,
  });
  let stopped = false;
  const signals = new Signals(() => {
    stopped = true;
  });
  try {
    const measured = await measure(evaluator, corpus, positions, {
      batch: BATCH,
      stop: () => stopped,
      onProgress: (now) => {
        done = now;
      },
    });
    return { measured, exitCode: signals.exitCode ?? EXIT.done };
  } finally {
    signals.close();
    progress.close();
    await evaluator.close();
  }
}

/** The figures as JSON; those of the value only where the network has one. */
function json(measured: Measured, { spec }: SavedNetwork): string {
  const unknown = ['valueError', 'signAccuracy'];
  return JSON.stringify(measured, (name, value: unknown) =>
    spec.heads.value === undefined && unknown.includes(name) ? undefined : value,
  );
}

/** The figures as a table, a line for each phase of the game. */
function table({ all, phases }: Measured, { spec }: SavedNetwork): string[] {
  const valued = spec.heads.value !== undefined;
  const head = ['', 'positions', 'top-1', 'top-5', 'policy loss'];
  const rows = [
    valued ? [...head, 'value error', 'right sign'] : head,
    ...phases.map(({ phase, figures }) => cells(phase, figures, valued)),
    cells('all', all, valued),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  );
}

function cells(name: string, figures: Figures, valued: boolean): string[] {
  const { positions, top1, top5, policyLoss, valueError, signAccuracy } = figures;
  const moves = [formatCount(positions), percent(top1), percent(top5), policyLoss.toFixed(3)];
  const value = valued ? [valueError.toFixed(3), percent(signAccuracy)] : [];
  return [name, ...moves, ...value];
}

function rank(text: string): number {
  const parsed = parseRank(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError('it must be a rank, such as 6d or 1p.');
}
