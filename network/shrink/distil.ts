import type { HeadOutputs } from '../runtime/runtime.js';
import type { TrainingBatch } from '../training/batch.js';

export type Targets = TrainingBatch['targets'];

/** How much of each target is the teacher's, from 0, none, to 1. */
export interface TeacherShares {
  readonly policy: number;
  readonly value: number;
  readonly ownership: number;
}

/** As much of what a teacher says as of what games and searches showed. */
export const HALF_TEACHER: TeacherShares = { policy: 0.5, value: 0.5, ownership: 0.5 };

/**
 * Targets of `rows` positions for a student: the hard ones mixed with a teacher's answers. A
 * policy's loss is linear in its target, and squared errors are but for a constant, so that the
 * ordinary training step on the mixture follows the mixed gradient exactly. Scores, whose loss is
 * neither, stay hard. To soften the policy by a temperature as well, leave its share 0 and use
 * softPolicy with the setting `distillation` of the training.
 */
export function distilTargets(
  hard: Targets,
  teacher: HeadOutputs,
  rows: number,
  shares: TeacherShares,
): Targets {
  const { policy } = teacher;
  const answers = policy === undefined ? teacher : { ...teacher, policy: softPolicy(policy, rows) };
  const heads = ['policy', 'value', 'ownership'] as const;
  const mixed = heads.flatMap((head) => {
    const [target, answer] = [hard[head], answers[head]];
    return target && answer ? [[head, mix(target, answer, shares[head])] as const] : [];
  });
  return { ...hard, ...Object.fromEntries(mixed) };
}

/**
 * A teacher's policy, [rows, area + 1], from its logits divided by `temperature`: above 1 it tells
 * more of the moves that the teacher would not play (Hinton et al. 2015).
 */
export function softPolicy(logits: Float32Array, rows: number, temperature = 1): Float32Array {
  const moves = logits.length / rows;
  const policy = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += moves) {
    const row = logits.subarray(start, start + moves);
    const best = row.reduce((max, x) => Math.max(max, x), -Infinity);
    const powers = row.map((x) => Math.exp((x - best) / temperature));
    const sum = powers.reduce((total, x) => total + x, 0);
    for (const [i, power] of powers.entries()) policy[start + i] = power / sum;
  }
  return policy;
}

function mix(hard: Float32Array, soft: Float32Array, share: number): Float32Array {
  return hard.map((x, i) => (1 - share) * x + share * soft[i]);
}
