import { readFileSync } from 'node:fs';
import { Board } from '../../engine/board.js';
import { fail, ok, unwrap, type Result } from '../../engine/result.js';
import { makeNetworkFile, readNetworkFile } from '../../network/files/network-file.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { agreeOnInputs, type InputFiles } from '../disk/agree-on-inputs.js';
import { agreeOnSettings } from '../disk/agree-on-settings.js';
import { writeWhole } from '../disk/whole-file.js';
import { randomOf } from '../play/game-plan.js';
import { TaskThreads } from '../play/task-threads.js';
import { addPoint, cutCurve, type CurvePoint } from './curve.js';
import type { EpisodeMessage, EpisodesReport, EpisodesTask } from './episodes-task.js';
import { versionPath, type ReinforceFolder } from './folder.js';
import { GradientModel, type LearnedWeight } from './gradient-model.js';
import { parseReinforceSettings } from './parse-settings.js';
import type { Baseline, ReinforceSettings } from './settings.js';
import { figuresOf, joinSpreads, meanOf, type Spread } from './spread.js';
import { readStanding, writeStanding, type Notes } from './standing.js';
import { Updater } from './updater.js';

/** What a policy's training needs beside its settings. */
export interface ReinforceOptions {
  /** The network that it begins with. */
  readonly start: SavedNetwork;
  /** What tells v(s): for the baseline `value`, and to measure what it would do. */
  readonly value?: SavedNetwork | undefined;
  /** The files of networks that may never be others, by the options that name them. */
  readonly inputs?: InputFiles;
  readonly threads: number;
}

type Threads = TaskThreads<{
  playEpisodes: {
    task: EpisodesTask;
    message: EpisodeMessage;
    result: EpisodesReport | undefined;
  };
}>;

/**
 * The policy-gradient training of Silver et al. 2016, in a folder: batches of games of the policy
 * against an earlier version of itself, and after each batch one step along the mean over games of
 * Σ ∇ log π(a|s) · (z − b). All that is drawn follows from the seed and the number of an update or a
 * game, so that a training that was cut goes on as if it had not been.
 */
export class ReinforceTraining {
  private readonly threads: Threads;
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));
  private readonly counts = { played: 0, computed: 0 };
  private readonly opened = performance.now();
  private readonly secondsBefore: number;

  private constructor(
    private readonly folder: ReinforceFolder,
    private readonly settings: ReinforceSettings,
    private readonly options: ReinforceOptions,
    private readonly updater: Updater,
    private made: number,
    private notes: Notes,
  ) {
    this.threads = new TaskThreads(new URL('./tasks.js', import.meta.url), options.threads);
    this.secondsBefore = notes.seconds;
  }

  /**
   * Begins a training, or goes on with the one in the folder, which must be prepared.
   * ERR_RUN_SETTINGS, ERR_NETWORK_CONTENT for a network without a policy, or as of the files.
   */
  static async open(
    folder: ReinforceFolder,
    settings: ReinforceSettings,
    options: ReinforceOptions,
  ): Promise<Result<ReinforceTraining>> {
    const { start, inputs = {} } = options;
    if (start.spec.heads.policy === undefined) {
      return fail('ERR_NETWORK_CONTENT', 'a network without a policy cannot be reinforced');
    }
    const agreed = agreeOnSettings(folder, settings, parseReinforceSettings);
    if (!agreed.ok) return agreed;
    const same = agreeOnInputs(folder, inputs);
    if (!same.ok) return same;
    const standing = readStanding(folder.state);
    if (!standing.ok) return standing;
    const { update = 0, slots, notes } = standing.value ?? {};
    const cut = cutCurve(folder.curve, update);
    if (!cut.ok) return cut;
    const from = slots === undefined ? { weights: start.weights } : { slots };
    const learned = await learnedWeights(start, settings.board);
    const updater = await Updater.open(learned, settings, from);
    const begun = notes ?? { games: 0, seconds: 0, means: {} };
    const training = new ReinforceTraining(folder, settings, options, updater, update, begun);
    const kept = training.keepNetworks();
    return kept.ok ? ok(training) : kept;
  }

  /** Updates made so far. */
  get updates(): number {
    return this.made;
  }

  /** Games played so far. */
  get games(): number {
    return this.notes.games;
  }

  /** Of the games of the update under way, those that are over and those with their gradients. */
  get underWay(): Readonly<Record<EpisodeMessage, number>> {
    return this.counts;
  }

  /** The network as it is now. */
  get network(): SavedNetwork {
    const { start } = this.options;
    const { gamesPerUpdate } = this.settings;
    const history = { ...start.history, reinforced: this.made * gamesPerUpdate };
    return { ...start, weights: this.updater.applyTo(start.weights), history };
  }

  /** Asks it to leave the games that are being played. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
  }

  /**
   * One batch of games and the update that follows from them; undefined if it was told to stop.
   * Failures are of the disk, or ERR_LEARN_DIVERGED. @throws what threads throw.
   */
  async makeUpdate(): Promise<Result<CurvePoint | undefined>> {
    const { settings, notes } = this;
    const opponent = this.drawOpponent();
    const baselines = this.baselines();
    const reports = await this.playEpisodes(opponent, baselines);
    if (reports === undefined) return ok(undefined);
    const spreads = new Map(baselines.map((name) => [name, spreadOf(reports, name)]));
    await this.updater.update(meanOf(spreads.get(settings.baseline)!), settings.rate);
    const point = this.pointOf(opponent, reports, spreads);
    if (!Object.values(point.gradients).every(({ norm }) => Number.isFinite(norm))) {
      return fail('ERR_LEARN_DIVERGED', 'training has failed: lower the rate, or set clipNorm');
    }
    this.made++;
    const means = { ...notes.means, [opponent]: this.meanAfter(point) };
    this.notes = { games: point.games, seconds: point.seconds, means };
    const written = this.keep(point);
    return written.ok ? ok(point) : written;
  }

  async close(): Promise<void> {
    await this.threads.close();
    await this.updater.close();
  }

  /** The number of a version drawn from the pool, each as likely as the others. */
  private drawOpponent(): number {
    const versions = 1 + Math.floor(this.made / this.settings.updatesPerVersion);
    const { seed } = this.settings;
    return Math.floor(randomOf(seed, this.made, -1).float() * versions);
  }

  /** Under which baselines gradients are computed now: now and then all, to be compared. */
  private baselines(): Baseline[] {
    const { baseline, updatesPerMeasurement } = this.settings;
    if (this.made % updatesPerMeasurement !== 0) return [baseline];
    return ['none', 'mean', ...(this.options.value === undefined ? [] : (['value'] as const))];
  }

  /** The running mean of outcomes against a version; 0, as of itself, where they have not met. */
  private meanAgainst(version: number): number {
    const { means } = this.notes;
    return version in means ? means[version] : 0;
  }

  /** That mean after the games of an update; the first ones count in full. */
  private meanAfter({ opponent, wins, losses }: CurvePoint): number {
    const { gamesPerUpdate, meanDecay } = this.settings;
    const kept = opponent in this.notes.means ? meanDecay : 0;
    return kept * this.meanAgainst(opponent) + ((1 - kept) * (wins - losses)) / gamesPerUpdate;
  }

  private async playEpisodes(
    opponent: number,
    baselines: readonly Baseline[],
  ): Promise<EpisodesReport[] | undefined> {
    const { settings, made, threads, options } = this;
    const { gamesPerUpdate } = settings;
    const numbers = Array.from({ length: gamesPerUpdate }, (_, i) => made * gamesPerUpdate + i);
    const task = {
      settings,
      learner: this.network,
      opponent: this.readVersion(opponent),
      value: options.value,
      mean: this.meanAgainst(opponent),
      baselines,
      stop: this.stopWord.buffer,
    };
    // Colours alternate from game to game: every thread gets as many of both.
    const shares = shareOut(numbers, Math.min(threads.threads, gamesPerUpdate / 2));
    const count = (message: EpisodeMessage): void => {
      this.counts[message]++;
    };
    const reports = await Promise.all(
      shares.map((games) => threads.do('playEpisodes', { ...task, games }, count)),
    );
    this.counts.played = this.counts.computed = 0;
    const whole = reports.filter((report) => report !== undefined);
    return whole.length === reports.length ? whole : undefined;
  }

  private pointOf(
    opponent: number,
    reports: readonly EpisodesReport[],
    spreads: ReadonlyMap<Baseline, Spread>,
  ): CurvePoint {
    const { settings, notes, opened } = this;
    const total = (key: 'wins' | 'draws' | 'losses' | 'moves'): number =>
      reports.reduce((sum, report) => sum + report[key], 0);
    return {
      update: this.made,
      games: notes.games + settings.gamesPerUpdate,
      seconds: this.secondsBefore + (performance.now() - opened) / 1000,
      opponent,
      wins: total('wins'),
      draws: total('draws'),
      losses: total('losses'),
      mean: this.meanAgainst(opponent),
      length: total('moves') / settings.gamesPerUpdate,
      gradients: Object.fromEntries(
        [...spreads].map(([name, spread]) => [name, figuresOf(spread)]),
      ),
    };
  }

  /** What is on disk is always of one update: the state comes last, and the curve is cut to it. */
  private keep(point: CurvePoint): Result<void> {
    const { folder, settings, made, notes } = this;
    const added = addPoint(folder.curve, point);
    if (!added.ok) return added;
    const networks = this.keepNetworks();
    if (!networks.ok) return networks;
    const standing = { update: made, slots: this.updater.progress, notes };
    return writeStanding(folder.state, standing, settings);
  }

  private keepNetworks(): Result<void> {
    const { folder, made, settings } = this;
    const bytes = makeNetworkFile(this.network);
    const { updatesPerVersion } = settings;
    if (made % updatesPerVersion === 0) {
      const written = writeWhole(versionPath(folder, made / updatesPerVersion), bytes);
      if (!written.ok) return written;
    }
    return writeWhole(folder.latest, bytes);
  }

  private readVersion(version: number): SavedNetwork {
    const path = versionPath(this.folder, version);
    return unwrap(readNetworkFile(readFileSync(path), path));
  }
}

async function learnedWeights(
  { spec }: SavedNetwork,
  side: number,
): Promise<readonly LearnedWeight[]> {
  const model = await GradientModel.open(spec, Board.of(side, side));
  await model.close();
  return model.learned;
}

function spreadOf(reports: readonly EpisodesReport[], baseline: Baseline): Spread {
  return joinSpreads(reports.map(({ spreads }) => spreads[baseline]!));
}

/** Consecutive parts of a list, pairs kept together. */
function shareOut(numbers: readonly number[], parts: number): number[][] {
  const count = Math.max(1, Math.floor(parts));
  const bound = (i: number): number => 2 * Math.floor((i * numbers.length) / 2 / count);
  return Array.from({ length: count }, (_, i) =>
    numbers.slice(bound(i), i === count - 1 ? numbers.length : bound(i + 1)),
  );
}
