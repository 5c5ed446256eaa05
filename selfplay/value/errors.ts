import { setImmediate as breathe } from 'node:timers/promises';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { outcomeOf, SamplePositions } from './positions.js';
import type { Samples } from './sample.js';
import type { ValueSettings } from './settings.js';

/** Parts of a game, by how many moves have been made for each point of the board. */
export const PHASES = [
  { name: 'opening', until: 1 / 4 },
  { name: 'middle game', until: 1 / 2 },
  { name: 'endgame', until: Infinity },
] as const;

/** Mean of (z − v)², with z and v in [−1, 1]; 1 for who always says 0 and no game is drawn. */
export interface MeanError {
  readonly positions: number;
  readonly error: number;
}

/** The error over all positions, and over those of each phase. */
export interface ErrorFigures extends MeanError {
  readonly phases: Readonly<Record<string, MeanError>>;
}

/** Positions that are evaluated together. */
export const ROWS = 64;

/** How a measurement goes on. */
export interface Measuring {
  /** Whether it is to end early. */
  readonly stop?: () => boolean;
  /** Told how many positions have been measured. */
  readonly onPositions?: (done: number) => void;
}

/** How far an evaluator's values are from the outcomes of the samples' games. */
export async function meanError(
  evaluator: Evaluator,
  samples: Samples,
  settings: Pick<ValueSettings, 'board' | 'rules' | 'komi'>,
  { stop = () => false, onPositions = () => undefined }: Measuring = {},
): Promise<ErrorFigures> {
  const positions = new SamplePositions(settings);
  const { board } = positions;
  const batch = evaluator.batch(board, ROWS);
  const sums = PHASES.map(() => ({ positions: 0, sum: 0 }));
  for (let start = 0; start < samples.length && !stop(); start += ROWS) {
    const rows = Math.min(ROWS, samples.length - start);
    const part = Array.from({ length: rows }, (_, row) => samples.get(start + row));
    const outcomes = part.map((sample) => {
      const game = positions.at(sample);
      batch.add(game);
      return outcomeOf(sample, game);
    });
    await evaluator.evaluate(batch);
    for (const [row, { moves }] of part.entries()) {
      const sum = sums[PHASES.findIndex(({ until }) => moves.length < until * board.area)];
      sum.sum += (outcomes[row] - clampedValue(batch, row)) ** 2;
      sum.positions++;
    }
    batch.clear();
    onPositions(start + rows);
    await breathe(); // or nobody could stop it
  }
  const all = sums.reduce((a, b) => ({ positions: a.positions + b.positions, sum: a.sum + b.sum }));
  const phases = PHASES.map(({ name }, i) => [name, errorOf(sums[i])] as const);
  return { ...errorOf(all), phases: Object.fromEntries(phases) };
}

function clampedValue({ value }: Batch, row: number): number {
  return Math.max(-1, Math.min(1, value[row]));
}

function errorOf({ positions, sum }: { positions: number; sum: number }): MeanError {
  return { positions, error: positions === 0 ? 0 : sum / positions };
}
