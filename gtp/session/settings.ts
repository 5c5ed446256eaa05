import type { Rules } from '../../engine/rules.js';

/** How an engine plays, as its command line says. Times in milliseconds. */
export interface PlaySettings {
  /** The rules at the start, komi in them. */
  readonly rules: Rules;
  /** The board at the start: its side. */
  readonly side: number;
  /** Visits of a move at most, those kept from earlier thinking among them; and without those. */
  readonly visits: number;
  readonly playouts: number;
  /** Time for a move where the client has set no clock. */
  readonly moveTime: number;
  /** Time that may pass between the client's clock and the search. */
  readonly lag: number;
  /** A move is given up after so many own moves in a row whose chance of winning is below the share. */
  readonly resignation: { readonly below: number; readonly moves: number };
  /** Whether to think in the opponent's time. */
  readonly ponders: boolean;
  /** Whether `play` refuses moves that the rules forbid, but that a client may well replay. */
  readonly strict: boolean;
  /** Visits after which an analysis rests. */
  readonly analysisVisits: number;
  /** Whether to draw what is thought on GoGui's board, through stderr. */
  readonly liveGraphics: boolean;
}
