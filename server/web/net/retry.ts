const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next try, in milliseconds, after so many failures in a row: twice as
 * long each time, and spread by up to a half so that many pages do not come back at once.
 */
export function retryDelay(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return full * (0.5 + random / 2);
}
