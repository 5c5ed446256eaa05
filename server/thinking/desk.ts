import { basename } from 'node:path';
import type { Board } from '../../engine/board.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { NETWORK_PLAY, playoutSearch } from '../../engine/search/playing.js';
import type { SearchSettings } from '../../engine/search/settings.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { openEvaluatorAt } from '../../selfplay/play/open-evaluator.js';
import { openRolloutPolicy } from '../../selfplay/rollout-policy/open-policy.js';
import { SharedEvaluator } from '../../selfplay/play/shared-evaluator.js';
import type { ThinkerInfo } from '../messages/thinking.js';
import { Networks } from './networks.js';
import type { ThreadStart } from './task.js';

/** Positions that are evaluated together at most, and positions that a board's network remembers. */
export const CAPACITY = 32;
const CACHE_ENTRIES = 5000;

/** What judges all positions of one board in this thread, and how to search with it. */
export interface Desk {
  readonly board: Board;
  readonly evaluator: SharedEvaluator;
  readonly search: SearchSettings;
  readonly info: ThinkerInfo;
}

/** A desk for a board: the first network given that fits, else the shipped one, else playouts. */
export async function openDesk(
  board: Board,
  start: ThreadStart,
  runtime: Runtime | undefined,
): Promise<Result<Desk>> {
  const networks = await Networks.read(start.networks);
  if (!networks.ok) return networks;
  const file = networks.value.for(board);
  if (file === undefined) return deskWithout(board, start.seed);
  const { device, form, seed } = start;
  const opened = await openEvaluatorAt(file, {
    board,
    capacity: CAPACITY,
    device,
    form,
    symmetry: { kind: 'random', random: new Random(seed) },
    cacheEntries: CACHE_ENTRIES,
    runtime,
  });
  if (!opened.ok) return opened;
  const description = opened.value.description.replace(file, basename(file));
  return ok({
    board,
    evaluator: new SharedEvaluator(opened.value, board, CAPACITY),
    search: NETWORK_PLAY,
    info: { width: board.width, height: board.height, network: true, description },
  });
}

function deskWithout(board: Board, seed: number): Result<Desk> {
  const { width, height } = board;
  const policy = openRolloutPolicy('linear', board);
  if (!policy.ok) return policy;
  const evaluator = rolloutEvaluator(new Random(seed), 1, policy.value);
  return ok({
    board,
    evaluator: new SharedEvaluator(evaluator, board, CAPACITY),
    search: playoutSearch(policy.value),
    info: {
      width,
      height,
      network: false,
      description: `no network for ${board.toString()}: search with learnt playouts`,
    },
  });
}
