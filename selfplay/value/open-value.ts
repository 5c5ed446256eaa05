import type { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import {
  openNetworkEvaluator,
  type NetworkEvaluator,
} from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { playable, playableForms } from '../../network/runtime/playable-network.js';
import { usualForm } from '../play/open-evaluator.js';
import { ROWS } from './errors.js';

/** What computes. */
export interface Means {
  readonly device: DeviceChoice;
  /** Threads on the CPU. */
  readonly threads: number;
}

/** An evaluator by a value network, to measure its error with. @throws Error where a device fails. */
export async function openValue(
  network: SavedNetwork,
  board: Board,
  { device, threads }: Means,
): Promise<NetworkEvaluator> {
  const form = usualForm(device, ROWS);
  const name = 'the value network';
  const forms = form === 'auto' ? playableForms(network, name) : [playable(network, name, form)];
  return unwrap(await openNetworkEvaluator(forms, { device, board, batch: ROWS, threads }));
}
