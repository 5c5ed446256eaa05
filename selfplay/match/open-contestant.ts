import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { ok, type Failure, type Result } from '../../engine/result.js';
import { playoutSearch } from '../../engine/search/playing.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { readCommand } from '../opponents/find-program.js';
import { ProgramContestant } from '../opponents/program-contestant.js';
import { openEvaluatorAt, usualForm, type EvaluatorPlan } from '../play/open-evaluator.js';
import { SharedEvaluator } from '../play/shared-evaluator.js';
import { openRolloutPolicy } from '../rollout-policy/open-policy.js';
import type { ContestantSpec } from './contestant-spec.js';
import { uctName } from './parse-contestant.js';
import { openMixed, POLICY_ALONE } from './open-mixed.js';
import type { Contestant } from './player.js';
import { policyContestant } from './policy-contestant.js';
import { RANDOM_CONTESTANT } from './random-contestant.js';
import { searchingContestant } from './searching-contestant.js';
import { timedContestant } from './timed-contestant.js';

/** Leaves of one search that a network evaluates together where it plays by the clock. */
const TIMED_LEAVES = 8;

export interface OpenContestantOptions {
  /** A game like those that are to be played. */
  readonly game: Game;
  /** Games that are played at once. */
  readonly atOnce: number;
  readonly device: DeviceChoice;
  readonly seed: number;
  /** The PATH in which programs are looked for. */
  readonly searchPath: string;
  /** Told why a program has no move to make and loses its game. */
  readonly onForfeit: (reason: Failure) => void;
}

/** Makes a contestant ready in the calling thread; failures are of files, devices and programs. */
export async function openContestant(
  spec: ContestantSpec,
  options: OpenContestantOptions,
): Promise<Result<Contestant>> {
  const { game, atOnce, seed } = options;
  const { board } = game;
  switch (spec.kind) {
    case 'network': {
      const opened = await openMixed(spec, planOf(options), seed);
      if (!opened.ok) return opened;
      const { name, search, time } = spec;
      if (time !== undefined) {
        return ok(timedContestant(name, opened.value, { search, time, leaves: TIMED_LEAVES }));
      }
      const shared = new SharedEvaluator(opened.value, board, atOnce);
      return ok(searchingContestant(name, shared, spec));
    }
    case 'policy': {
      const opened = await openEvaluatorAt(spec.file, { ...planOf(options), needs: POLICY_ALONE });
      if (!opened.ok) return opened;
      const shared = new SharedEvaluator(opened.value, board, atOnce);
      return ok(policyContestant(spec.name, shared, spec.pick));
    }
    case 'uct': {
      const policy = openRolloutPolicy(spec.policy ?? 'uniform', board);
      if (!policy.ok) return policy;
      const rollouts = rolloutEvaluator(new Random(seed), 1, policy.value);
      const search = playoutSearch(policy.value);
      const { time } = spec;
      if (time !== undefined) {
        return ok(timedContestant(uctName(spec), rollouts, { search, time, leaves: 1 }));
      }
      const shared = new SharedEvaluator(rollouts, board, atOnce);
      return ok(searchingContestant(uctName(spec), shared, { search, visits: spec.playouts }));
    }
    case 'random':
      return ok(RANDOM_CONTESTANT);
    case 'program': {
      const command = readCommand(spec.command, options.searchPath);
      if (!command.ok) return command;
      return ProgramContestant.open(command.value, game, options.onForfeit);
    }
  }
}

/** How networks are opened: each position is seen under a symmetry drawn anew. */
function planOf({ game, atOnce, device, seed }: OpenContestantOptions): EvaluatorPlan {
  return {
    board: game.board,
    capacity: atOnce,
    device,
    form: usualForm(device, atOnce),
    symmetry: { kind: 'random', random: new Random(seed) },
  };
}
