import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { Board } from '../../engine/board.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import type { Result } from '../../engine/result.js';
import type { RolloutPolicy } from '../../engine/rollouts/rollout.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { agreeOnInputs } from '../disk/agree-on-inputs.js';
import { agreeOnSettings } from '../disk/agree-on-settings.js';
import { writeJson } from '../disk/whole-file.js';
import { planEvaluation } from '../play/evaluation-plan.js';
import { formatCount } from '../report/numbers.js';
import { openRolloutPolicy } from '../rollout-policy/open-policy.js';
import { lockRun } from '../run/lock.js';
import { meanError, PHASES, type ErrorFigures } from '../value/errors.js';
import { prepareValueFolder, valueFolder, type ValueFolder } from '../value/folder.js';
import { AT_ONCE, SampleMaking } from '../value/make-all.js';
import { openValue, type Means as ComputingMeans } from '../value/open-value.js';
import { parseValueSettings } from '../value/parse-settings.js';
import { partsOf, type SampleParts } from '../value/positions.js';
import { VALUE_PRESETS, type ValuePresetName } from '../value/presets.js';
import { SampleFile } from '../value/sample-file.js';
import { USUAL_VALUE, type ValueSettings } from '../value/settings.js';
import { ValueTraining, type ErrorPoint, type ValueProgress } from '../value/training.js';
import { CommandError, orFail } from './command-error.js';
import { Countdown } from './countdown.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { percent } from './figures.js';
import { chooseFolderSettings, type SettingsChanges } from './folder-settings.js';
import { checkBoard, readNetworkWith } from './input-network.js';
import {
  boardOption,
  collected,
  deviceOption,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { Progress, type Picture } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

interface ValueOptions extends SettingsChanges {
  readonly network?: string;
  readonly reinforced?: string;
  readonly preset?: ValuePresetName;
  readonly positions?: number;
  readonly out: string;
  readonly trunk?: true;
  readonly threads?: number;
  readonly device: DeviceChoice;
  readonly rollouts: readonly string[];
  readonly playouts: number;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  selfplay value --network runs/policy/best.onnx --reinforced runs/policy-gradient/latest.onnx
  selfplay value --network policy.onnx --positions 200000 --trunk --rollouts uniform linear
  selfplay value --network policy.onnx --reinforced reinforced.onnx --preset alphago-value

The same command given again goes on where it stopped, was killed, or ended.`;

/** `selfplay value --network FILE`. */
export function valueCommand(around: Surroundings, finish: Finish): Command {
  return new Command('value')
    .summary('make a value network from games of a policy network')
    .description('Play games of a policy, one position each, and learn their outcomes.')
    .option('--network <file>', 'the policy network that plays up to one random move')
    .option('--reinforced <file>', 'the one that plays on (default: the same)')
    .addOption(
      new Option('--preset <name>', 'what learns, and how (default: usual)').choices(
        Object.keys(VALUE_PRESETS),
      ),
    )
    .option('--positions <n>', 'positions, each of a game of its own', wholeNumber(2, 1e9))
    .option('--out <dir>', 'folder of it', 'runs/value')
    .option('--trunk', "begin with the policy's trunk instead of a new network")
    .addOption(boardOption("side of the board (default: the network's)"))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .addOption(threadsOption())
    .addOption(deviceOption())
    .addOption(
      new Option('--rollouts <policy...>', 'rollouts whose errors are measured too').default([
        'uniform',
      ]),
    )
    .addOption(
      new Option('--playouts <n>', 'rollouts from each position')
        .argParser(wholeNumber(1, 1e6))
        .default(100),
    )
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: ValueOptions) => {
      finish(await value(options, around));
    });
}

async function value(options: ValueOptions, around: Surroundings): Promise<ExitCode> {
  const { network, reinforced = network, out, device, threads = availableParallelism() } = options;
  const folder = valueFolder(out);
  const policy =
    network === undefined ? undefined : orFail(await readNetworkWith('policy', network));
  const settings = orFail(chooseSettings(options, folder, policy));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(settings, null, 2));
    return EXIT.done;
  }
  if (network === undefined || reinforced === undefined || policy === undefined) {
    throw usage('whose games are to be learnt? Say --network FILE');
  }
  const same = reinforced === network;
  const after = same ? policy : orFail(await readNetworkWith('policy', reinforced));
  orFail(checkBoard(policy, network, settings.board));
  orFail(checkBoard(after, reinforced, settings.board));
  const rollouts = openRollouts(options.rollouts, settings.board);
  const lock = orFail(lockRun(out));
  try {
    orFail(prepareValueFolder(folder));
    orFail(agreeOnSettings(folder, settings, parseValueSettings));
    orFail(agreeOnInputs(folder, { '--network': network, '--reinforced': reinforced }));
    const means = { policy, after, file: network, rollouts, device, threads };
    const session = new Session(folder, settings, means, options.playouts, around);
    return await session.hold();
  } finally {
    lock.release();
  }
}

/** Rollout policies by their names. */
function openRollouts(names: readonly string[], side: number): ReadonlyMap<string, RolloutPolicy> {
  const board = Board.of(side, side);
  return new Map(names.map((name) => [name, orFail(openRolloutPolicy(name, board))]));
}

/** A preset's settings, or those of the folder, with what options change. */
function chooseSettings(
  options: ValueOptions,
  folder: ValueFolder,
  policy: SavedNetwork | undefined,
): Result<ValueSettings> {
  const { preset, positions, trunk } = options;
  const source = {
    preset: preset && VALUE_PRESETS[preset],
    usual: USUAL_VALUE,
    kept: folder.settings,
    network: policy,
    parse: parseValueSettings,
  };
  return chooseFolderSettings<ValueSettings>(source, options, {
    ...(positions !== undefined && { positions }),
    ...(trunk === true && { start: 'policy' }),
  });
}

/** What plays and learns. */
interface Means extends ComputingMeans {
  readonly policy: SavedNetwork;
  /** Its file. */
  readonly file: string;
  readonly after: SavedNetwork;
  /** Whose errors are measured too, by their names. */
  readonly rollouts: ReadonlyMap<string, RolloutPolicy>;
}

/** One command: positions are made, then learnt, then what was learnt is compared with rollouts. */
class Session {
  private stopped = false;
  private making: SampleMaking | undefined;
  private text: () => string = () => 'beginning';

  constructor(
    private readonly folder: ValueFolder,
    private readonly settings: ValueSettings,
    private readonly means: Means,
    private readonly playouts: number,
    private readonly around: Surroundings,
  ) {}

  async hold(): Promise<ExitCode> {
    const { folder, settings } = this;
    const { stdout } = this.around;
    const picture: Picture = {
      lines: (paint) => [`${paint('bold', 'value')} ${this.text()}`],
      line: () => this.text(),
    };
    const progress = new Progress(stdout, picture);
    const signals = new Signals(() => {
      progress.note('stopping (Ctrl-C again ends at once)');
      this.stopped = true;
      this.making?.stop();
    });
    try {
      const file = orFail(SampleFile.open(folder.samples, settings.positions));
      if (file.size < file.length) await this.make(file);
      if (!this.stopped) await this.learn(partsOf(file, settings), progress);
      file.close();
      progress.close();
      if (!this.stopped) say(stdout, `the network: ${folder.network}`);
      return signals.exitCode ?? EXIT.done;
    } finally {
      progress.close();
      signals.close();
    }
  }

  private async make(file: SampleFile): Promise<void> {
    const { settings, means } = this;
    const { policy: before, after, threads, device: choice } = means;
    const board = Board.of(settings.board, settings.board);
    const plan = { choice, file: means.file, board, capacity: AT_ONCE, threads };
    const { thread: device } = orFail(await planEvaluation(plan));
    const making = new Countdown(settings.positions, 'positions', file.size);
    this.text = () => {
      making.note(file.size);
      return making.text;
    };
    this.making = new SampleMaking(file, settings, { before, after, threads, device });
    try {
      if (!this.stopped) orFail(await this.making.make());
    } finally {
      await device?.close();
    }
  }

  private async learn(parts: SampleParts, progress: Progress): Promise<void> {
    const { folder, settings, means } = this;
    const training = orFail(
      await ValueTraining.open(folder, settings, parts, {
        ...means,
        stop: () => this.stopped,
        onCheck: (point) => {
          progress.note(checkText(point), 'cyan');
        },
      }),
    );
    const { step: before, steps } = training.progress;
    const learning = new Countdown(steps, 'steps', before);
    this.text = () => {
      const { step, check } = training.progress;
      learning.note(step);
      return `learning: ${learning.text}${check === undefined ? '' : checkingText(check)}`;
    };
    try {
      if (orFail(await training.learn())) await this.compare(training, parts, progress);
    } finally {
      await training.close();
    }
  }

  /** Tells the errors on the test positions, of the network and of rollouts. */
  private async compare(
    training: ValueTraining,
    { test }: SampleParts,
    progress: Progress,
  ): Promise<void> {
    const { settings, means, folder } = this;
    const board = Board.of(settings.board, settings.board);
    const network = await openValue(await training.network(), board, means);
    const errors: Record<string, ErrorFigures> = {};
    const measure = async (name: string, evaluator: Evaluator): Promise<void> => {
      const measuring = new Countdown(test.length, 'positions');
      this.text = () => `measuring ${name}: ${measuring.text}`;
      errors[name] = await meanError(evaluator, test, settings, {
        stop: () => this.stopped,
        onPositions: (done) => {
          measuring.note(done);
        },
      });
    };
    await measure('value network', network);
    await network.close();
    for (const [name, policy] of means.rollouts) {
      for (const playouts of [...new Set([1, this.playouts])]) {
        const rollouts = rolloutEvaluator(new Random(settings.seed), playouts, policy);
        await measure(`${playouts} ${playouts === 1 ? 'rollout' : 'rollouts'}, ${name}`, rollouts);
      }
    }
    if (this.stopped) return;
    orFail(writeJson(folder.errors, errors));
    for (const line of errorTable(errors)) progress.note(line);
  }
}

function checkingText({ done, positions }: NonNullable<ValueProgress['check']>): string {
  return `  checking: ${formatCount(done)} of ${formatCount(positions)} positions`;
}

function checkText({ step, epoch, training, test }: ErrorPoint): string {
  const excess = percent(test / training - 1);
  const errors = `training error ${training.toFixed(4)}, test error ${test.toFixed(4)}`;
  return `step ${formatCount(step)}, epoch ${epoch.toFixed(1)}: ${errors} (${excess} more)`;
}

/** Mean squared errors as a Markdown table. */
function errorTable(errors: Readonly<Record<string, ErrorFigures>>): string[] {
  const phases = PHASES.map(({ name }) => name);
  const rows = Object.entries(errors).map(([name, { error, phases: each }]) => {
    const cells = [error, ...phases.map((phase) => each[phase].error)];
    return `| ${[name, ...cells.map((cell) => cell.toFixed(3))].join(' | ')} |`;
  });
  const heading = `| mean squared error on positions not learnt from | all | ${phases.join(' | ')} |`;
  return [heading, `| --- | ${['all', ...phases].map(() => '---').join(' | ')} |`, ...rows];
}

function usage(message: string): CommandError {
  const see = 'see selfplay value --help';
  return new CommandError({ code: 'ERR_USAGE', message: `${message}; ${see}` });
}
