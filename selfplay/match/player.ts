import type { Bits } from '../../engine/bits.js';
import type { Game } from '../../engine/game.js';

/** One who plays one game in a match. */
export interface MatchPlayer {
  /** Its move in the position that a game is in: a point, area for a pass, or giving up. */
  choose(game: Game): Promise<number | 'resign'>;
  /** Called last, when the game has been judged, or was stopped. */
  leave?(): void;
}

/** A player of matches, of whom several games can be asked at once. */
export interface Contestant {
  readonly name: string;
  /** A player for one more game, which is at its start. */
  seat(game: Game, seed: number): Promise<MatchPlayer>;
  /** Of one with a view of its own: the stones that it holds for dead in a game it sits in. */
  deadStones?(game: Game): Promise<Bits | undefined>;
  close(): Promise<void>;
}
