import type { Tally } from '../gate/tally.js';
import type { MatchJournal } from '../match/match-journal.js';
import type { MatchTask } from '../match/match-task.js';
import type { MatchResult } from '../match/play-match.js';
import type { Crew } from './crew.js';

/** A match that a crew is to play. */
export interface MatchPlan extends Omit<MatchTask, 'games' | 'stop' | 'port'> {
  /** How many threads play it. */
  readonly threads: number;
}

export interface MatchListener {
  /** After each game: how `a` stands in the games that count. True ends the match. */
  readonly isDecided: (tally: Tally) => boolean;
  readonly onResult?: (journal: MatchJournal) => void;
}

/** A match under way, which can be told to stop. */
export class HeldMatch {
  private failure: unknown;
  private readonly stopWord = new Int32Array(new SharedArrayBuffer(4));

  constructor(
    private readonly crew: Crew,
    private readonly plan: MatchPlan,
    private readonly journal: MatchJournal,
    private readonly listener: MatchListener,
  ) {}

  /** Ends it as soon as its threads see; games under way are lost. */
  stop(): void {
    Atomics.store(this.stopWord, 0, 1);
  }

  /** Plays the games that the journal lacks, until all are there or the listener says so. */
  async play(): Promise<void> {
    const missing = this.journal.missing(this.plan.matchGames);
    if (missing.length === 0 || this.listener.isDecided(this.journal.tally())) return;
    const shares = shareOut(missing, this.plan.threads);
    await Promise.all(shares.map((games) => this.playShare(games)));
  }

  private async playShare(games: readonly number[]): Promise<void> {
    const task = { ...this.plan, games, stop: this.stopWord.buffer };
    await this.crew.do('playMatchGames', task, (result) => {
      this.take(result);
    });
    if (this.failure !== undefined) throw this.failure as Error;
  }

  private take(result: MatchResult): void {
    try {
      this.journal.add(result);
      this.listener.onResult?.(this.journal);
      if (this.listener.isDecided(this.journal.tally())) this.stop();
    } catch (error) {
      this.failure ??= error; // the disk: what is thrown here would have nobody to catch it
      this.stop();
    }
  }
}

/** Deals things out to so many, some of whom may get none and are left out. */
function shareOut<T>(all: readonly T[], shares: number): T[][] {
  return Array.from({ length: shares }, (_, share) =>
    all.filter((_, i) => i % shares === share),
  ).filter((part) => part.length > 0);
}
