import { Board } from '../../engine/board.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { playable, whyNotOn } from '../../network/runtime/playable-network.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import { readNetworkAt } from '../play/open-evaluator.js';

/**
 * Reads a network that is needed for one of its heads. ERR_NETWORK_CONTENT where it lacks that head,
 * ERR_NETWORK_MISSING, or the codes of the formats.
 */
export async function readNetworkWith(head: HeadName, file: string): Promise<Result<SavedNetwork>> {
  const saved = await readNetworkAt(file);
  if (!saved.ok || saved.value.spec.heads[head] !== undefined) return saved;
  return fail('ERR_NETWORK_CONTENT', `${file} has no ${head} head: give a network that has one`);
}

/** ERR_NETWORK_BOARD where the network of a file does not play boards of that side. */
export function checkBoard(saved: SavedNetwork, file: string, side: number): Result<void> {
  const why = whyNotOn(playable(saved, file), Board.of(side, side));
  return why === undefined ? ok(undefined) : fail('ERR_NETWORK_BOARD', why);
}
