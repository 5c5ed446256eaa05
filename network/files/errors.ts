import { fail, type Failure } from '../../engine/result.js';

/**
 * Why a file of a network or of its training is refused.
 *
 * - CORRUPT: damaged, cut short, or no such file at all.
 * - FOREIGN: whole, but some other program's.
 * - VERSION: of a format that this program does not know.
 * - CONTENT: whole and its own, but what it says cannot be: a spec, a board, a shape, a number.
 * - EXPORT: a network that another program's format cannot hold.
 */
export const NETWORK_ERROR_CODES = [
  'ERR_NETWORK_CORRUPT',
  'ERR_NETWORK_FOREIGN',
  'ERR_NETWORK_VERSION',
  'ERR_NETWORK_CONTENT',
  'ERR_NETWORK_EXPORT',
] as const;

export type NetworkErrorCode = (typeof NETWORK_ERROR_CODES)[number];

export type NetworkFailure = Failure<NetworkErrorCode>;

export interface Refusal {
  readonly ok: false;
  readonly error: NetworkFailure;
}

/** A failure that names the file and says what is wrong with it. */
export type Refuse = (code: NetworkErrorCode, message: string) => Refusal;

export function refusalsOf(name: string): Refuse {
  return (code, message) => fail(code, `${name}: ${message}`);
}
