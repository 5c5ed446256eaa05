/** How the learning rate rises and falls. */
export interface RateSettings {
  readonly peak: number;
  /** Steps in which it rises to the peak. */
  readonly warmUp: number;
  /** What it ends with, as a share of the peak. */
  readonly end: number;
  /** How it falls: by half a wave of the cosine, or by the same factor in equal times. */
  readonly decay: 'cosine' | 'exponential';
}

/** The learning rate of a step, counted from 0, when that share of the training is done. */
export function rateAt(
  { peak, warmUp, end, decay }: RateSettings,
  step: number,
  share: number,
): number {
  const done = Math.min(share, 1);
  const fallen =
    decay === 'cosine'
      ? end + ((1 - end) * (1 + Math.cos(Math.PI * done))) / 2
      : Math.exp(done * Math.log(end));
  return peak * fallen * Math.min(1, (step + 1) / (warmUp + 1));
}
