/** Learning rates by step: each holds from its step until the next one's. */
export type Schedule = readonly { readonly from: number; readonly rate: number }[];

/** Silver et al. 2017: in thousands of steps, 400, 200, and the rest. */
export const ALPHAGO_ZERO_SCHEDULE: Schedule = [
  { from: 0, rate: 1e-2 },
  { from: 400_000, rate: 1e-3 },
  { from: 600_000, rate: 1e-4 },
];

/** The learning rate of `step`, counted from 0. `schedule` is in order and starts at step 0. */
export function learningRate(schedule: Schedule, step: number): number {
  const current = schedule.findLast(({ from }) => from <= step);
  if (current === undefined) throw new Error(`the schedule says nothing of step ${step}`);
  return current.rate;
}
