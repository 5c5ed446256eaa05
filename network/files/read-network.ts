import type { Result } from '../../engine/result.js';
import type { NetworkFailure } from './errors.js';
import { readLeelaZero } from './leela-zero-import.js';
import { looksLikeLeelaZero } from './leela-zero-text.js';
import { readNetworkFile } from './network-file.js';
import type { SavedNetwork } from './saved-network.js';

/** Reads a network of any format that is known, whatever the file is called; codes as of each. */
export function readNetwork(bytes: Uint8Array, name: string): Result<SavedNetwork, NetworkFailure> {
  return looksLikeLeelaZero(bytes) ? readLeelaZero(bytes, name) : readNetworkFile(bytes, name);
}
