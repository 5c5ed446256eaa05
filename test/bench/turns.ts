export interface TurnOptions {
  readonly rounds: number;
  /** The least time of one turn. */
  readonly turnMs: number;
}

export interface Speed {
  /** Units of work a second, in the best round. */
  readonly rate: number;
  /** Milliseconds of processor time that a unit took, all threads together, in the best round. */
  readonly cpuMs: number;
}

/**
 * As ratesOf, for work that resolves to how many units it did: contenders run in turns, the best of
 * all rounds counts, and the first round warms up. Where other programs keep the processor busy,
 * time on the processor tells more than the rate.
 */
export async function speedsInTurns(
  contenders: readonly (() => Promise<number>)[],
  { rounds, turnMs }: TurnOptions,
): Promise<Speed[]> {
  const best = contenders.map(() => ({ rate: 0, cpuMs: Infinity }));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, work] of contenders.entries()) {
      const { rate, cpuMs } = await speedOf(work, turnMs);
      if (round === 0) continue;
      best[i].rate = Math.max(best[i].rate, rate);
      best[i].cpuMs = Math.min(best[i].cpuMs, cpuMs);
    }
  }
  return best;
}

async function speedOf(work: () => Promise<number>, turnMs: number): Promise<Speed> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    done += await work();
    elapsed = performance.now() - start;
  } while (elapsed < turnMs);
  const { user, system } = process.cpuUsage(cpu);
  return { rate: (done / elapsed) * 1000, cpuMs: (user + system) / 1000 / done };
}
