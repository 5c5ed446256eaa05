import { Command, Option } from 'commander';
import { PRESETS } from '../settings/presets.js';
import { compareCommand } from './compare.js';
import { evaluateCommand } from './evaluate.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import {
  boardOption,
  collected,
  deviceOption,
  positiveNumber,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { playRun, type PlayOptions } from './play-run.js';
import { policyGradientCommand } from './policy-gradient.js';
import { rolloutPolicyCommand } from './rollout-policy.js';
import { NO_END } from './run-picture.js';
import {
  doctorCommand,
  gamesCommand,
  matchCommand,
  rateCommand,
  reportCommand,
  type Finish,
} from './subcommands.js';
import { supervisedCommand } from './supervised.js';
import type { Surroundings } from './surroundings.js';
import { valueCommand } from './value.js';
import { readVersion } from './version.js';

const EXAMPLES = `
Examples:
  selfplay --games 1000                    learn 9×9 on this machine, in runs/laptop-9x9
  selfplay --preset tiny-5x5 --hours 0.2   learn 5×5 in minutes
  selfplay --games 5000 --board 7 --run runs/seven --set play.visits=32
  selfplay --preset gpu-9x9 --print-config all settings, as JSON

The same command given again goes on where it stopped, was killed, or ended.
Exit codes: 0 done, 1 failed, 2 wrong command line, 130 and 143 stopped by a signal.`;

const COMMANDS = [
  matchCommand,
  rateCommand,
  reportCommand,
  gamesCommand,
  doctorCommand,
  supervisedCommand,
  evaluateCommand,
  rolloutPolicyCommand,
  policyGradientCommand,
  valueCommand,
  compareCommand,
];

/** The command line of `selfplay`; `finish` is told what to exit with. */
export function makeProgram(around: Surroundings, finish: Finish): Command {
  const program = playCommand(around, finish);
  for (const make of COMMANDS) {
    program.addCommand(make(around, finish).helpOption('--help', 'print this help'));
  }
  return withHouseErrors(program, around);
}

function playCommand(around: Surroundings, finish: Finish): Command {
  return new Command('selfplay')
    .description('A network teaches itself Go: plays itself, learns from the games, and plays on.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .option('--games <n>', 'games that the run is to have in all', wholeNumber(1, NO_END))
    .option('--hours <h>', 'stop after so many hours', positiveNumber)
    .addOption(
      new Option('--preset <name>', 'what is learnt, and how (default: laptop-9x9)').choices(
        Object.keys(PRESETS),
      ),
    )
    .option('--run <dir>', 'folder of the run (default: runs/PRESET)')
    .addOption(boardOption('side of the board; its komi becomes what is usual there'))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .option('--config <file>', 'change the settings that a JSON file holds')
    .option('--no-gate', 'every candidate becomes the champion, as in AlphaZero')
    .addOption(threadsOption())
    .addOption(deviceOption())
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PlayOptions) => {
      finish(await playRun(options, around));
    });
}

/** Makes a command report errors as this program does, and throw instead of exiting. */
function withHouseErrors(command: Command, around: Surroundings): Command {
  const { stdout, stderr } = around;
  command.exitOverride().configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
    outputError: (text, write) => {
      write(`${text.trim().replaceAll(/\s*\n\s*/g, ' ')} (ERR_USAGE)\n`);
    },
  });
  for (const inner of command.commands) withHouseErrors(inner, around);
  return command;
}

/** What commander's errors exit with: help and version are none. */
export function exitCodeOf({ exitCode }: { readonly exitCode: number }): ExitCode {
  return exitCode === 0 ? EXIT.done : EXIT.usage;
}
