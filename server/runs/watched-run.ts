import { statSync, readdirSync } from 'node:fs';
import { fail, ok, type Result } from '../../engine/result.js';
import type { RulePreset } from '../../engine/rules.js';
import { readRun, type KnownRun } from '../../selfplay/command/known-run.js';
import { Ratings } from '../../selfplay/loop/ratings.js';
import { runFolder, type RunFolder } from '../../selfplay/run/folder.js';
import { gate, metric, type RatingInfo, type ReplayInfo, type RunInfo } from '../messages/runs.js';
import { GameBrowser } from './game-browser.js';
import { GrowingLines } from './growing-lines.js';
import { liveGames } from './live-games.js';
import { thinned } from './thinned.js';

/** Who has written something so lately is at work, in milliseconds. */
const LIVELY = 120_000;

/** Metrics that are told: more than a chart has room for. */
const MOST_METRICS = 2000;

/**
 * A run's folder that is watched as it grows; it is only read, by calls that wait for the disk: see
 * RunReader for the thread that makes them.
 */
export class WatchedRun {
  readonly browser: GameBrowser;
  private readonly folder: RunFolder;
  private readonly metrics;
  private readonly gates;
  private rules: RulePreset = 'tromp-taylor';
  /** What the files looked like that were read last, and what they said. */
  private known: { readonly look: string; readonly info: RunInfo } | undefined;
  private rated: { readonly look: string; readonly ratings: RatingInfo[] } | undefined;

  constructor(
    readonly run: number,
    readonly name: string,
    path: string,
  ) {
    this.folder = runFolder(path);
    this.metrics = new GrowingLines(this.folder.metrics, metric);
    this.gates = new GrowingLines(this.folder.gates, gate);
    this.browser = new GameBrowser(this.folder.games);
  }

  /** How the run stands now. Of an unchanged run the same object is told. ERR_RUN_UNREADABLE. */
  read(): Result<RunInfo> {
    const look = this.look();
    if (this.known?.look === look) return ok(this.known.info);
    const read = this.readAnew();
    if (read.ok) this.known = { look, info: read.value };
    return read;
  }

  /** Games under way, a few. */
  live(): ReplayInfo[] {
    return this.isLive() ? liveGames(this.folder.flight, this.rules) : [];
  }

  private readAnew(): Result<RunInfo> {
    try {
      const known = readRun(this.folder.path);
      return known.ok ? ok(this.describe(known.value)) : known;
    } catch (error) {
      // A file may be replaced while it is read: the next look will do.
      return fail('ERR_RUN_UNREADABLE', `the run cannot be read: ${(error as Error).name}`);
    }
  }

  private describe(known: KnownRun): RunInfo {
    const { settings, state } = known;
    this.rules = settings.rules;
    const metrics = this.metrics.values();
    return {
      run: this.run,
      name: this.name,
      width: settings.board,
      height: settings.board,
      settings: JSON.stringify(settings, undefined, 2),
      games: Math.max(state.games, Math.round(metrics.at(-1)?.games ?? 0)),
      champion: state.champion,
      newest: state.newest,
      phase: state.phase,
      live: this.isLive(),
      metrics: thinned(metrics, MOST_METRICS),
      gates: [...this.gates.values()],
      ratings: this.ratings(known),
    };
  }

  private ratings(known: KnownRun): RatingInfo[] {
    const look = lookOf(this.folder.ratings);
    if (this.rated?.look !== look) this.rated = { look, ratings: this.rate(known) };
    return this.rated.ratings;
  }

  private rate({ folder, settings, state }: KnownRun): RatingInfo[] {
    const since = new Map(this.gates.values().map(({ candidate, games }) => [candidate, games]));
    return new Ratings(folder, settings.rating)
      .standings()
      .map(({ player, elo, low, high, games }) => {
        const champion = /^champion (\d+)$/.exec(player);
        const number = Number(champion?.[1] ?? NaN);
        const made = number === 0 ? 0 : (since.get(number) ?? state.games);
        return { player, elo, low, high, games, since: champion === null ? null : made };
      });
  }

  private isLive(): boolean {
    const newest = Math.max(...this.flights().map(timeOf), timeOf(this.folder.metrics));
    return Date.now() - newest < LIVELY;
  }

  private flights(): string[] {
    try {
      return readdirSync(this.folder.flight).map((name) => `${this.folder.flight}/${name}`);
    } catch {
      return [];
    }
  }

  /** Sizes and times of the files that are read. */
  private look(): string {
    const { settings, state, gates, ratings, metrics } = this.folder;
    return [settings, state, gates, ratings, metrics].map(lookOf).join() + String(this.isLive());
  }
}

function lookOf(path: string): string {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}

function timeOf(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
