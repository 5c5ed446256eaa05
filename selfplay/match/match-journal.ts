import * as v from 'valibot';
import { makeOutcome, parseOutcome } from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';
import { appendLine, readLines } from '../disk/json-lines.js';
import type { Tally } from '../gate/tally.js';
import { colorOfA, pointsOf, type MatchResult } from './play-match.js';

const LINE = v.object({
  game: v.pipe(v.number(), v.integer(), v.minValue(0)),
  outcome: v.string(),
  moves: v.array(v.number()),
});

/** The games of a match, kept one by one in a file: a match that was cut off goes on. */
export class MatchJournal {
  private readonly results = new Map<number, MatchResult>();

  /** The journal in that file, which need not be there; without a file, it is kept in memory. */
  constructor(private readonly path: string | undefined) {
    if (path === undefined) return;
    for (const value of readLines(path).values) {
      const line = v.safeParse(LINE, value);
      const outcome = line.success ? parseOutcome(line.output.outcome) : undefined;
      if (!line.success || !outcome?.ok) continue;
      const { game, moves } = line.output;
      const color = colorOfA(game);
      const points = pointsOf(outcome.value, color);
      this.results.set(game, { game, moves, outcome: outcome.value, colorOfA: color, points });
    }
  }

  /** @throws Error where the disk fails. */
  add(result: MatchResult): void {
    this.results.set(result.game, result);
    if (this.path === undefined) return;
    const { game, moves, outcome } = result;
    unwrap(appendLine(this.path, { game, outcome: makeOutcome(outcome), moves }));
  }

  /** Those of the numbers below `games` that have not been played. */
  missing(games: number): number[] {
    return [...Array(games).keys()].filter((game) => !this.results.has(game));
  }

  get all(): MatchResult[] {
    return [...this.results.values()].sort((a, b) => a.game - b.game);
  }

  /**
   * How `a` did in the first games, up to the first that has not ended: games that end first are no
   * fair sample of those begun.
   */
  tally(): Tally {
    return this.tallies().at(-1)!;
  }

  /** The tallies after none, one, two … of those first games. */
  tallies(): Tally[] {
    let tally: Tally = { wins: 0, draws: 0, losses: 0 };
    const tallies = [tally];
    for (let game = 0; this.results.has(game); game++) {
      tally = withGame(tally, this.results.get(game)!);
      tallies.push(tally);
    }
    return tallies;
  }
}

function withGame(tally: Tally, { points }: MatchResult): Tally {
  if (points === 1) return { ...tally, wins: tally.wins + 1 };
  return points === 0
    ? { ...tally, losses: tally.losses + 1 }
    : { ...tally, draws: tally.draws + 1 };
}
