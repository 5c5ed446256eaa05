import { formatCount } from '../report/numbers.js';
import { PHASES, type ErrorFigures } from '../value/errors.js';
import type { ErrorPoint, ValueProgress } from '../value/training.js';
import { percent } from './figures.js';

/** How far a check is. */
export function checkingText({ done, positions }: NonNullable<ValueProgress['check']>): string {
  return `  checking: ${formatCount(done)} of ${formatCount(positions)} positions`;
}

/** A check, in a line. */
export function checkText({ step, epoch, training, test }: ErrorPoint): string {
  const excess = percent(test / training - 1);
  const errors = `training error ${training.toFixed(4)}, test error ${test.toFixed(4)}`;
  return `step ${formatCount(step)}, epoch ${epoch.toFixed(1)}: ${errors} (${excess} more)`;
}

/** Mean squared errors as a Markdown table. */
export function errorTable(errors: Readonly<Record<string, ErrorFigures>>): string[] {
  const phases = PHASES.map(({ name }) => name);
  const rows = Object.entries(errors).map(([name, { error, phases: each }]) => {
    const cells = [error, ...phases.map((phase) => each[phase].error)];
    return `| ${[name, ...cells.map((cell) => cell.toFixed(3))].join(' | ')} |`;
  });
  const heading = `| mean squared error on positions not learnt from | all | ${phases.join(' | ')} |`;
  return [heading, `| --- | ${['all', ...phases].map(() => '---').join(' | ')} |`, ...rows];
}
