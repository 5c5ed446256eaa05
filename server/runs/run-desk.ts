import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import type { FromServer } from '../messages/from-server.js';
import type { ListedGame, ReplayInfo, RunInfo } from '../messages/runs.js';
import type { WatchedRun } from './watched-run.js';

/** How often a run is looked at while somebody watches it, in milliseconds. */
const LOOK_EVERY = 2000;

/** The runs as one page watches them. */
export class RunDesk {
  private timer: NodeJS.Timeout | undefined;
  private told: RunInfo | undefined;
  private toldLive = '';

  constructor(
    private readonly runs: readonly WatchedRun[],
    private readonly send: (message: FromServer) => void,
  ) {}

  /** Tells of a run now and as it goes on; of none where it is null. ERR_RUN_UNKNOWN, or why not. */
  watch(number: number | null): Result<undefined> {
    this.close();
    if (number === null) return ok(undefined);
    const run = this.find(number);
    if (run === undefined) return refusal('ERR_RUN_UNKNOWN');
    const first = run.read();
    if (!first.ok) return first;
    this.told = first.value;
    this.send({ type: 'run', run: first.value });
    this.tellLive(run);
    this.timer = setInterval(() => {
      this.look(run);
    }, LOOK_EVERY);
    this.timer.unref();
    return ok(undefined);
  }

  list(number: number, before?: number): Result<{ games: ListedGame[]; more: boolean }> {
    return this.withRun(number, ({ browser }) => ok(browser.list(before)));
  }

  show(number: number, game: number): Result<ReplayInfo> {
    return this.withRun(number, ({ browser }) => browser.show(game));
  }

  close(): void {
    clearInterval(this.timer);
    this.told = undefined;
    this.toldLive = '';
  }

  private withRun<T>(number: number, use: (run: WatchedRun) => Result<T>): Result<T> {
    const run = this.find(number);
    if (run === undefined) return refusal('ERR_RUN_UNKNOWN');
    try {
      return use(run);
    } catch (error) {
      return refusal('ERR_RUN_UNREADABLE', (error as Error).name);
    }
  }

  private find(number: number): WatchedRun | undefined {
    return this.runs.find(({ run }) => run === number);
  }

  private look(run: WatchedRun): void {
    const read = run.read();
    const { told } = this;
    if (read.ok && told !== undefined && read.value !== told) {
      this.send({ type: 'run-update', run: changes(told, read.value) });
      this.told = read.value;
    }
    this.tellLive(run);
  }

  private tellLive(watched: WatchedRun): void {
    const { run } = watched;
    const games = watched.live();
    const look = games.map(({ number, moves }) => `${number}:${moves.length}`).join();
    if (look === this.toldLive) return;
    this.toldLive = look;
    this.send({ type: 'run-live', run, games });
  }
}

/** A run with only those metrics and gates that are new or have changed. */
function changes(before: RunInfo, now: RunInfo): RunInfo {
  const last = before.metrics.at(-1)?.hours ?? -1;
  const known = new Set(before.gates.map((gate) => JSON.stringify(gate)));
  return {
    ...now,
    metrics: now.metrics.filter(({ hours }) => hours > last),
    gates: now.gates.filter((gate) => !known.has(JSON.stringify(gate))),
  };
}
