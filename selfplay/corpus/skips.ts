/** Why a game is left out, and what that means. */
export const SKIP_REASONS = {
  file: 'a file that cannot be read',
  unreadable: 'no SGF that can be read',
  board: 'another size of board',
  handicap: 'a handicap, or stones set up',
  turns: 'Black and White do not take turns, Black first',
  illegal: 'a move against the rules',
  short: 'too few moves',
  result: 'no result',
  rank: 'players weaker than asked for, or of unknown rank',
  duplicate: 'the same game once more',
} as const;

export type SkipReason = keyof typeof SKIP_REASONS;

/** A game that is left out. */
export interface Skip {
  readonly reason: SkipReason;
  /** Which game, and what is wrong with it. */
  readonly detail: string;
}

/** How many games, or whole files of them, were left out for a reason, and the first of them. */
export interface SkipCount {
  readonly reason: SkipReason;
  readonly games: number;
  readonly example: string;
}

/** Counts games that are left out. */
export class SkipTally {
  private readonly byReason = new Map<SkipReason, SkipCount>();

  constructor(counts: readonly SkipCount[] = []) {
    for (const count of counts) this.byReason.set(count.reason, count);
  }

  add({ reason, detail }: Skip): void {
    const { games, example } = this.byReason.get(reason) ?? { games: 0, example: detail };
    this.byReason.set(reason, { reason, games: games + 1, example });
  }

  /** The commonest reason first. */
  get counts(): readonly SkipCount[] {
    return [...this.byReason.values()].sort((a, b) => b.games - a.games);
  }

  get total(): number {
    return this.counts.reduce((sum, { games }) => sum + games, 0);
  }
}

/** A line for each reason. */
export function describeSkips(tally: SkipTally): string[] {
  return tally.counts.map(({ reason, games, example }) => {
    const noun = reason === 'file' ? 'file' : 'game';
    const what = `${games} ${noun}${games === 1 ? '' : 's'} left out: ${SKIP_REASONS[reason]}`;
    return `${what} (${games === 1 ? '' : 'first, '}${example})`;
  });
}
