import type { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import {
  openNetworkEvaluator,
  type NetworkEvaluator,
} from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { playable } from '../../network/runtime/playable-network.js';
import { SharedEvaluator } from './shared-evaluator.js';

/**
 * An evaluator by a network that is at hand, on one thread of the CPU, for batches of `capacity`.
 * @throws Error where the network cannot be computed, RangeError where it does not play that board.
 */
export async function openSaved(
  network: SavedNetwork,
  name: string,
  board: Board,
  capacity: number,
): Promise<NetworkEvaluator> {
  const form = playable(network, name, 'tiles');
  return unwrap(
    await openNetworkEvaluator([form], { device: 'cpu', board, batch: capacity, threads: 1 }),
  );
}

/** The same, shared by many games. */
export async function openShared(
  network: SavedNetwork,
  name: string,
  board: Board,
  capacity: number,
): Promise<SharedEvaluator> {
  return new SharedEvaluator(await openSaved(network, name, board, capacity), board, capacity);
}
