import type { Failure } from '../../engine/result.js';

/**
 * Why the server refuses something, beside the codes of the engine, which are passed on: those of moves
 * (`ERR_MOVE_…`), of SGF files (`ERR_SGF_…`) and ERR_HANDICAP.
 */
export const REFUSALS = {
  ERR_MESSAGE_SYNTAX: 'the message is not JSON',
  ERR_MESSAGE_SHAPE: 'the message is none that the server knows',
  ERR_MESSAGE_BINARY: 'messages are texts',
  ERR_VERSION: 'the page is of another version than the server: load it again',
  ERR_HELLO_FIRST: 'the first message of a connection is hello',
  ERR_HELLO_TWICE: 'the connection has said hello before',
  ERR_RATE: 'too many messages: wait a little',
  ERR_SESSIONS_FULL: 'the server has as many sessions as it can take: try again later',
  ERR_CONNECTIONS_FULL: 'the session is open in too many places: close one',
  ERR_STALE: 'the game has moved on: the message was about another position',
  ERR_NODE_UNKNOWN: 'there is no such node',
  ERR_NODE_ROOT: 'the root cannot be removed or moved',
  ERR_TREE_FULL: 'the game tree has as many nodes as it can have',
  ERR_BOARD_SIDE: 'the board is larger than this server plays on',
  ERR_NOT_YOUR_TURN: 'it is the turn of the engine',
  ERR_GAME_OVER: 'the game has ended: go on with resume, or look at variations',
  ERR_NOT_MARKING: 'dead stones are marked only when both have passed',
  ERR_NO_STONE: 'there is no stone on that point',
  ERR_NOTHING_TO_UNDO: 'there is no move of yours to take back',
  ERR_NOT_THINKING: 'the engine is not thinking about a move',
  ERR_TIME_LEFT: 'that player has time left',
  ERR_RUN_UNKNOWN: 'there is no such run',
  ERR_RUN_GAME_MISSING: 'the run has no such game',
  ERR_RUN_UNREADABLE: 'the run cannot be read',
  ERR_THINKING: 'the engine could not think about this position',
  ERR_INTERNAL: 'the server has made a mistake; the session goes on',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal with its message, and what else there is to say. */
export function refusal(
  code: RefusalCode,
  detail?: string,
): { readonly ok: false; readonly error: Failure } {
  const message = detail === undefined ? REFUSALS[code] : `${REFUSALS[code]}: ${detail}`;
  return { ok: false, error: { code, message } };
}
