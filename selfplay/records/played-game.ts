import type { Outcome } from '../../engine/outcome.js';
import type { RulePreset } from '../../engine/rules.js';

/**
 * A self-play game as it is recorded: moves and what the searches found, from which positions to learn
 * from are made again. No planes: those are written when a batch is drawn.
 */
export interface PlayedGame {
  /** Its place in the run, from 0; each number is played once. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly rules: RulePreset;
  readonly komi: number;
  /** The champion, by its number in the run, whose network made the first move and the last. */
  readonly champion: { readonly first: number; readonly last: number };
  /** Points in row-major order, area for a pass; Black moves first. */
  readonly moves: Uint16Array;
  /** The searches, in the order of their plies; moves without one were made by the policy alone. */
  readonly turns: readonly SearchedTurn[];
  readonly outcome: Outcome;
  /** White's points less Black's in the end, komi counted; where the game was resigned, of the moves played out after. */
  readonly margin: number;
  /** [area]: who owns each point in the end: 1 Black, −1 White, 0 neither. */
  readonly owners: Int8Array;
  /** What the threshold for giving up is learnt from. */
  readonly resignation?: Resignation;
}

/** A search of self-play: what one move was chosen by. */
export interface SearchedTurn {
  /** Which move of the game it was: `moves[ply]`. */
  readonly ply: number;
  /** Visits of the root. */
  readonly visits: number;
  /** Whether the policy is to be learnt from: false for the fast searches of playout-cap randomisation. */
  readonly full: boolean;
  /** Value of the root for the side to move, in [−1, 1]. */
  readonly value: number;
  /** The search's policy: moves, area for pass, and their shares, which add up to 1. Rare moves are left out. */
  readonly moves: Uint16Array;
  readonly shares: Float32Array;
}

/** What is known of giving up in one game. */
export interface Resignation {
  /** Whether the game was one of those never resigned, from which the threshold is learnt. */
  readonly playedOut: boolean;
  /** The lowest root value that each player saw, in [−1, 1], for that player. */
  readonly lowest: { readonly black: number; readonly white: number };
}
