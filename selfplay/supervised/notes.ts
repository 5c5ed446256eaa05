import * as v from 'valibot';

/** What the notes of a training are, as JSON. */
export const NOTES = v.object({
  /** How long it has taken so far, over all commands. */
  seconds: v.number(),
  /** How many checks are done, those missed among them. */
  checks: v.number(),
  /** The lowest held-out loss so far, and how many checks have not reached it since. */
  bestLoss: v.nullable(v.number()),
  sinceBest: v.number(),
  /** Sums of what the steps since the last check showed, and how many steps these are. */
  sums: v.record(v.string(), v.number()),
  summed: v.number(),
});

/** What a training remembers beside its weights. */
export type Notes = v.InferOutput<typeof NOTES>;

export const NO_NOTES: Notes = {
  seconds: 0,
  checks: 0,
  bestLoss: null,
  sinceBest: 0,
  sums: {},
  summed: 0,
};

/** Notes with what one more step showed. */
export function withStep(notes: Notes, numbers: ReadonlyMap<string, number>): Notes {
  const sums = { ...notes.sums };
  for (const [name, x] of numbers) sums[name] = (sums[name] ?? 0) + x;
  return { ...notes, sums, summed: notes.summed + 1 };
}

/** Notes after a check, `checks` in all, which showed a better network than ever or did not. */
export function withCheck(notes: Notes, checks: number, loss: number, best: boolean): Notes {
  return {
    ...NO_NOTES,
    seconds: notes.seconds,
    checks,
    bestLoss: best ? loss : notes.bestLoss,
    sinceBest: best ? 0 : notes.sinceBest + 1,
  };
}

/** Means of what the steps since the last check showed. */
export function meansOf({ sums, summed }: Notes): Record<string, number> {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / summed]));
}
