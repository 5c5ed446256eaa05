import type { Board } from '../../engine/board.js';
import type { GameCopy } from '../../engine/game-copy.js';

/**
 * What thinks, as the commands see it. One thing at a time is thought about: whatever is asked ends
 * what was under way.
 */
export interface Engine {
  /** Makes ready for a board, in the background. Resolves when that is done, or cannot be. */
  prepare(board: Board): Promise<void>;
  /** Thinks about a position until a limit, or until stopped; `onReport` hears what is found out. */
  think(game: GameCopy, request: ThinkRequest, onReport?: (report: Report) => void): Thinking;
  /** What is thought of a position without any search. */
  evaluate(game: GameCopy, symmetry?: number): Promise<Evaluation>;
  /** Forgets what is known of the game. */
  forget(): void;
  /** Ends it, and what is under way. */
  close(): Promise<void>;
}

/** How long to think, and what to tell meanwhile. */
export interface ThinkRequest {
  /** Visits of the root, kept ones among them, after which it ends. */
  readonly visits: number;
  /** Visits to be made anew, kept ones not counted, after which it ends. */
  readonly playouts: number;
  /** When it ends, in the milliseconds of `now`: where no decision is open, and at the latest. */
  readonly deadline?: { readonly planned: number; readonly most: number };
  /** Whether it may end as soon as no further visit can change which move is the most visited. */
  readonly endsEarly: boolean;
  /** Milliseconds between reports; none before the last where it is not given. */
  readonly interval?: number;
  /** Whether reports tell who owns the points. */
  readonly ownership: boolean;
  /** Moves that are not to be made, as the commands' `avoid` and `allow` say. */
  readonly bans: readonly Ban[];
}

/** Moves that a player must not make, for so many moves from the position thought about. */
export interface Ban {
  readonly color: 1 | 2;
  readonly points: readonly number[];
  readonly depth: number;
}

/** Thinking under way. */
export interface Thinking {
  /** The last report. Fails where the engine cannot think, and says why. */
  readonly done: Promise<Report>;
  /** Ends it as soon as may be. */
  stop(): void;
}

/** What a search has found out, all of it for the player to move. */
export interface Report {
  readonly visits: number;
  /** In [−1, 1]. */
  readonly value: number;
  /** Expected margin in points, where that is known. */
  readonly score?: number;
  /** The moves that were visited and, after them, the others by prior; best first. */
  readonly moves: readonly MoveReport[];
  /** [area], from −1 for the opponent's points to 1. */
  readonly ownership?: Float32Array;
}

/** What is known of one move, for the player who makes it. */
export interface MoveReport {
  readonly move: number;
  readonly visits: number;
  readonly value: number;
  /** A value that the move's is unlikely to be below. */
  readonly lcb: number;
  readonly score?: number;
  readonly prior: number;
  /** The expected line, this move first, and how often each of its positions was visited. */
  readonly line: readonly number[];
  readonly lineVisits: readonly number[];
}

/** What is thought of a position at a glance, for the player to move; shapes as in a Batch. */
export interface Evaluation {
  /** By what. */
  readonly description: string;
  readonly policy: Float32Array;
  readonly value: number;
  readonly score?: number;
  readonly ownership: Float32Array;
}

/** Milliseconds of a clock that all threads share and nobody sets. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
