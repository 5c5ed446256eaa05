import { ok, unwrap, type Result } from '../../engine/result.js';
import type { Device, DeviceChoice } from '../../network/runtime/device.js';
import { stepsDue } from '../learn/window-size.js';
import { planEvaluation, type Evaluation } from '../play/evaluation-plan.js';
import { ResignationLearner } from '../play/resignation.js';
import type { PlayedGame } from '../records/played-game.js';
import { removeFlight } from '../run/flight.js';
import { networkPath } from '../run/folder.js';
import { Crew } from './crew.js';
import { MetricsLog } from './metrics-log.js';
import { Pace } from './pace.js';
import { Players } from './players.js';
import { Ratings } from './ratings.js';
import type { Run } from './run.js';
import type { RunEvent, RunStatus } from './status.js';
import { Workbench } from './workbench.js';

export interface LoopOptions {
  /** The run ends when so many games have been recorded in all. */
  readonly games: number;
  readonly threads: number;
  readonly device: DeviceChoice;
  /** The PATH in which programs are looked for that are anchors of ratings. */
  readonly searchPath?: string | undefined;
  /** The run stops after so many hours of this process. */
  readonly hours?: number;
}

/** The threshold of resignation is learnt anew after so many games. */
const THRESHOLD_EVERY = 50;

const LONGEST_TIMER = 2 ** 31 - 1;

/** Milliseconds between two lines of metrics. */
const METRICS_EVERY = 30_000;

/** Why a loop ended: all games played, time over, or asked to. */
export type LoopEnd = 'games' | 'hours' | 'asked';

/**
 * The whole of learning: threads play the champion's games against itself; from time to time some of
 * them make a candidate from the newest games, match it with the champion, and rate it. What has been
 * done stands on disk at each moment, so that a loop that was killed goes on.
 */
export class Loop {
  private readonly crew: Crew;
  private readonly players: Players;
  private readonly ratings: Ratings;
  private readonly resignation: ResignationLearner;
  private readonly pace: Pace;
  private readonly metrics: MetricsLog;
  private readonly bench: Workbench;
  private losses: Readonly<Record<string, number>> = {};
  private end: LoopEnd | undefined;
  private failure: unknown;
  private wake = (): void => undefined;

  private constructor(
    private readonly run: Run,
    private readonly options: LoopOptions,
    private readonly evaluation: Evaluation,
    onEvent: (event: RunEvent) => void,
  ) {
    const { settings, folder, outstanding, state } = run;
    const { games, threads, searchPath = '' } = options;
    const { device, form } = evaluation;
    this.crew = new Crew(threads);
    const { missing, next: first, flights } = outstanding;
    const plan = { folder, settings, device, form, missing, first, end: Math.max(games, first) };
    const inFlight = flights.map(({ number }) => number);
    const listener = {
      onGame: (game: PlayedGame) => {
        this.record(game);
      },
      onFailure: (failure: unknown) => {
        this.fail(failure);
      },
    };
    this.players = new Players(this.crew, plan, inFlight, listener, evaluation.thread);
    this.players.control.champion = state.champion;
    this.resignation = new ResignationLearner(settings.resignation.falsePositives);
    this.ratings = new Ratings(folder, settings.rating);
    this.bench = new Workbench(
      run,
      this.crew,
      this.ratings,
      { device, searchPath },
      {
        onLesson: (report) => {
          this.losses = Object.fromEntries(report.means);
          this.metrics.addLesson(report);
        },
        onPromotion: (champion) => {
          this.players.control.champion = champion;
        },
        onNote: (text) => {
          onEvent({ kind: 'note', text });
        },
      },
    );
    this.pace = new Pace(threads * settings.play.gamesAtOnce);
    this.metrics = new MetricsLog(folder.metrics);
  }

  /** A loop for a run, on the device asked for or the fastest. Failures are of devices. */
  static async open(
    run: Run,
    options: LoopOptions,
    onEvent: (event: RunEvent) => void,
  ): Promise<Result<Loop>> {
    const evaluation = await planEvaluation({
      choice: options.device,
      file: networkPath(run.folder, run.state.champion),
      board: run.board,
      capacity: run.settings.play.gamesAtOnce,
      threads: options.threads,
    });
    return evaluation.ok ? ok(new Loop(run, options, evaluation.value, onEvent)) : evaluation;
  }

  /** Where the networks that play are computed. */
  get device(): Device {
    return this.evaluation.device;
  }

  /** Plays until the end. @throws Error where the disk or a device fails, or training diverges. */
  async play(): Promise<LoopEnd> {
    const { hours } = this.options;
    const metrics = setInterval(() => {
      this.writeMetrics();
    }, METRICS_EVERY);
    const timer = hours === undefined ? undefined : this.stopAfter(hours);
    try {
      this.learnToResign();
      await this.direct();
    } finally {
      clearTimeout(timer);
      clearInterval(metrics);
      await this.players.setCount(0);
      await this.crew.close();
      await this.evaluation.thread?.close();
      this.writeMetrics();
    }
    if (this.failure !== undefined) throw this.failure as Error;
    return this.end ?? 'games';
  }

  /** A time longer than timers can be, 24 days, is as good as none. */
  private stopAfter(hours: number): NodeJS.Timeout | undefined {
    const ms = 3_600_000 * hours;
    return ms > LONGEST_TIMER
      ? undefined
      : setTimeout(() => {
          this.stop('hours');
        }, ms);
  }

  /** Ends the loop soon; everything stays as it is on disk. */
  stop(reason: LoopEnd = 'asked'): void {
    this.end ??= reason;
    this.bench.stop();
    this.wake();
  }

  status(): RunStatus {
    const { records, state } = this.run;
    const { games: wanted } = this.options;
    const rates = this.pace.rates(this.players.use, this.players.count);
    const left = Math.max(0, wanted - records.games);
    return {
      games: records.games,
      wanted,
      positions: records.fullTurns,
      ...rates,
      left: rates.isSteady ? left / rates.gamesPerSecond : undefined,
      champion: state.champion,
      elo: this.ratings.of(state.champion),
      losses: this.losses,
      bench: this.bench.status,
    };
  }

  private get isStopping(): boolean {
    return this.end !== undefined || this.failure !== undefined;
  }

  private async direct(): Promise<void> {
    while (!this.isStopping) {
      const { phase } = this.run.state;
      if (phase !== 'done') await this.work(phase);
      else if (this.isDue()) this.begin();
      else if (this.allRecorded) return;
      else await this.playOn();
    }
  }

  private get allRecorded(): boolean {
    return this.run.records.games >= this.options.games;
  }

  private isDue(): boolean {
    return this.gamesToDue() <= 0 && this.stepsDue() > 0;
  }

  /** Games until the next candidate; the last one of all may come a little sooner. */
  private gamesToDue(): number {
    const { records, settings, state } = this.run;
    const made = records.games - state.games;
    const { gamesBeforeFirst, gamesPerCandidate } = settings.learning;
    const wanted = Math.min(gamesBeforeFirst * 2 ** state.newest, gamesPerCandidate);
    return this.allRecorded && made >= wanted / 2 ? 0 : wanted - made;
  }

  /** Steps that the games recorded since the newest network are good for. */
  private stepsDue(): number {
    const { settings, records, state } = this.run;
    return stepsDue(settings.learning, records.fullTurns, state.steps);
  }

  private begin(): void {
    const { state, records } = this.run;
    unwrap(
      this.run.setState({
        newest: state.newest + 1,
        games: records.games,
        steps: state.steps + this.stepsDue(),
        phase: 'learn',
      }),
    );
  }

  /** Has all threads play until something has happened. */
  private async playOn(): Promise<void> {
    const { threads } = this.options;
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    // One thread leaves by itself when a candidate is due, so that a seed gives the same run again.
    const quota = threads === 1 ? Math.max(1, this.gamesToDue()) : undefined;
    await this.players.setCount(threads, quota);
    await Promise.race([woken, this.players.allLeft()]);
  }

  /** Threads that make candidates or play matches, while the others go on with self-play. */
  private get benchThreads(): number {
    const { threads } = this.options;
    return this.allRecorded ? threads : Math.max(1, Math.floor(threads / 2));
  }

  /** Has some threads do what the run's phase asks for; the others go on playing. */
  private async work(phase: 'learn' | 'gate' | 'rate'): Promise<void> {
    const threads = this.benchThreads;
    await this.players.setCount(this.options.threads - threads);
    if (!this.isStopping) await this.bench.work(phase, threads);
  }

  private record(game: PlayedGame): void {
    const written = this.run.records.append(game);
    if (!written.ok) {
      this.fail(new Error(`${written.error.code}: ${written.error.message}`));
      return;
    }
    removeFlight(this.run.folder.flight, game.number);
    this.pace.add(game);
    this.metrics.addGame(game);
    if (this.mayResign) this.resignation.add(game);
    if (this.run.records.games % THRESHOLD_EVERY === 0) this.setThreshold();
    if (this.isDue() || this.allRecorded) this.wake();
  }

  private learnToResign(): void {
    if (!this.mayResign) return;
    for (const game of this.run.records.readNewest(20_000)) this.resignation.add(game);
    this.setThreshold();
  }

  /** Whether any game is given up, so that the threshold for it matters. */
  private get mayResign(): boolean {
    return this.run.settings.resignation.playedOut < 1;
  }

  private setThreshold(): void {
    this.players.control.resignBelow = this.resignation.threshold()?.below;
  }

  private writeMetrics(): void {
    const { games, fullTurns } = this.run.records;
    const written = this.metrics.write(games, fullTurns);
    if (!written.ok) this.fail(new Error(`${written.error.code}: ${written.error.message}`));
  }

  private fail(failure: unknown): void {
    this.failure ??= failure;
    this.stop();
  }
}
