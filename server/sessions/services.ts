import type { Thinkers } from '../thinking/pool.js';

/** What each session may use at most. */
export interface SessionLimits {
  /** Visits of the engine's moves, of analyses, and of each position of a review. */
  readonly visits: number;
  /** Seconds of a move. */
  readonly seconds: number;
  readonly side: number;
  /** Nodes of a game tree. */
  readonly nodes: number;
  /** Milliseconds between two reports of an analysis. */
  readonly interval: number;
}

/** What sessions are made with. */
export interface Services {
  readonly thinkers: Thinkers;
  readonly limits: SessionLimits;
  /** Milliseconds of a clock that nobody sets. */
  readonly now: () => number;
  /** Hears how long a move took that the engine was asked for, in milliseconds. */
  readonly onMove: (ms: number) => void;
}
