import type { Evaluator } from '../../engine/evaluator.js';
import { ok, type Result } from '../../engine/result.js';
import { remoteRuntime } from '../../network/runtime/shared/client.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { planEvaluation } from '../play/evaluation-plan.js';
import { openEvaluatorAt, type EvaluatorPlan } from '../play/open-evaluator.js';

/**
 * An evaluator by the network of a file, computed in a thread of its own, so that this one has time for
 * something else meanwhile. It answers what it would here, bit for bit. Failures as of openEvaluatorAt.
 */
export async function openAside(file: string, plan: EvaluatorPlan): Promise<Result<Evaluator>> {
  const { device: choice, board, capacity } = plan;
  const planned = await planEvaluation({ choice, file, board, capacity, threads: 1 });
  if (!planned.ok) return planned;
  const { device, form } = planned.value;
  const started =
    planned.value.thread === undefined
      ? await RuntimeThread.start({ device, maxBatch: capacity })
      : ok(planned.value.thread);
  if (!started.ok) return started;
  const thread = started.value;
  const runtime = remoteRuntime(thread.connect());
  const opened = await openEvaluatorAt(file, { ...plan, form, runtime });
  if (opened.ok) return ok(withThread(opened.value, thread));
  await thread.close();
  return opened;
}

/** An evaluator that ends its thread when it is closed. */
function withThread(evaluator: Evaluator, thread: RuntimeThread): Evaluator {
  return {
    description: evaluator.description,
    batch: (board, capacity) => evaluator.batch(board, capacity),
    evaluate: (batch) => evaluator.evaluate(batch),
    close: async () => {
      await evaluator.close();
      await thread.close();
    },
  };
}
