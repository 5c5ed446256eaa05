import type { LearningSettings } from '../settings/run-settings.js';

export type WindowSettings = LearningSettings['window'];

/**
 * How many of the newest positions are learnt from once `made` have been made: all at first, then
 * more slowly more than they, since late games are better but few (Wu 2019, appendix C).
 */
export function windowSize(settings: WindowSettings, made: number): number {
  const { smallest, largest, growth, exponent } = settings;
  if (made <= smallest) return Math.min(smallest, largest);
  const grown = growth * (((made / smallest) ** exponent - 1) / exponent);
  return Math.min(Math.floor(smallest * (1 + grown)), largest);
}

/**
 * Steps that are still to be made, with `made` positions made and `stepsMade` steps, for each position
 * to be seen `samplesPerPosition` times on average.
 */
export function stepsDue(
  { batch, samplesPerPosition }: Pick<LearningSettings, 'batch' | 'samplesPerPosition'>,
  made: number,
  stepsMade: number,
): number {
  return Math.max(0, Math.floor((made * samplesPerPosition) / batch) - stepsMade);
}
