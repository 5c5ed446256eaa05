import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Board } from '../../engine/board.js';
import { ok, type Result } from '../../engine/result.js';
import { readNetwork } from '../../network/files/read-network.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { playable, whyNotOn } from '../../network/runtime/playable-network.js';
import { findNetwork } from '../../network/files/shipped.js';
import { readWeights, shippedWeights } from '../../selfplay/rollout-policy/weights-on-disk.js';
import type { Judge } from './judge.js';
import type { ThinkingSettings } from './messages.js';
import { openNetworkJudge } from './network-judge.js';
import { rolloutJudge } from './rollout-judge.js';

/**
 * The judge for a board: the network asked for, or the shipped one, or playouts where neither can play
 * there, which `notice` is told. A network that cannot be read or run is a failure.
 */
export async function openJudge(
  board: Board,
  settings: ThinkingSettings,
  notice: (text: string) => void,
): Promise<Result<Judge>> {
  const file = settings.network ?? findNetwork(board);
  if (file === undefined) {
    return withoutNetwork(board, settings, `no network for ${board.toString()}`, notice);
  }
  const name = basename(file);
  const network = await load(file, name);
  if (!network.ok) return network;
  const why = whyNotOn(playable(network.value, name), board);
  if (why !== undefined) return withoutNetwork(board, settings, why, notice);
  return openNetworkJudge(network.value, name, board, settings);
}

async function load(file: string, name: string): Promise<Result<SavedNetwork>> {
  return readNetwork(await readFile(file), name);
}

function withoutNetwork(
  board: Board,
  settings: ThinkingSettings,
  why: string,
  notice: (text: string) => void,
): Result<Judge> {
  const weights = readWeights(shippedWeights('linear', board));
  if (!weights.ok) return weights;
  notice(`${why}; playing with UCT and learnt playouts`);
  return ok(rolloutJudge(board, weights.value, settings));
}
