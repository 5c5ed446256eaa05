import { join } from 'node:path';
import { ok, unwrap, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { Device, DeviceChoice } from '../../network/runtime/device.js';
import { appendLine } from '../disk/json-lines.js';
import { judgeGate, makeGateTest } from '../gate/verdict.js';
import type { LearnTask } from '../learn/learn-task.js';
import type { LessonReport } from '../learn/reporter.js';
import { stepsDue } from '../learn/window-size.js';
import { MatchJournal } from '../match/match-journal.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { planEvaluation, type Evaluation } from '../play/evaluation-plan.js';
import { ResignationLearner } from '../play/resignation.js';
import type { PlayedGame } from '../records/played-game.js';
import { removeFlight } from '../run/flight.js';
import { networkPath } from '../run/folder.js';
import { Crew } from './crew.js';
import { HeldMatch, type MatchPlan } from './hold-match.js';
import { MetricsLog } from './metrics-log.js';
import { Pace } from './pace.js';
import { Players } from './players.js';
import { Ratings } from './ratings.js';
import type { Run } from './run.js';
import type { Bench, RunEvent, RunStatus } from './status.js';

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
  private readonly learnStop = new Int32Array(new SharedArrayBuffer(4));
  private match: HeldMatch | undefined;
  private bench: Bench | undefined;
  private losses: Readonly<Record<string, number>> = {};
  private end: LoopEnd | undefined;
  private failure: unknown;
  private wake = (): void => undefined;

  private constructor(
    private readonly run: Run,
    private readonly options: LoopOptions,
    private readonly evaluation: Evaluation,
    private readonly onEvent: (event: RunEvent) => void,
  ) {
    const { settings, folder, outstanding, state } = run;
    const { games, threads } = options;
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
    const timer = setTimeout(
      () => {
        this.stop('hours');
      },
      hours === undefined ? 2 ** 31 - 1 : hours * 3.6e6,
    );
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

  /** Ends the loop soon; everything stays as it is on disk. */
  stop(reason: LoopEnd = 'asked'): void {
    this.end ??= reason;
    Atomics.store(this.learnStop, 0, 1);
    this.match?.stop();
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
      bench: this.bench,
    };
  }

  private get isStopping(): boolean {
    return this.end !== undefined || this.failure !== undefined;
  }

  private async direct(): Promise<void> {
    while (!this.isStopping) {
      const { phase } = this.run.state;
      if (phase === 'learn') await this.learn();
      else if (phase === 'gate') await this.gate();
      else if (phase === 'rate') await this.rate();
      else if (this.isDue()) this.begin();
      else if (this.allRecorded) return;
      else await this.playOn();
    }
  }

  private get allRecorded(): boolean {
    return this.run.records.games >= this.options.games;
  }

  private isDue(): boolean {
    return this.gamesToDue() <= 0 && this.stepsNow() > this.run.state.steps;
  }

  /** Games until the next candidate; the last one of all may come a little sooner. */
  private gamesToDue(): number {
    const { records, settings, state } = this.run;
    const made = records.games - state.games;
    const { gamesBeforeFirst, gamesPerCandidate } = settings.learning;
    const wanted = Math.min(gamesBeforeFirst * 2 ** state.newest, gamesPerCandidate);
    return this.allRecorded && made >= wanted / 2 ? 0 : wanted - made;
  }

  /** Steps that the games recorded so far are good for. */
  private stepsNow(): number {
    const { settings, records } = this.run;
    return stepsDue(settings.learning, records.fullTurns, 0);
  }

  private begin(): void {
    const { state, records } = this.run;
    const steps = this.stepsNow();
    const change = {
      newest: state.newest + 1,
      games: records.games,
      steps,
      phase: 'learn',
    } as const;
    unwrap(this.run.setState(change));
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

  private async onBench(work: () => Promise<void>): Promise<void> {
    const players = this.options.threads - this.benchThreads;
    await this.players.setCount(players);
    if (!this.isStopping) await work();
    this.bench = undefined;
  }

  private async learn(): Promise<void> {
    await this.onBench(async () => {
      const { folder, settings, state } = this.run;
      const { device } = this.evaluation;
      const { newest: number, steps: until } = state;
      const task: Omit<LearnTask, 'port'> = {
        folder,
        settings,
        number,
        until,
        device,
        threads: this.benchThreads,
        stop: this.learnStop.buffer,
      };
      let first: number | undefined;
      this.bench = { kind: 'learning', network: number, done: 0, total: 0 };
      const made = await this.crew.do('makeCandidate', task, (report) => {
        first ??= report.step - report.done;
        this.hearLesson(report, number, until, first);
      });
      if (!made) return;
      if (settings.gate === null) this.promote();
      else unwrap(this.run.setState({ phase: 'gate' }));
    });
  }

  private hearLesson(report: LessonReport, network: number, until: number, first: number): void {
    this.losses = Object.fromEntries(report.means);
    this.metrics.addLesson(report);
    const done = report.step - first;
    this.bench = { kind: 'learning', network, done, total: until - first };
  }

  private async gate(): Promise<void> {
    const { gate } = this.run.settings;
    if (gate === null) {
      this.promote();
      return;
    }
    await this.onBench(async () => {
      const { newest, champion } = this.run.state;
      const test = makeGateTest(gate);
      const journal = this.journal(`gate-${this.nameOf(newest)}`);
      const a = this.network(newest, gate.visits);
      const b = this.network(champion, gate.visits);
      await this.hold(journal, a, b, test.games, 'gate', newest, () => {
        return judgeGate(test, journal.tally()).verdict !== undefined;
      });
      const standing = judgeGate(test, journal.tally());
      if (standing.verdict === undefined) return; // stopped
      const { games } = this.run.records;
      unwrap(
        appendLine(this.run.folder.gates, { candidate: newest, champion, games, ...standing }),
      );
      const verdict = standing.verdict === 'promote' ? 'promoted' : 'rejected';
      const share = (100 * standing.share).toFixed(1);
      const score = `${standing.wins} won, ${standing.draws} drawn, ${standing.losses} lost`;
      this.note(`candidate ${newest} ${verdict}: ${share} % against ${champion} (${score})`);
      if (standing.verdict === 'promote') this.promote();
      else unwrap(this.run.setState({ phase: 'done' }));
    });
  }

  private promote(): void {
    const { newest } = this.run.state;
    const { games } = this.run.settings.rating;
    unwrap(this.run.setState({ champion: newest, phase: games > 0 ? 'rate' : 'done' }));
    this.players.control.champion = newest;
  }

  private async rate(): Promise<void> {
    await this.onBench(async () => {
      const { champion } = this.run.state;
      const { rating } = this.run.settings;
      for (const { name, spec } of this.ratings.opponentsOf(champion)) {
        const journal = this.journal(
          `rating-${this.nameOf(champion)}-${name.replace(/\W+/g, '-')}`,
        );
        const b = typeof spec === 'number' ? this.network(spec, rating.visits) : spec;
        const a = this.network(champion, rating.visits);
        await this.hold(journal, a, b, rating.games, 'rating', champion, () => false);
        if (this.isStopping) return;
        this.ratings.add({
          champion,
          games: this.run.records.games,
          opponent: name,
          ...journal.tally(),
        });
      }
      unwrap(this.run.setState({ phase: 'done' }));
      const elo = this.ratings.of(champion);
      if (elo === undefined) return;
      const { rating: value, interval } = elo;
      this.note(`champion ${champion} is rated ${Math.round(value)} ± ${Math.round(interval)} Elo`);
    });
  }

  private async hold(
    journal: MatchJournal,
    a: ContestantSpec,
    b: ContestantSpec,
    matchGames: number,
    kind: 'gate' | 'rating',
    network: number,
    isDecided: () => boolean,
  ): Promise<void> {
    const { settings, state } = this.run;
    const plan: MatchPlan = {
      board: settings.board,
      rules: { ...RULE_PRESETS[settings.rules], komi: settings.komi.usual },
      a,
      b,
      matchGames,
      seed: settings.seed + 1000 * state.newest,
      atOnce: settings.play.gamesAtOnce,
      device: this.evaluation.device,
      threads: this.benchThreads,
      searchPath: this.options.searchPath ?? '',
    };
    this.match = new HeldMatch(this.crew, plan, journal, {
      isDecided,
      onResult: () => {
        const { wins, draws, losses } = journal.tally();
        const [done, points] = [wins + draws + losses, wins + draws / 2];
        this.bench = { kind, network, done, total: matchGames, points };
      },
    });
    this.bench = { kind, network, done: 0, total: matchGames };
    await this.match.play();
    this.match = undefined;
  }

  private network(number: number, visits: number): ContestantSpec {
    const file = networkPath(this.run.folder, number);
    const { search } = this.run.settings.play;
    return { kind: 'network', name: `champion ${number}`, file, visits, search };
  }

  private journal(name: string): MatchJournal {
    return new MatchJournal(join(this.run.folder.matches, `${name}.jsonl`));
  }

  private nameOf(number: number): string {
    return String(number).padStart(4, '0');
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
    this.resignation.add(game);
    if (this.run.records.games % THRESHOLD_EVERY === 0) this.setThreshold();
    if (this.isDue() || this.allRecorded) this.wake();
  }

  private learnToResign(): void {
    for (const game of this.run.records.readNewest(20_000)) this.resignation.add(game);
    this.setThreshold();
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

  private note(text: string): void {
    this.onEvent({ kind: 'note', text });
  }
}
