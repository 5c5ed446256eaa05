import { gamesOf, shareOf, type Tally } from '../gate/tally.js';
import { wilsonInterval } from '../rating/elo.js';
import { addPoint, readTests, type CurvePoint } from '../reinforce/curve.js';
import type { ReinforceFolder } from '../reinforce/folder.js';
import type { ReinforceSettings } from '../reinforce/settings.js';
import { TestMatch } from '../reinforce/test-match.js';
import type { ReinforceTraining } from '../reinforce/training.js';
import { formatCount } from '../report/numbers.js';
import { orFail } from './command-error.js';
import { Countdown } from './countdown.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { duration, percent } from './figures.js';
import { Progress } from './progress.js';
import { Signals } from './signals.js';
import { say, type Surroundings } from './surroundings.js';

/** How long a training lasts; it ends with what comes first. */
export interface GamesLimits {
  /** Games of all commands. */
  readonly games?: number;
  /** Hours of this command. */
  readonly hours?: number;
}

/** What one command does of a training, and shows of it. */
export class PolicyGradientSession {
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
    private readonly limits: GamesLimits,
    private readonly around: Surroundings,
  ) {
    const { games } = limits;
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
    const { games = Infinity, hours = Infinity } = this.limits;
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
    const { hours } = this.limits;
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
