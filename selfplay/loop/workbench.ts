import { join } from 'node:path';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { Device } from '../../network/runtime/device.js';
import { appendLine } from '../disk/json-lines.js';
import { judgeGames, makeGateTest, type GateStanding } from '../gate/verdict.js';
import type { LessonReport } from '../learn/reporter.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { MatchJournal } from '../match/match-journal.js';
import { networkPath } from '../run/folder.js';
import type { Crew } from './crew.js';
import { HeldMatch } from './hold-match.js';
import type { Opponent, Ratings } from './ratings.js';
import type { Run } from './run.js';
import type { Bench } from './status.js';

export interface WorkbenchOptions {
  readonly device: Device;
  /** The PATH in which programs are looked for that are anchors of ratings. */
  readonly searchPath: string;
}

export interface WorkbenchListener {
  readonly onLesson: (report: LessonReport) => void;
  /** The run has another champion. */
  readonly onPromotion: (champion: number) => void;
  readonly onNote: (text: string) => void;
}

/** A match that a phase of the run needs. */
interface Wanted {
  readonly kind: 'gate' | 'rating';
  /** The network that it is about, and its opponent. */
  readonly network: number;
  readonly a: ContestantSpec;
  readonly b: ContestantSpec;
  readonly games: number;
  readonly journal: MatchJournal;
  readonly threads: number;
  readonly isDecided: () => boolean;
}

/**
 * What is done with the newest network beside playing, a phase at a time: it is made, matched with the
 * champion, and rated. Each phase goes on where it was left, and ends by writing the run's next state.
 */
export class Workbench {
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));
  private match: HeldMatch | undefined;
  private shown: Bench | undefined;

  constructor(
    private readonly run: Run,
    private readonly crew: Crew,
    private readonly ratings: Ratings,
    private readonly options: WorkbenchOptions,
    private readonly listener: WorkbenchListener,
  ) {}

  /** What is being done, undefined where nothing is. */
  get status(): Bench | undefined {
    return this.shown;
  }

  /** Leaves what is being done as it is, for good. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
    this.match?.stop();
  }

  /** Does what the run's phase asks for, on so many threads. */
  async work(phase: 'learn' | 'gate' | 'rate', threads: number): Promise<void> {
    try {
      if (phase === 'learn') await this.learn(threads);
      else if (phase === 'gate') await this.gate(threads);
      else await this.rate(threads);
    } finally {
      this.shown = undefined;
    }
  }

  private get isStopped(): boolean {
    return Atomics.load(this.stopWord, 0) !== 0;
  }

  private async learn(threads: number): Promise<void> {
    const { folder, settings, state } = this.run;
    const { newest: number, steps: until } = state;
    const { device } = this.options;
    const stop = this.stopWord.buffer;
    this.shown = { kind: 'learning', network: number, done: 0, total: 0 };
    let first: number | undefined;
    const task = { folder, settings, number, until, device, threads, stop };
    const made = await this.crew.do('makeCandidate', task, (report) => {
      this.listener.onLesson(report);
      first ??= report.step - report.done;
      const [done, total] = [report.step - first, until - first];
      this.shown = { kind: 'learning', network: number, done, total };
    });
    if (!made) return;
    if (settings.gate === null) this.promote();
    else unwrap(this.run.setState({ phase: 'gate' }));
  }

  private async gate(threads: number): Promise<void> {
    const { settings, state } = this.run;
    const { gate } = settings;
    if (gate === null) {
      this.promote(); // the phase was written by a run with a gate
      return;
    }
    const { newest, champion } = state;
    const test = makeGateTest(gate);
    const journal = this.journal(`gate-${numbered(newest)}`);
    const standing = (): GateStanding => judgeGames(test, journal.tallies());
    await this.hold({
      kind: 'gate',
      network: newest,
      a: this.contestant(newest, gate.visits),
      b: this.contestant(champion, gate.visits),
      games: test.games,
      journal,
      threads,
      isDecided: () => standing().verdict !== undefined,
    });
    if (standing().verdict !== undefined) this.settleGate(standing());
  }

  private settleGate(standing: GateStanding): void {
    const { folder, records, state } = this.run;
    const { newest: candidate, champion } = state;
    unwrap(appendLine(folder.gates, { candidate, champion, games: records.games, ...standing }));
    const verdict = standing.verdict === 'promote' ? 'promoted' : 'rejected';
    const share = (100 * standing.share).toFixed(1);
    const score = `${standing.wins} won, ${standing.draws} drawn, ${standing.losses} lost`;
    this.listener.onNote(
      `candidate ${candidate} ${verdict}: ${share} % against ${champion} (${score})`,
    );
    if (standing.verdict === 'promote') this.promote();
    else unwrap(this.run.setState({ phase: 'done' }));
  }

  private promote(): void {
    const { newest } = this.run.state;
    const { games } = this.run.settings.rating;
    unwrap(this.run.setState({ champion: newest, phase: games > 0 ? 'rate' : 'done' }));
    this.listener.onPromotion(newest);
  }

  private async rate(threads: number): Promise<void> {
    const { champion } = this.run.state;
    for (const opponent of this.ratings.opponentsOf(champion)) {
      await this.rateAgainst(opponent, threads);
      if (this.isStopped) return;
    }
    unwrap(this.run.setState({ phase: 'done' }));
    const elo = this.ratings.of(champion);
    if (elo === undefined) return;
    const [rating, interval] = [Math.round(elo.rating), Math.round(elo.interval)];
    this.listener.onNote(`champion ${champion} is rated ${rating} ± ${interval} Elo`);
  }

  private async rateAgainst({ name, spec }: Opponent, threads: number): Promise<void> {
    const { settings, state, records } = this.run;
    const { champion } = state;
    const { visits, games } = settings.rating;
    const journal = this.journal(`rating-${numbered(champion)}-${name.replace(/\W+/g, '-')}`);
    await this.hold({
      kind: 'rating',
      network: champion,
      a: this.contestant(champion, visits),
      b: typeof spec === 'number' ? this.contestant(spec, visits) : spec,
      games,
      journal,
      threads,
      isDecided: () => false,
    });
    if (this.isStopped) return;
    this.ratings.add({ champion, games: records.games, opponent: name, ...journal.tally() });
  }

  private async hold({ kind, network, journal, games, ...match }: Wanted): Promise<void> {
    const { settings, state } = this.run;
    const plan = {
      board: settings.board,
      rules: { ...RULE_PRESETS[settings.rules], komi: settings.komi.usual },
      a: match.a,
      b: match.b,
      matchGames: games,
      seed: settings.seed + 1000 * state.newest,
      atOnce: settings.play.gamesAtOnce,
      threads: match.threads,
      ...this.options,
    };
    this.match = new HeldMatch(this.crew, plan, journal, {
      isDecided: match.isDecided,
      onResult: () => {
        const { wins, draws, losses } = journal.tally();
        const [done, points] = [wins + draws + losses, wins + draws / 2];
        this.shown = { kind, network, done, total: games, points };
      },
    });
    this.shown = { kind, network, done: 0, total: games };
    if (!this.isStopped) await this.match.play();
    this.match = undefined;
  }

  private contestant(number: number, visits: number): ContestantSpec {
    const { search } = this.run.settings.play;
    const file = networkPath(this.run.folder, number);
    return { kind: 'network', name: `champion ${number}`, file, visits, search };
  }

  private journal(name: string): MatchJournal {
    return new MatchJournal(join(this.run.folder.matches, `${name}.jsonl`));
  }
}

function numbered(number: number): string {
  return String(number).padStart(4, '0');
}
