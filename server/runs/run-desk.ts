import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import type { ReplayInfo } from '../messages/runs.js';
import type { Follower, RunFeed } from './run-feed.js';
import type { RunReader } from './run-reader.js';
import type { GameList, RunQuestion, RunQuestions } from './run-requests.js';

/** The runs that a server shows. */
export interface Runs {
  readonly reader: RunReader;
  /** By their numbers. */
  readonly feeds: readonly RunFeed[];
}

/** The runs as one page watches them. */
export class RunDesk {
  private followed: RunFeed | undefined;

  constructor(
    private readonly runs: Runs,
    private readonly send: Follower,
  ) {}

  /** Tells of a run now and as it goes on; of none where it is null. ERR_RUN_UNKNOWN, or why not. */
  async watch(number: number | null): Promise<Result<undefined>> {
    this.close();
    if (number === null) return ok(undefined);
    const feed = this.runs.feeds.at(number);
    if (feed === undefined) return refusal('ERR_RUN_UNKNOWN');
    this.followed = feed;
    // The page may have turned to another run, or gone, before it is told of this one.
    const isFollowed = (): boolean => this.followed === feed;
    return feed.follow(this.send, isFollowed);
  }

  list(run: number, before: number | undefined): Promise<Result<GameList>> {
    return this.ask(run, 'list', { before });
  }

  show(run: number, number: number): Promise<Result<ReplayInfo>> {
    return this.ask(run, 'show', { number });
  }

  close(): void {
    this.followed?.leave(this.send);
    this.followed = undefined;
  }

  private async ask<K extends RunQuestion>(
    run: number,
    kind: K,
    ask: RunQuestions[K][0],
  ): Promise<Result<RunQuestions[K][1]>> {
    const { reader, feeds } = this.runs;
    return run < feeds.length ? reader.ask(run, kind, ask) : refusal('ERR_RUN_UNKNOWN');
  }
}
