import { statSync, readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fail, ok, type Result } from '../../engine/result.js';
import type { RulePreset } from '../../engine/rules.js';
import {
  gamesAt,
  linesOf,
  readGates,
  readRun,
  type GateLine,
  type KnownRun,
} from '../../selfplay/command/known-run.js';
import { Ratings } from '../../selfplay/loop/ratings.js';
import { runFolder, type RunFolder } from '../../selfplay/run/folder.js';
import {
  metric,
  type GateInfo,
  type MetricInfo,
  type RatingInfo,
  type ReplayInfo,
  type RunInfo,
} from '../messages/runs.js';
import { GameBrowser } from './game-browser.js';
import { liveGames } from './live-games.js';

/** Who has written something so lately is at work, in milliseconds. */
const LIVELY = 120_000;

/** The newest metrics that are told. */
const MOST_METRICS = 5000;

/** A run's folder that is watched as it grows; it is only read. */
export class WatchedRun {
  readonly name: string;
  readonly browser: GameBrowser;
  private readonly folder: RunFolder;
  private rules: RulePreset = 'tromp-taylor';
  /** What the files looked like that were read last, and what they said. */
  private known: { readonly look: string; readonly info: RunInfo } | undefined;

  constructor(
    readonly run: number,
    path: string,
  ) {
    this.folder = runFolder(path);
    this.name = basename(resolve(path));
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
    const { settings, state, folder } = known;
    this.rules = settings.rules;
    const metrics: MetricInfo[] = linesOf(folder.metrics, metric);
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
      metrics: metrics.slice(-MOST_METRICS),
      gates: readGates(folder).map(gateOf),
      ratings: ratingsOf(known),
    };
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

function gateOf(line: GateLine): GateInfo {
  const { candidate, champion, games, wins, draws, losses, share, verdict } = line;
  const known = { candidate, champion, games, wins, draws, losses, share };
  return verdict === undefined ? known : { ...known, verdict };
}

function ratingsOf(known: KnownRun): RatingInfo[] {
  const ratings = new Ratings(known.folder, known.settings.rating);
  return ratings.standings().map(({ player, elo, low, high, games }) => {
    const champion = /^champion (\d+)$/.exec(player);
    const since = champion === null ? null : gamesAt(known, Number(champion[1]));
    return { player, elo, low, high, games, since };
  });
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
