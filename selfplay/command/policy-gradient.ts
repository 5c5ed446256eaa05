import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { InputFiles } from '../disk/agree-on-inputs.js';
import { gamesOf, shareOf, type Tally } from '../gate/tally.js';
import { wilsonInterval } from '../rating/elo.js';
import { addPoint, readTests, type CurvePoint } from '../reinforce/curve.js';
import {
  prepareReinforceFolder,
  reinforceFolder,
  type ReinforceFolder,
} from '../reinforce/folder.js';
import { parseReinforceSettings } from '../reinforce/parse-settings.js';
import { REINFORCE_PRESETS, type ReinforcePresetName } from '../reinforce/presets.js';
import {
  BASELINES,
  USUAL_REINFORCE,
  type Baseline,
  type ReinforceSettings,
} from '../reinforce/settings.js';
import { TestMatch } from '../reinforce/test-match.js';
import { ReinforceTraining } from '../reinforce/training.js';
import { formatCount } from '../report/numbers.js';
import { lockRun } from '../run/lock.js';
import { CommandError, orFail } from './command-error.js';
import { Countdown } from './countdown.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { duration, percent } from './figures.js';
import { chooseFolderSettings, type SettingsChanges } from './folder-settings.js';
import { checkBoard, readNetworkWith } from './input-network.js';
import {
  boardOption,
  collected,
  positiveNumber,
  seedOption,
  threadsOption,
  wholeNumber,
} from './option-values.js';
import { Progress } from './progress.js';
import { Signals } from './signals.js';
import type { Finish } from './subcommands.js';
import { say, type Surroundings } from './surroundings.js';

interface PolicyGradientOptions extends SettingsChanges {
  readonly network?: string;
  readonly preset?: ReinforcePresetName;
  readonly out: string;
  readonly games?: number;
  readonly hours?: number;
  readonly baseline?: Baseline;
  readonly valueNetwork?: string;
  readonly threads?: number;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  selfplay policy-gradient --network runs/policy/best.onnx --games 50000
  selfplay policy-gradient --network policy.onnx --baseline value --value-network value.onnx --hours 2

The same command given again goes on where it stopped, was killed, or ended.`;

/** `selfplay policy-gradient --network FILE`. */
export function policyGradientCommand(around: Surroundings, finish: Finish): Command {
  return new Command('policy-gradient')
    .summary('reinforce a policy network by games against earlier versions of itself')
    .description('REINFORCE on a policy network, as in AlphaGo (Silver et al. 2016).')
    .option('--network <file>', 'the policy network to begin with')
    .addOption(
      new Option('--preset <name>', 'how it learns (default: usual)').choices(
        Object.keys(REINFORCE_PRESETS),
      ),
    )
    .option('--out <dir>', 'folder of the training', 'runs/policy-gradient')
    .option('--games <n>', 'games to play in all', wholeNumber(1, 1e9))
    .option('--hours <h>', 'stop after so many hours', positiveNumber)
    .addOption(
      new Option('--baseline <name>', 'what is taken from the outcomes (default: mean)').choices(
        BASELINES,
      ),
    )
    .option('--value-network <file>', 'what tells v(s) for the baseline value, or to measure it')
    .addOption(boardOption("side of the board (default: the network's)"))
    .addOption(seedOption())
    .option('--set <path=value>', 'change a setting; may be given again', collected)
    .addOption(threadsOption())
    .option('--print-config', 'print all settings as JSON, and end')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PolicyGradientOptions) => {
      finish(await policyGradient(options, around));
    });
}

async function policyGradient(
  options: PolicyGradientOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { network, out, games, hours, valueNetwork } = options;
  const folder = reinforceFolder(out);
  const start =
    network === undefined ? undefined : orFail(await readNetworkWith('policy', network));
  const settings = orFail(chooseSettings(options, folder, start));
  if (options.printConfig) {
    say(around.stdout, JSON.stringify(settings, null, 2));
    return EXIT.done;
  }
  if (network === undefined || start === undefined) {
    throw usage('which network is to be reinforced? Say --network FILE');
  }
  if (games === undefined && hours === undefined) {
    throw usage('how long is it to learn? Say --games N or --hours H');
  }
  if (settings.baseline === 'value' && valueNetwork === undefined) {
    throw usage('whose values are the baseline? Say --value-network FILE');
  }
  orFail(checkBoard(start, network, settings.board));
  const value = await openValue(valueNetwork, settings.board);
  const lock = orFail(lockRun(out));
  try {
    orFail(prepareReinforceFolder(folder));
    const threads = options.threads ?? availableParallelism();
    const inputs = inputsOf(network, settings, valueNetwork);
    const training = orFail(
      await ReinforceTraining.open(folder, settings, { start, value, inputs, threads }),
    );
    try {
      return await new Session(training, folder, settings, threads, options, around).hold();
    } finally {
      await training.close();
    }
  } finally {
    lock.release();
  }
}

async function openValue(
  file: string | undefined,
  board: number,
): Promise<SavedNetwork | undefined> {
  if (file === undefined) return undefined;
  const network = orFail(await readNetworkWith('value', file));
  orFail(checkBoard(network, file, board));
  return network;
}

/** What decides how it learns; a value network that only measures may come and go. */
function inputsOf(
  network: string,
  { baseline }: ReinforceSettings,
  valueNetwork: string | undefined,
): InputFiles {
  const isBaseline = baseline === 'value' && valueNetwork !== undefined;
  return { '--network': network, ...(isBaseline && { '--value-network': valueNetwork }) };
}

/** A preset's settings, or those of the training that is there, with what options change. */
function chooseSettings(
  options: PolicyGradientOptions,
  folder: ReinforceFolder,
  start: SavedNetwork | undefined,
): Result<ReinforceSettings> {
  const { preset, baseline } = options;
  const source = {
    preset: preset && REINFORCE_PRESETS[preset],
    usual: USUAL_REINFORCE,
    kept: folder.settings,
    network: start,
    parse: parseReinforceSettings,
  };
  return chooseFolderSettings<ReinforceSettings>(source, options, {
    ...(baseline !== undefined && { baseline }),
  });
}

/** What one command does of a training, and shows of it. */
class Session {
  private readonly begun = performance.now();
  private stopped = false;
  private match: TestMatch | undefined;
  private readonly countdown: Countdown | undefined;
  private latest: CurvePoint | undefined;
  private readonly tests: Map<number, Tally>;

  constructor(
    private readonly training: ReinforceTraining,
    private readonly folder: ReinforceFolder,
    private readonly settings: ReinforceSettings,
    private readonly threads: number,
    private readonly options: PolicyGradientOptions,
    private readonly around: Surroundings,
  ) {
    const { games } = options;
    if (games !== undefined) this.countdown = new Countdown(games, 'games', training.games);
    this.tests = new Map(readTests(folder.tests).map((test) => [test.update, test]));
  }

  async hold(): Promise<ExitCode> {
    const { training, folder, around } = this;
    const progress = new Progress(around.stdout, {
      lines: (paint) => [`${paint('bold', 'policy gradient')} ${this.text}`],
      line: () => this.text,
    });
    const signals = new Signals(() => {
      progress.note('stopping (Ctrl-C again ends at once)');
      this.stopped = true;
      training.stop();
      this.match?.stop();
    });
    try {
      while (!this.isOver) {
        await this.test(progress);
        if (!this.stopped) this.latest = orFail(await training.makeUpdate()) ?? this.latest;
        this.countdown?.note(training.games);
      }
      if (!this.stopped) await this.test(progress, true);
      progress.close();
      const end = this.stopped ? 'stopped' : 'done';
      const { updates, games } = training;
      say(around.stdout, `${end}: ${formatCount(updates)} updates, ${formatCount(games)} games`);
      say(around.stdout, `the network: ${folder.latest}`);
      return signals.exitCode ?? EXIT.done;
    } finally {
      progress.close();
      signals.close();
    }
  }

  private get isOver(): boolean {
    const { games = Infinity, hours = Infinity } = this.options;
    const elapsed = (performance.now() - this.begun) / 3.6e6;
    return this.stopped || this.training.games >= games || elapsed >= hours;
  }

  private get text(): string {
    const { training, countdown, latest } = this;
    const games = countdown?.text ?? `${formatCount(training.games)} games`;
    const done = `${formatCount(training.updates)} updates  ${games}${this.hoursLeft}`;
    const last = latest === undefined ? '' : `  ${this.lastText(latest)}`;
    return `${done}  ${this.workText}${last}`;
  }

  private get hoursLeft(): string {
    const { hours } = this.options;
    if (hours === undefined) return '';
    const left = 3600 * hours - (performance.now() - this.begun) / 1000;
    return `  ${duration(Math.max(0, left))} at most`;
  }

  /** What it is at: an update or a test match. */
  private get workText(): string {
    const { match, training, settings } = this;
    if (match !== undefined) return `test match: ${match.played} of ${settings.tests.games} games`;
    const { played, computed } = training.underWay;
    const of = `of ${settings.gamesPerUpdate}`;
    return computed === 0 ? `update: ${played} ${of} games` : `update: ${computed} ${of} gradients`;
  }

  private lastText({ wins, draws, losses, opponent, length }: CurvePoint): string {
    const pool = `${percent(shareOf({ wins, draws, losses }))} against version ${opponent}`;
    const last = [...this.tests].at(-1);
    const test = last === undefined ? '' : `  ${percent(shareOf(last[1]))} against the start`;
    return `${pool}${test}  ${length.toFixed(0)} moves a game`;
  }

  /** Holds the test match that is due, or one at the end. */
  private async test(progress: Progress, isEnd = false): Promise<void> {
    const { training, settings, folder, threads } = this;
    const { updates } = training;
    const isDue = updates > 0 && (isEnd || updates % settings.tests.updates === 0);
    if (!isDue || this.tests.has(updates)) return;
    this.match = new TestMatch(folder, updates, settings, threads);
    const tally = await this.match.play();
    this.match = undefined;
    if (gamesOf(tally) < settings.tests.games) return;
    this.tests.set(updates, tally);
    orFail(addPoint(folder.tests, { update: updates, ...tally }));
    progress.note(testText(updates, tally), 'cyan');
  }
}

function testText(updates: number, tally: Tally): string {
  const { low, high } = wilsonInterval(shareOf(tally), gamesOf(tally));
  const interval = `95 %: ${percent(low)} to ${percent(high)}`;
  const of = `of ${gamesOf(tally)} games against the start, without search`;
  return `after ${formatCount(updates)} updates: ${percent(shareOf(tally))} ${of} (${interval})`;
}

function usage(message: string): CommandError {
  const see = 'see selfplay policy-gradient --help';
  return new CommandError({ code: 'ERR_USAGE', message: `${message}; ${see}` });
}
