import type { Board } from '../../engine/board.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { mixedEvaluator } from '../../engine/evaluators/mixed.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { openEvaluatorAt, type EvaluatorPlan } from '../play/open-evaluator.js';
import { openRolloutPolicy } from '../rollout-policy/open-policy.js';
import type { MixSpec } from './contestant-spec.js';

/** The evaluator of a network, with what is mixed into it; failures are of files and devices. */
export async function openMixed(
  { file, mix }: { readonly file: string; readonly mix?: MixSpec },
  plan: EvaluatorPlan,
  seed: number,
): Promise<Result<Evaluator>> {
  const policy = await openEvaluatorAt(file, plan);
  if (!policy.ok || mix === undefined) return policy;
  const value = mix.value === undefined ? undefined : await openEvaluatorAt(mix.value, plan);
  if (value?.ok === false) return value;
  const rollouts =
    mix.rollouts === undefined ? undefined : openRollouts(mix.rollouts, plan.board, seed);
  if (rollouts?.ok === false) return rollouts;
  return ok(
    mixedEvaluator({
      policy: policy.value,
      ...(value !== undefined && { value: value.value }),
      ...(rollouts !== undefined && { rollouts: rollouts.value }),
      lambda: mix.lambda,
    }),
  );
}

/** An evaluator by one rollout of a policy by its name; failures as of {@link openRolloutPolicy}. */
export function openRollouts(name: string, board: Board, seed: number): Result<Evaluator> {
  const policy = openRolloutPolicy(name, board);
  return policy.ok ? ok(rolloutEvaluator(new Random(seed), 1, policy.value)) : policy;
}
