import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { gamesOf, type Tally } from '../gate/tally.js';
import type { Crew } from '../loop/crew.js';
import { HeldMatch, type MatchPlan } from '../loop/hold-match.js';
import { MatchJournal } from '../match/match-journal.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import type { Pairing } from '../rating/standings.js';
import type { Player } from './player.js';

/** What all matches of a comparison have in common. */
export type RoundRobinPlan = Omit<MatchPlan, 'a' | 'b' | 'matchGames' | 'atOnce'> & {
  /** How many games of such contestants each thread plays at once. */
  readonly atOnceFor: (contestants: readonly ContestantSpec[]) => number;
  /** Games of each two players. */
  readonly games: number;
};

/** Two players who meet, in an order that does not depend on that of the list. */
interface Meeting {
  readonly a: Player;
  readonly b: Player;
  readonly journal: MatchJournal;
}

/** In how many rounds all meet at most, so that an early look at the table shows everybody. */
const MOST_ROUNDS = 4;

/** Games of each two in a round at least: fewer would leave batches empty. */
const LEAST_GAMES = 16;

/**
 * Every player against every other. Games are kept in a folder by the players' keys, so that a contest
 * that was cut goes on, and no games of another network count that has the same name.
 */
export class RoundRobin {
  private readonly meetings: readonly Meeting[];
  private held: HeldMatch | undefined;
  private stopped = false;

  private constructor(
    private readonly crew: Crew,
    private readonly plan: RoundRobinPlan,
    players: readonly Player[],
    folder: string,
  ) {
    this.meetings = pairsOf(players).map(([a, b]) => ({
      a,
      b,
      journal: new MatchJournal(join(folder, `${a.key}-${b.key}.jsonl`)),
    }));
  }

  /** With what has been played in that folder, made if it is not there. */
  static open(
    crew: Crew,
    plan: RoundRobinPlan,
    players: readonly Player[],
    folder: string,
  ): Result<RoundRobin, DiskFailure> {
    return onDisk(folder, () => {
      mkdirSync(folder, { recursive: true });
      return new RoundRobin(crew, plan, players, folder);
    });
  }

  /** Games that have been played, and how many there are to be. */
  get progress(): { readonly played: number; readonly games: number } {
    const played = this.meetings.reduce((sum, { journal }) => sum + journal.all.length, 0);
    return { played, games: this.meetings.length * this.plan.games };
  }

  /** What each two have come to so far, those who have not met left out. */
  get pairings(): Pairing[] {
    return this.meetings
      .map(({ a, b, journal }) => ({ player: a.name, opponent: b.name, ...tallyOf(journal) }))
      .filter((pairing) => gamesOf(pairing) > 0);
  }

  /** Plays all that is missing, telling after each match of a round. @throws what threads throw. */
  async play(onMatch: () => void = () => undefined): Promise<void> {
    const { games } = this.plan;
    const rounds = Math.max(1, Math.min(MOST_ROUNDS, Math.floor(games / LEAST_GAMES)));
    for (let round = 1; round <= rounds; round++) {
      const until = round === rounds ? games : 2 * Math.floor((games * round) / rounds / 2);
      for (const meeting of this.meetings) {
        if (this.stopped) return;
        if (meeting.journal.missing(until).length === 0) continue;
        await this.meet(meeting, until);
        onMatch();
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.held?.stop();
  }

  private async meet({ a, b, journal }: Meeting, until: number): Promise<void> {
    const { atOnceFor, ...common } = this.plan;
    const threads = Math.min(common.threads, until);
    const atOnce = atOnceFor([a.spec, b.spec]);
    const match = { ...common, a: a.spec, b: b.spec, matchGames: until, threads, atOnce };
    this.held = new HeldMatch(this.crew, match, journal, { isDecided: () => false });
    await this.held.play();
    this.held = undefined;
  }
}

function pairsOf(players: readonly Player[]): [Player, Player][] {
  return players.flatMap((first, i) =>
    players
      .slice(i + 1)
      .map((second): [Player, Player] =>
        first.key < second.key ? [first, second] : [second, first],
      ),
  );
}

/** All games that have ended: each is played whatever the others come to. */
function tallyOf(journal: MatchJournal): Tally {
  const points = journal.all.map((result) => result.points);
  const count = (worth: number): number => points.filter((p) => p === worth).length;
  return { wins: count(1), draws: count(0.5), losses: count(0) };
}
