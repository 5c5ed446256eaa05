import { drawNormal } from '../../engine/search/noise.js';
import { Random } from '../../engine/random.js';
import type { RunSettings } from '../settings/run-settings.js';

/** What is settled about a game before its first move, by the run's seed and the game's number. */
export interface GamePlan {
  readonly komi: number;
  /** How many first moves are drawn from the bare policy. */
  readonly openingMoves: number;
  /** Whether it is never given up, so that the threshold for that can be learnt. */
  readonly playedOut: boolean;
}

export function planOf(settings: RunSettings, number: number): GamePlan {
  const random = randomOf(settings.seed, number, -1);
  const { komi, play, resignation } = settings;
  const varied = random.float() < komi.varied;
  const shift = varied ? Math.round(2 * komi.deviation * drawNormal(random)) / 2 : 0;
  return {
    komi: komi.usual + shift,
    openingMoves: Math.floor(-play.openingMoves * Math.log(1 - random.float())),
    playedOut: random.float() < resignation.playedOut,
  };
}

/** The randomness of one move of one game: a game that is resumed draws as if it had not stopped. */
export function randomOf(seed: number, number: number, ply: number): Random {
  const mixed = Math.imul(Math.imul(seed | 0, 0x85ebca6b) ^ number, 0xc2b2ae35) ^ (ply + 1);
  return new Random(mixed);
}
