/** How long a training is to last; it ends with what comes first. */
export interface Limits {
  readonly hours?: number;
  readonly steps?: number;
}

/** What share of a training is done, in [0, 1], after so many steps and seconds of all commands. */
export function shareDone({ hours, steps }: Limits, step: number, seconds: number): number {
  const ofSteps = steps === undefined ? 0 : step / steps;
  const ofTime = hours === undefined ? 0 : seconds / (3600 * hours);
  return Math.min(1, Math.max(ofSteps, ofTime));
}
