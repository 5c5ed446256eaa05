/** How a player's games against another have gone so far. */
export interface Tally {
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
}

/** How many games that is. */
export function gamesOf({ wins, draws, losses }: Tally): number {
  return wins + draws + losses;
}

/** The player's points: one for a win, half of one for a draw. */
export function pointsOf({ wins, draws }: Tally): number {
  return wins + draws / 2;
}

/** Share of the points in [0, 1]; a half where no game has been played. */
export function shareOf(tally: Tally): number {
  const games = gamesOf(tally);
  return games === 0 ? 0.5 : pointsOf(tally) / games;
}

/** The same games as the opponent sees them. */
export function turned({ wins, draws, losses }: Tally): Tally {
  return { wins: losses, draws, losses: wins };
}
