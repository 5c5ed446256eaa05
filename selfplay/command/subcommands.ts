import { Command, Option } from 'commander';
import { PRESETS, type PresetName } from '../settings/presets.js';
import { doctor, type DoctorOptions } from './doctor.js';
import { exportGames, type GamesOptions } from './games.js';
import type { ExitCode } from './exit-codes.js';
import { match } from './match.js';
import type { MatchOptions } from './match-plan.js';
import {
  anyNumber,
  boardOption,
  deviceOption,
  rulesOption,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { rateRun, type RateOptions } from './rate.js';
import { reportRun, type ReportOptions } from './report.js';
import type { Surroundings } from './surroundings.js';

/** Told what the process is to exit with. */
export type Finish = (code: ExitCode) => void;

const MOST = 1e9;

const CONTESTANTS = `
A contestant is the path of a network file; a run's folder, for its champion; RUN:NUMBER, for one of
its networks; uct:PLAYOUTS; uct:PLAYOUTS:POLICY, whose playouts are by a rollout policy; random; or
the command of a GTP program, in quotes.
`;

const MATCH_EXAMPLES = `
Examples:
  selfplay match runs/laptop-9x9 uct:1000 --games 100
  selfplay match runs/laptop-9x9 runs/laptop-9x9:0 --visits 64
  selfplay match runs/laptop-9x9 'gnugo --mode gtp --level 10 --chinese-rules --positional-superko --allow-suicide' --sgf games`;

/** `selfplay match A B`. */
export function matchCommand(around: Surroundings, finish: Finish): Command {
  return new Command('match')
    .summary('play a match between networks, programs, or anchors')
    .description('Play a match: colours alternate, each opening is played from both sides.')
    .argument('<a>', 'one contestant')
    .argument('<b>', 'the other')
    .addOption(
      new Option('--games <n>', 'games to play').argParser(wholeNumber(1, MOST)).default(100),
    )
    .addOption(
      new Option('--visits <n>', 'visits of a network for each move')
        .argParser(wholeNumber(1, 1e7))
        .default(400),
    )
    .addOption(
      new Option('--search <method>', 'how networks search')
        .choices(['puct', 'gumbel'])
        .default('puct'),
    )
    .addOption(boardOption("side of the board (default: the run's or network's, else 9)"))
    .option('--komi <points>', 'points for White (default: what is usual on the board)', anyNumber)
    .addOption(rulesOption())
    .addOption(threadsOption())
    .option(
      '--at-once <n>',
      'games at once in each thread (default: 16, programs 2)',
      wholeNumber(1, 1024),
    )
    .addOption(deviceOption())
    .addOption(seedOption().default(1))
    .option('--sgf <dir>', 'write the games there as SGF')
    .addHelpText('after', CONTESTANTS + MATCH_EXAMPLES)
    .action(async (a: string, b: string, options: MatchOptions) => {
      finish(await match(a, b, options, around));
    });
}

/** `selfplay rate RUN [ANCHOR...]`. */
export function rateCommand(around: Surroundings, finish: Finish): Command {
  const network = wholeNumber(0, MOST);
  return new Command('rate')
    .summary('rate champions of a run against anchors')
    .description('Rate champions of a run, add the games to its ratings, and print the table.')
    .argument('<run>', 'folder of the run')
    .argument('[anchors...]', "opponents (default: the run's anchors)")
    .addOption(
      new Option(
        '--network <n>',
        'number of a network; may be given again (default: the champion)',
      ).argParser((text, before?: readonly number[]) => [...(before ?? []), network(text)]),
    )
    .option('--games <n>', "games against each (default: the run's setting)", wholeNumber(1, MOST))
    .addOption(threadsOption())
    .addOption(deviceOption())
    .addHelpText(
      'after',
      `${CONTESTANTS}
Examples:
  selfplay rate runs/laptop-9x9
  selfplay rate runs/laptop-9x9 uct:1000 uct:10000 --network 3 --network 7 --games 100`,
    )
    .action(async (run: string, anchors: string[], options: RateOptions) => {
      finish(await rateRun(run, anchors, options, around));
    });
}

/** `selfplay report RUN`. */
export function reportCommand(around: Surroundings, finish: Finish): Command {
  return new Command('report')
    .summary('write a page about a run')
    .description('Write one HTML file about a run: losses, ratings, gates, pace, the newest games.')
    .argument('<run>', 'folder of the run')
    .option('--out <file>', 'where to write it (default: report.html in the run)')
    .addHelpText('after', '\nExample:\n  selfplay report runs/laptop-9x9 --out report.html')
    .action((run: string, options: ReportOptions) => {
      finish(reportRun(run, options, around));
    });
}

/** `selfplay doctor`. */
export function doctorCommand(around: Surroundings, finish: Finish): Command {
  const usual: PresetName = 'laptop-9x9';
  return new Command('doctor')
    .summary('tell what is installed, and what is really used')
    .description('Tell what is installed, which devices are there, which are used, and how fast.')
    .addOption(
      new Option('--preset <name>', 'whose network is tried')
        .choices(Object.keys(PRESETS))
        .default(usual),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nIt fails only where no device can play or none can train.')
    .action(async (options: DoctorOptions) => {
      finish(await doctor(options, around));
    });
}

/** `selfplay games RUN`. */
export function gamesCommand(around: Surroundings, finish: Finish): Command {
  const number = wholeNumber(0, MOST);
  return new Command('games')
    .summary("write a run's games as SGF")
    .description('Write recorded games as SGF. Damaged records are skipped and named.')
    .argument('<run>', 'folder of the run')
    .option(
      '--out <path>',
      'a folder, a file NAME.sgf, or - for standard output (default: sgf in the run)',
    )
    .option('--last <n>', 'only the newest so many', wholeNumber(1, MOST))
    .option('--from <n>', 'only from this number on', number)
    .option('--to <n>', 'only up to this number', number)
    .addHelpText(
      'after',
      `
Examples:
  selfplay games runs/laptop-9x9 --last 20 --out newest.sgf
  selfplay games runs/laptop-9x9 --from 100 --to 199 --out games`,
    )
    .action((run: string, options: GamesOptions) => {
      finish(exportGames(run, options, around));
    });
}
