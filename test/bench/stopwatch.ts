const ROUNDS = 5;
const ROUND_MS = 400;

/**
 * How many units of work a second `work` does, one call doing as many as it returns. Contenders are
 * measured in turns, round after round, so that a busy moment of the machine hits all alike; the
 * best round counts, since other programs can only slow one down. The first round warms up.
 */
export function ratesOf(contenders: readonly (() => number)[]): number[] {
  const best = contenders.map(() => 0);
  for (let round = 0; round <= ROUNDS; round++) {
    contenders.forEach((work, i) => {
      const rate = rateOf(work);
      if (round > 0) best[i] = Math.max(best[i], rate);
    });
  }
  return best;
}

function rateOf(work: () => number): number {
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    done += work();
    elapsed = performance.now() - start;
  } while (elapsed < ROUND_MS);
  return (done / elapsed) * 1000;
}
