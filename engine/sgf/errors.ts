import type { Failure } from '../result.js';

/** Every code with which reading an SGF file can fail, and what it means. */
export const SGF_ERRORS = {
  ERR_SGF_GZIP: 'the file begins as gzip does, but cannot be unpacked',
  ERR_SGF_TOO_LARGE: 'the file, unpacked, is larger than allowed',
  ERR_SGF_EMPTY: 'the file holds no game',
  ERR_SGF_UNCLOSED: 'a game or a value has no end',
  ERR_SGF_NESTING: 'variations are nested too deeply',
  ERR_SGF_VALUE_LENGTH: 'a value is too long',
  ERR_SGF_SYNTAX: 'the text is not as SGF has it',
  ERR_SGF_GAME: 'the game is not Go',
  ERR_SGF_SIZE: 'SZ is not the size of a board',
  ERR_SGF_KOMI: 'KM is not a number, or no komi anyone plays with',
  ERR_SGF_HANDICAP: 'HA is not a number of stones',
  ERR_SGF_COLOR: 'PL is not a colour',
  ERR_SGF_POINT: 'a move or a stone is not on a point of the board',
  ERR_SGF_MOVES: 'a node has more than one move',
  ERR_SGF_SETUP: 'a node sets the same point up in two ways',
  ERR_SGF_SETUP_LATER: 'stones are set up after a move, which only a tree can hold',
} as const;

export type SgfErrorCode = keyof typeof SGF_ERRORS;

/** Where something stands. Games, lines, columns and nodes (of the main line) count from 1. */
export interface SgfPlace {
  readonly file: string;
  readonly game: number;
  readonly line: number;
  readonly column: number;
  readonly node?: number;
}

/** Why a file, or one of its games, could not be read. The message names the place. */
export interface SgfFailure extends Failure<SgfErrorCode> {
  /** The fault or, with `node`, the beginning of its game; none if it is of the whole file. */
  readonly place?: SgfPlace;
}

/** A failure at a place, which its message names before the reason. */
export function sgfFail(
  code: SgfErrorCode,
  reason: string,
  place: SgfPlace,
): { readonly ok: false; readonly error: SgfFailure } {
  return { ok: false, error: { code, message: `${describe(place)}: ${reason}`, place } };
}

function describe({ file, game, line, column, node }: SgfPlace): string {
  const where = `${file}, game ${game}, line ${line}:${column}`;
  return node === undefined ? where : `${where}, node ${node}`;
}
