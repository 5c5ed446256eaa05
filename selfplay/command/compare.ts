import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ok, type Result } from '../../engine/result.js';
import { rehearse } from '../compare/rehearse.js';
import { RoundRobin } from '../compare/round-robin.js';
import { comparisonTable } from '../compare/table.js';
import { agreeOnSettings } from '../disk/agree-on-settings.js';
import { onDisk } from '../disk/failure.js';
import { writeWhole } from '../disk/whole-file.js';
import { Crew } from '../loop/crew.js';
import { formatCount } from '../report/numbers.js';
import { lockRun } from '../run/lock.js';
import { orFail } from './command-error.js';
import { choosePlayers, planComparison, termsOf, type CompareOptions } from './compare-plan.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import {
  boardOption,
  deviceOption,
  anyNumber,
  rulesOption,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { bar, Progress } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

const HELP = `
A variant is any contestant of selfplay match, and besides
  uct, uct:POLICY           tree search by rollouts alone, uniform or by a policy
  policy:NET, best:NET      a network without search, its moves drawn or the likeliest
  NET+value=FILE            the value of another network
  NET+rollouts=POLICY+lambda=L   outcomes of rollouts mixed in, λ = 0.5 if it is not given
  ...+async                 the same by two threads, one for the value and one for the rest

With --champion or --policy, the usual variants of those networks are compared too, and uct by every
rollout policy.

Examples:
  selfplay compare --champion runs/laptop-9x9 --visits 100 --games 40
  selfplay compare uct uct:linear --time 200 --games 200 --out runs/linear
  selfplay compare --policy policy.onnx --value-network value.onnx

The same command given again goes on where it stopped; more variants and games may be added.`;

/** `selfplay compare A B C...`. */
export function compareCommand(around: Surroundings, finish: Finish): Command {
  return new Command('compare')
    .summary('rate variants of players in a round robin')
    .description('Every variant plays every other at equal visits or time; a table of Elo follows.')
    .argument('[variants...]', 'who is compared')
    .option('--champion <network>', 'a dual network, whose usual variants are compared')
    .option('--policy <file>', 'a policy network, whose usual variants are compared')
    .option('--value-network <file>', 'the value network that goes with it')
    .addOption(
      new Option('--games <n>', 'games of each two').argParser(wholeNumber(2, 1e6)).default(40),
    )
    .option('--visits <n>', 'visits or playouts for each move (default: 100)', wholeNumber(1, 1e7))
    .addOption(
      new Option('--time <ms>', 'milliseconds for each move instead')
        .argParser(wholeNumber(1, 1e6))
        .conflicts('visits'),
    )
    .option('--out <dir>', 'folder of games and table', 'runs/compare')
    .addOption(boardOption('side of the board').default(9))
    .option('--komi <points>', 'points for White (default: what is usual on the board)', anyNumber)
    .addOption(rulesOption())
    .addOption(threadsOption())
    .option(
      '--at-once <n>',
      'games at once in each thread (default: 16, or 2 of programs)',
      wholeNumber(1, 1024),
    )
    .addOption(deviceOption())
    .addOption(seedOption().default(1))
    .addHelpText('after', HELP)
    .action(async (variants: string[], options: CompareOptions) => {
      finish(await compare(variants, options, around));
    });
}

async function compare(
  names: readonly string[],
  options: CompareOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { out, threads = availableParallelism() } = options;
  const players = orFail(choosePlayers(names, options, around.searchPath));
  const lock = orFail(lockRun(out));
  const crew = new Crew(threads);
  try {
    orFail(onDisk(out, () => mkdirSync(out, { recursive: true })));
    orFail(agreeOnTerms(options));
    const plan = planComparison(options, threads, around.searchPath);
    const contest = orFail(RoundRobin.open(crew, plan, players, join(out, 'matches')));
    const { played, games } = contest.progress;
    if (played < games) orFail(await rehearse(players, plan));
    return await hold(contest, out, around);
  } finally {
    await crew.close();
    lock.release();
  }
}

/** Games of other terms must not be counted together; more variants and games may come. */
function agreeOnTerms(options: CompareOptions): Result<void> {
  const { out } = options;
  const folder = { path: out, settings: join(out, 'settings.json') };
  return agreeOnSettings(folder, termsOf(options), (json) =>
    ok(json as ReturnType<typeof termsOf>),
  );
}

async function hold(contest: RoundRobin, out: string, { stdout }: Surroundings): Promise<ExitCode> {
  const text = (): string => {
    const { played, games } = contest.progress;
    return `${formatCount(played)} of ${formatCount(games)} games`;
  };
  const progress = new Progress(stdout, {
    lines: (paint) => {
      const { played, games } = contest.progress;
      return [`${paint('bold', 'compare')} ${bar(played / games, 24, paint)} ${text()}`];
    },
    line: () => `compare: ${text()}`,
  });
  const signals = new Signals(() => {
    progress.note('stopping; games under way do not count (Ctrl-C again ends at once)');
    contest.stop();
  });
  const path = join(out, 'table.md');
  const write = (): void => {
    orFail(writeWhole(path, `${comparisonTable(contest.pairings)}\n`));
  };
  try {
    await contest.play(write);
    write();
  } finally {
    progress.close();
    signals.close();
  }
  for (const line of comparisonTable(contest.pairings).split('\n')) say(stdout, line);
  say(stdout, `the table: ${path}`);
  return signals.exitCode ?? EXIT.done;
}
