import type { Board } from '../../engine/board.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { UCT_SETTINGS } from '../../engine/search/settings.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { openEvaluatorAt, usualForm } from '../play/open-evaluator.js';
import { SharedEvaluator } from '../play/shared-evaluator.js';
import type { ContestantSpec } from './contestant-spec.js';
import type { Contestant } from './player.js';
import { RANDOM_CONTESTANT } from './random-contestant.js';
import { searchingContestant } from './searching-contestant.js';

export interface OpenContestantOptions {
  readonly board: Board;
  /** Games that are played at once. */
  readonly atOnce: number;
  readonly device: DeviceChoice;
  readonly seed: number;
}

/** Makes a contestant ready in the calling thread; failures are of files, devices and programs. */
export async function openContestant(
  spec: ContestantSpec,
  { board, atOnce, device, seed }: OpenContestantOptions,
): Promise<Result<Contestant>> {
  switch (spec.kind) {
    case 'network': {
      const form = usualForm(device, atOnce);
      const symmetry = { kind: 'random', random: new Random(seed) } as const;
      const plan = { board, capacity: atOnce, device, form, symmetry };
      const opened = await openEvaluatorAt(spec.file, plan);
      if (!opened.ok) return opened;
      const shared = new SharedEvaluator(opened.value, board, atOnce);
      return ok(searchingContestant(spec.name, shared, spec));
    }
    case 'uct': {
      const rollouts = rolloutEvaluator(new Random(seed));
      const shared = new SharedEvaluator(rollouts, board, atOnce);
      const options = { search: UCT_SETTINGS, visits: spec.playouts };
      return ok(searchingContestant(`uct:${spec.playouts}`, shared, options));
    }
    case 'random':
      return ok(RANDOM_CONTESTANT);
    case 'program':
      throw new Error('not yet');
  }
}
