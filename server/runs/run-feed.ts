import { ok, type Result } from '../../engine/result.js';
import type { FromServer } from '../messages/from-server.js';
import type { GateInfo, ReplayInfo, RunInfo } from '../messages/runs.js';
import type { RunReader } from './run-reader.js';

/** How often a run is looked at while somebody watches it, in milliseconds. */
const LOOK_EVERY = 2000;

/** Hears of a run. */
export type Follower = (message: FromServer) => void;

/** A run as it goes on: looked at once for all who follow it, and only while somebody does. */
export class RunFeed {
  private readonly followers = new Set<Follower>();
  private info: RunInfo | undefined;
  private live: readonly ReplayInfo[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly run: number,
    private readonly reader: RunReader,
  ) {}

  /**
   * Tells a follower how the run stands, and then what is new, until it leaves; nothing if it no longer
   * wants to know when that has been read. Failures are of reading the run: it is not followed then.
   */
  async follow(follower: Follower, isWanted: () => boolean): Promise<Result<undefined>> {
    const looked = await this.reader.ask(this.run, 'look', { anew: true });
    if (!looked.ok) return looked;
    // The others are told first, so that all know the same from here on.
    this.tell(looked.value.info, looked.value.live);
    if (!isWanted()) return ok(undefined);
    const { info, live, run } = this;
    if (info !== undefined) follower({ type: 'run', run: info });
    follower({ type: 'run-live', run, games: [...live] });
    this.followers.add(follower);
    this.timer ??= this.startTimer();
    return ok(undefined);
  }

  leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private startTimer(): NodeJS.Timeout {
    let isLooking = false;
    const timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      void this.look().finally(() => (isLooking = false));
    }, LOOK_EVERY);
    return timer.unref();
  }

  private async look(): Promise<void> {
    const looked = await this.reader.ask(this.run, 'look', { anew: false });
    if (looked.ok) this.tell(looked.value.info, looked.value.live);
  }

  private tell(info: RunInfo | undefined, live: readonly ReplayInfo[] | undefined): void {
    const { run } = this;
    if (info !== undefined) {
      const news = this.info === undefined ? info : changes(this.info, info);
      this.info = info;
      this.send({ type: 'run-update', run: news });
    }
    if (live === undefined) return;
    this.live = live;
    this.send({ type: 'run-live', run, games: [...live] });
  }

  private send(message: FromServer): void {
    for (const follower of this.followers) follower(message);
  }
}

/** A run with only those metrics and gates that are new or have changed. */
function changes(before: RunInfo, now: RunInfo): RunInfo {
  const last = before.metrics.at(-1)?.hours ?? -1;
  const known = new Set(before.gates.map(textOf));
  return {
    ...now,
    metrics: now.metrics.filter(({ hours }) => hours > last),
    gates: now.gates.filter((gate) => !known.has(textOf(gate))),
  };
}

function textOf(gate: GateInfo): string {
  return JSON.stringify(gate);
}
