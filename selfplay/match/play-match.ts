import type { Color } from '../../engine/color.js';
import { BLACK, WHITE } from '../../engine/color.js';
import type { Outcome } from '../../engine/outcome.js';
import { playMatchGame, type MatchConditions, type MatchGame } from './match-game.js';
import type { Contestant } from './player.js';

/** A match of two contestants. */
export interface Match {
  readonly a: Contestant;
  readonly b: Contestant;
  readonly conditions: MatchConditions;
  /** The moves that a game begins with, by its number. */
  readonly opening: (game: number) => readonly number[];
  readonly seed: number;
  /** Games that are played at once. */
  readonly atOnce: number;
}

/** A game of a match that has been played. */
export interface MatchResult extends MatchGame {
  readonly game: number;
  /** The colour that `a` had. */
  readonly colorOfA: Color;
  /** 1 if `a` won, 0 if it lost, 1/2 else. */
  readonly points: number;
  /** Why a program had no move to make, in a game lost by forfeit. */
  readonly reason?: string;
}

/** In even games `a` is Black. */
export function colorOfA(game: number): Color {
  return game % 2 === 0 ? BLACK : WHITE;
}

/**
 * Plays games of a match, several at once, telling of each as it ends, until all have been played or
 * the caller says stop.
 */
export async function playMatch(
  match: Match,
  games: readonly number[],
  onResult: (result: MatchResult) => void,
  isStopped: () => boolean,
): Promise<void> {
  const left = [...games];
  const table = async (): Promise<void> => {
    for (let game = left.shift(); game !== undefined; game = left.shift()) {
      const result = await playOne(match, game, isStopped);
      if (result === undefined) return;
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(match.atOnce, games.length) }, table));
}

async function playOne(
  { a, b, conditions, opening, seed }: Match,
  game: number,
  isStopped: () => boolean,
): Promise<MatchResult | undefined> {
  const color = colorOfA(game);
  const played = await playMatchGame(
    conditions,
    opening(game),
    async (start) => {
      const seatOfA = await a.seat(start, seed + 2 * game);
      const seatOfB = await b.seat(start, seed + 2 * game + 1);
      return color === BLACK ? [seatOfA, seatOfB] : [seatOfB, seatOfA];
    },
    isStopped,
  );
  if (played === undefined) return undefined;
  return { ...played, game, colorOfA: color, points: pointsOf(played.outcome, color) };
}

/** What an outcome is worth for one player, from 0 to 1. */
export function pointsOf(outcome: Outcome, color: Color): number {
  if (outcome.kind !== 'win') return 0.5;
  return outcome.winner === color ? 1 : 0;
}
