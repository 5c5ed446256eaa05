import { setImmediate as breathe } from 'node:timers/promises';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Positions } from '../corpus/positions.js';
import { Replay } from '../corpus/replay.js';
import { FiguresTally, type Figures } from './figures.js';

/** Parts of a game, by how many moves have been made for each point of the board. */
export const PHASES = [
  { name: 'opening', until: 1 / 6 },
  { name: 'middle game', until: 5 / 12 },
  { name: 'endgame', until: Infinity },
] as const;

/** Figures of all positions, and of those of each phase that has any. */
export interface Measured {
  readonly all: Figures;
  readonly phases: readonly { readonly phase: string; readonly figures: Figures }[];
}

export interface MeasureOptions {
  /** Positions that are evaluated together; 64 where it is not given. */
  readonly batch?: number;
  /** Told how many positions are done. */
  readonly onProgress?: (done: number) => void;
  /** Asked between batches: whether to leave it at what is done. */
  readonly stop?: () => boolean;
}

/** Measures how well an evaluator foretells moves and results at some positions of a corpus. */
export async function measure(
  evaluator: Evaluator,
  corpus: Corpus,
  positions: Positions,
  { batch: rows = 64, onProgress = () => undefined, stop = () => false }: MeasureOptions = {},
): Promise<Measured> {
  const measurement = new Measurement(corpus, positions);
  const batch = evaluator.batch(corpus.board, rows);
  const { length } = positions.games;
  for (let start = 0; start < length && !stop(); start += rows) {
    const end = Math.min(start + rows, length);
    measurement.show(batch, start, end);
    await evaluator.evaluate(batch);
    measurement.take(batch, start, end);
    onProgress(end);
    await breathe();
  }
  return measurement.result();
}

class Measurement {
  private readonly replay: Replay;
  private readonly all = new FiguresTally();
  private readonly phases = PHASES.map(() => new FiguresTally());

  constructor(
    private readonly corpus: Corpus,
    private readonly positions: Positions,
  ) {
    this.replay = new Replay(corpus);
  }

  show(batch: Batch, start: number, end: number): void {
    const { games, plies } = this.positions;
    batch.clear();
    for (let i = start; i < end; i++) batch.add(this.replay.at(games[i], plies[i]));
  }

  take({ policy, value }: Batch, start: number, end: number): void {
    const { corpus, positions } = this;
    const { area } = corpus.board;
    for (let i = start; i < end; i++) {
      const [game, ply, row] = [positions.games[i], positions.plies[i], i - start];
      const phase = PHASES.findIndex(({ until }) => ply < until * area);
      const move = corpus.moveAt(game, ply);
      const result = corpus.resultAt(game, ply);
      for (const tally of [this.all, this.phases[phase]]) {
        tally.add(policy, row * (area + 1), area + 1, move, value[row], result);
      }
    }
  }

  result(): Measured {
    const phases = PHASES.map(({ name }, i) => ({ phase: name, figures: this.phases[i].figures }));
    return { all: this.all.figures, phases: phases.filter((each) => each.figures.positions > 0) };
  }
}
