import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { Board } from '../../engine/board.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { HEAD_NAMES } from '../../network/spec/heads/table.js';
import type { GameRules } from '../corpus/compact-game.js';
import { formatCount } from '../report/numbers.js';
import { lockRun } from '../run/lock.js';
import type { CurvePoint } from '../supervised/curve.js';
import {
  prepareTrainingFolder,
  trainingFolder,
  type TrainingFolder,
} from '../supervised/folder.js';
import { SUPERVISED_PRESETS } from '../supervised/presets.js';
import type { SupervisedSettings } from '../supervised/settings.js';
import { SupervisedTraining, type TrainingEnd } from '../supervised/training.js';
import { CommandError, orFail } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { readGames } from './games-reading.js';
import {
  boardOption,
  collected,
  deviceOption,
  positiveNumber,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { Progress, waitingFor } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { checkText, trainingPicture } from './supervised-picture.js';
import { chooseTraining, USUAL_SUPERVISED, type SupervisedChoice } from './supervised-settings.js';
import { say, type Surroundings } from './surroundings.js';

export interface SupervisedOptions extends SupervisedChoice {
  readonly games?: readonly string[];
  readonly hours?: number;
  readonly steps?: number;
  readonly threads?: number;
  readonly device: DeviceChoice;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  selfplay supervised --games games.sgf.gz
  selfplay supervised --games games --preset alphago-policy-small --hours 1 --out runs/policy
  selfplay supervised --games nine --board 9 --set batch=32 --steps 10000

The same command given again goes on where it stopped, was killed, or ended.`;

/** `selfplay supervised --games PATH...`. */
export function supervisedCommand(around: Surroundings, finish: Finish): Command {
  return new Command('supervised')
    .summary('learn from games of others')
    .description('A network learns to foretell the moves and results of games in SGF.')
    .option('--games <path...>', 'files and folders of games, SGF or packed by gzip')
    .addOption(
      new Option('--preset <name>', `what learns, and how (default: ${USUAL_SUPERVISED})`).choices(
        Object.keys(SUPERVISED_PRESETS),
      ),
    )
    .option('--out <dir>', 'folder of the training (default: runs/PRESET)')
    .option('--hours <h>', "how long to learn in all (default: the preset's)", positiveNumber)
    .option('--steps <n>', 'how many steps to learn in all', wholeNumber(1, 1e9))
    .addOption(boardOption('side of the board; games on others are left out'))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .addOption(threadsOption())
    .addOption(deviceOption())
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: SupervisedOptions) => {
      finish(await supervised(options, around));
    });
}

async function supervised(options: SupervisedOptions, around: Surroundings): Promise<ExitCode> {
  const { path, settings } = orFail(chooseTraining(options));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(settings, null, 2));
    return EXIT.done;
  }
  const { games, hours, steps } = options;
  if (games === undefined) throw usage('which games is it to learn from? Say --games PATH');
  if (hours === undefined && steps === undefined && settings.hours === null) {
    throw usage('how long is it to learn? Say --hours H or --steps N');
  }
  const folder = trainingFolder(path);
  const lock = orFail(lockRun(path));
  try {
    orFail(prepareTrainingFolder(folder));
    return await learnFrom(games, folder, settings, options, around);
  } finally {
    lock.release();
  }
}

async function learnFrom(
  games: readonly string[],
  folder: TrainingFolder,
  settings: SupervisedSettings,
  options: SupervisedOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout } = around;
  const { corpus } = await readGames(games, gameRulesOf(settings), folder.games, around);
  say(stdout, `${formatCount(corpus.games)} games, ${formatCount(corpus.positions)} positions`);
  const told: { stopped: boolean; progress?: Progress } = { stopped: false };
  const opening = SupervisedTraining.open(folder, settings, corpus, {
    ...limitsOf(options, settings),
    device: options.device,
    threads: options.threads ?? availableParallelism(),
    stop: () => told.stopped,
    onCheck: (point: CurvePoint) => told.progress?.note(checkText(point), 'cyan'),
  });
  const training = orFail(await waitingFor(opening, 'making the network ready to learn', stdout));
  say(stdout, `training ${folder.path}: ${settings.preset}, ${training.description}`);
  const progress = new Progress(
    stdout,
    trainingPicture(() => training.status),
  );
  told.progress = progress;
  const signals = new Signals(() => {
    progress.note('stopping (Ctrl-C again ends at once)');
    told.stopped = true;
  });
  try {
    const end = orFail(await training.learn());
    progress.close();
    for (const line of closing(end, folder, training)) say(stdout, line);
    return end === 'asked' ? (signals.exitCode ?? EXIT.done) : EXIT.done;
  } finally {
    progress.close();
    signals.close();
    await training.close();
  }
}

function limitsOf(
  { hours, steps }: SupervisedOptions,
  settings: SupervisedSettings,
): { hours?: number; steps?: number } {
  const usual = steps === undefined ? settings.hours : null;
  const lasting = hours ?? usual;
  return {
    ...(lasting !== null && { hours: lasting }),
    ...(steps !== undefined && { steps }),
  };
}

/** Which games a network with these heads can learn from. */
function gameRulesOf({ board, games, network }: SupervisedSettings): GameRules {
  const heads = HEAD_NAMES.filter((name) => network.spec.heads[name] !== undefined);
  return { board: Board.of(board), ...games, needsResult: heads.includes('value') };
}

function closing(
  end: TrainingEnd,
  { best }: TrainingFolder,
  { status }: SupervisedTraining,
): string[] {
  const steps = `${formatCount(status.step)} steps`;
  switch (end) {
    case 'done':
      return [`done: ${steps}`, `the best network: ${best}`];
    case 'stalled':
      return [`done: checks show nothing better any more, ${steps}`, `the best network: ${best}`];
    case 'asked':
      return [`stopped: ${steps}; the same command goes on`];
  }
}

function usage(message: string): CommandError {
  const see = 'see selfplay supervised --help';
  return new CommandError({ code: 'ERR_USAGE', message: `${message}; ${see}` });
}
