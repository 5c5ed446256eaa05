import { unwrap } from '../../engine/result.js';
import { appendLine, readLines } from '../disk/json-lines.js';
import { shareOf, type Tally } from '../gate/tally.js';
import type { ContestantSpec } from '../match/contestant-spec.js';
import { parseContestant } from '../match/parse-contestant.js';
import { rate, type Pairing, type Rating } from '../rating/standings.js';
import type { RunFolder } from '../run/folder.js';
import type { RatingSettings } from '../settings/run-settings.js';

/** A champion's games against one opponent, as kept in the run's ratings. */
export interface RatingLine extends Tally {
  readonly champion: number;
  /** Games that the run had recorded then. */
  readonly games: number;
  readonly opponent: string;
}

/** Somebody to be rated against: an anchor, or an earlier champion by its number. */
export interface Opponent {
  readonly name: string;
  readonly spec: ContestantSpec | number;
}

/** The first anchor's rating, from which all others are measured. */
const ORIGIN = 1000;

/** An opponent who is beaten this clearly tells no more. */
const NO_MATCH = 0.97;

/** The strengths of a run's champions, measured against opponents that do not change. */
export class Ratings {
  private readonly lines: RatingLine[];
  private ratings: readonly Rating[] | undefined;

  constructor(
    private readonly folder: RunFolder,
    private readonly settings: RatingSettings,
  ) {
    this.lines = readLines(folder.ratings).values as RatingLine[];
  }

  add(line: RatingLine): void {
    unwrap(appendLine(this.folder.ratings, line));
    this.lines.push(line);
    this.ratings = undefined;
  }

  /** Whom a champion is still to be matched with: anchors that may yet beat it, and an earlier champion. */
  opponentsOf(champion: number): Opponent[] {
    const met = this.lines.filter((line) => line.champion === champion).map((l) => l.opponent);
    const anchors = this.settings.anchors
      .filter((name) => !this.isOutgrown(name, champion))
      .map((name) => ({ name, spec: unwrap(parseContestant(name)) }));
    const before = this.champions
      .filter((number) => number < champion)
      .slice(-3)
      .at(0);
    const earlier = before === undefined ? [] : [{ name: championName(before), spec: before }];
    return [...anchors, ...earlier].filter(({ name }) => !met.includes(name));
  }

  /** The rating of a champion with half its 95 % interval; undefined where it has none. */
  of(champion: number): { rating: number; interval: number } | undefined {
    const found = this.standings().find(({ player }) => player === championName(champion));
    if (found === undefined) return undefined;
    return { rating: found.elo, interval: (found.high - found.low) / 2 };
  }

  /** All who have been met, strongest first. */
  standings(): readonly Rating[] {
    this.ratings ??= rate(this.pairings(), { player: this.settings.anchors[0], elo: ORIGIN });
    return this.ratings;
  }

  /** How many matches there have been. */
  get count(): number {
    return this.lines.length;
  }

  private get champions(): number[] {
    return [...new Set(this.lines.map(({ champion }) => champion))].sort((a, b) => a - b);
  }

  private isOutgrown(opponent: string, champion: number): boolean {
    const last = this.lines.findLast((l) => l.opponent === opponent && l.champion < champion);
    return last !== undefined && shareOf(last) >= NO_MATCH;
  }

  private pairings(): Pairing[] {
    return this.lines.map(({ champion, ...line }) => ({ ...line, player: championName(champion) }));
  }
}

export function championName(number: number): string {
  return `champion ${number}`;
}
