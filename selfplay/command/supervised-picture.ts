import { formatCount } from '../report/numbers.js';
import type { CurvePoint } from '../supervised/curve.js';
import type { TrainingStatus } from '../supervised/training.js';
import { duration, percent, rate } from './figures.js';
import { bar, type Picture } from './progress.js';

const BAR = 24;

/** How a training goes, from what it says of itself. */
export function trainingPicture(status: () => TrainingStatus): Picture {
  return {
    lines: (paint) => {
      const now = status();
      const checked = now.latest === undefined ? [] : [checkText(now.latest)];
      return [
        `${paint('bold', 'learning')} ${bar(now.share, BAR, paint)} ${workText(now)}`,
        ...checked.map((text) => `${paint('bold', 'held out')} ${text}`),
      ];
    },
    line: () => `${percent(status().share)}  ${workText(status())}`,
  };
}

/** A check, in a line. */
export function checkText({ step, heldOut, best, share }: CurvePoint): string {
  const { top1, top5, policyLoss, valueError, signAccuracy } = heldOut;
  const value =
    typeof valueError === 'number' && typeof signAccuracy === 'number'
      ? `, value error ${valueError.toFixed(3)}, right sign ${percent(signAccuracy)}`
      : '';
  const moves = `top-1 ${percent(top1)}, top-5 ${percent(top5)}, loss ${policyLoss.toFixed(3)}`;
  return `${percent(share, 0)}, step ${formatCount(step)}: ${moves}${value}${best ? ', best' : ''}`;
}

function workText(status: TrainingStatus): string {
  const { step, samplesPerSecond, secondsLeft, learnt, checking } = status;
  const parts = [`${formatCount(step)} steps`, `${rate(samplesPerSecond)} positions/s`];
  for (const name of ['loss.policy', 'loss.value']) {
    if (name in learnt) parts.push(`${name.slice('loss.'.length)} ${learnt[name].toFixed(3)}`);
  }
  if (secondsLeft !== undefined) parts.push(`${duration(secondsLeft)} to go`);
  if (checking) parts.push('checking');
  return parts.join('  ');
}
