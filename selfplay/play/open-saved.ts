import type { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import {
  NetworkEvaluator,
  openNetworkEvaluator,
} from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { playable } from '../../network/runtime/playable-network.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { SharedEvaluator } from './shared-evaluator.js';

/**
 * An evaluator by a network that is at hand, for batches of `capacity`: on one thread of the CPU, or by
 * a runtime that is open already.
 * @throws Error where the network cannot be computed, RangeError where it does not play that board.
 */
export async function openSaved(
  network: SavedNetwork,
  name: string,
  board: Board,
  capacity: number,
  runtime?: Runtime,
): Promise<NetworkEvaluator> {
  if (runtime !== undefined) {
    const evaluator = new NetworkEvaluator(playable(network, name), runtime);
    unwrap(await evaluator.prepare(board));
    return evaluator;
  }
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
  runtime?: Runtime,
): Promise<SharedEvaluator> {
  const evaluator = await openSaved(network, name, board, capacity, runtime);
  return new SharedEvaluator(evaluator, board, capacity);
}
