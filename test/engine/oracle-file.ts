import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { KoRule } from '../../engine/rules.js';

/**
 * A game with what a referee says of it: one JSON object a line of an oracle file, square boards.
 * Boards are a letter a point, `X` black, `O` white, `.` empty; a legal point is a `1`.
 */
export interface OracleGame {
  readonly size: number;
  readonly ko: KoRule;
  /** Whether a move may take off two or more stones of one's own. */
  readonly suicide: boolean;
  readonly komi: number;
  /** Points row by row from the top left, −1 for a pass; Black first, and then in turn. */
  readonly moves: readonly number[];
  readonly checks: readonly OracleCheck[];
  readonly final: {
    readonly board: string;
    /** Tromp-Taylor area, hopeless stones taken off first: see `hopelessStones`. */
    readonly area: string;
    /** White's score less Black's, komi counted. */
    readonly whiteMinusBlack: number;
  };
}

/** The board after so many moves, and the legal points of the side to move. */
export interface OracleCheck {
  readonly ply: number;
  readonly board: string;
  readonly legal: string;
}

/** Reads an oracle file, in gzip or plain. */
export function readOracle(file: string | URL): OracleGame[] {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as OracleGame);
}
