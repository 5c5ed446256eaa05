import type { Board } from '../../engine/board.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { mixedEvaluator } from '../../engine/evaluators/mixed.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { openEvaluatorAt, type EvaluatorPlan, type NeededHeads } from '../play/open-evaluator.js';
import { openRolloutPolicy } from '../rollout-policy/open-policy.js';
import type { MixSpec } from './contestant-spec.js';
import { openAside } from './open-aside.js';

/** What to do with a network without a policy, with one that searches without a value, and so on. */
const REMEDIES = {
  policy: 'name a network that has one, and this one after it, as NETWORK+value=FILE',
  own: 'add +value=FILE or +rollouts+lambda=1, or let it play without search, as best:FILE',
  mixed: 'add +value=FILE, or +lambda=1 for rollouts alone',
  value: 'name another after +value=',
};

/** What a network must have whose moves are played without search. */
export const POLICY_ALONE: NeededHeads = { policy: REMEDIES.policy };

const VALUE_ALONE: NeededHeads = { value: REMEDIES.value };

/**
 * The evaluator of a network, with what is mixed into it. ERR_NETWORK_CONTENT where a network lacks a
 * head that counts; else failures are of files and devices.
 */
export async function openMixed(
  { file, mix }: { readonly file: string; readonly mix?: MixSpec },
  plan: EvaluatorPlan,
  seed: number,
): Promise<Result<Evaluator>> {
  const rollouts = mix?.rollouts && openRollouts(mix.rollouts, plan.board, seed);
  if (rollouts && !rollouts.ok) return rollouts;
  const aside = asideIn(mix);
  const openPolicy = aside === 'policy' ? openAside : openEvaluatorAt;
  const policy = await openPolicy(file, { ...plan, needs: needsOf(mix) });
  if (!policy.ok || mix === undefined) return policy;
  const openValue = aside === 'value' ? openAside : openEvaluatorAt;
  const value = mix.value && (await openValue(mix.value, { ...plan, needs: VALUE_ALONE }));
  if (value && !value.ok) {
    await policy.value.close();
    return value;
  }
  return ok(
    mixedEvaluator({
      policy: policy.value,
      ...(value && { value: value.value }),
      ...(rollouts && { rollouts: rollouts.value }),
      lambda: mix.lambda,
    }),
  );
}

/** Which network gets a thread of its own: the one that values leaves, while this thread does the rest. */
function asideIn(mix: MixSpec | undefined): 'policy' | 'value' | undefined {
  if (mix?.async === undefined) return undefined;
  return mix.value !== undefined && mix.lambda < 1 ? 'value' : 'policy';
}

/** What the network that tells the moves must have: a value too, unless something else tells it. */
function needsOf(mix: MixSpec | undefined): NeededHeads {
  if (mix === undefined) return { ...POLICY_ALONE, value: REMEDIES.own };
  const { value, rollouts, lambda } = mix;
  if (value !== undefined || lambda === 1) return POLICY_ALONE;
  return { ...POLICY_ALONE, value: rollouts === undefined ? REMEDIES.own : REMEDIES.mixed };
}

/** An evaluator by one rollout of a policy by its name; failures as of {@link openRolloutPolicy}. */
function openRollouts(name: string, board: Board, seed: number): Result<Evaluator> {
  const policy = openRolloutPolicy(name, board);
  return policy.ok ? ok(rolloutEvaluator(new Random(seed), 1, policy.value)) : policy;
}
