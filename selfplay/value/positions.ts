import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { Board } from '../../engine/board.js';
import type { PlaneWriter } from '../../engine/planes/plane-set.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount } from '../../engine/symmetry.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import type { Sample, Samples } from './sample.js';
import type { ValueSettings } from './settings.js';

/** Samples that are learnt from, and those that are not. */
export interface SampleParts {
  readonly training: Samples;
  readonly test: Samples;
}

/** Every so many-th sample is for testing: each is of a game of its own, so nothing links the parts. */
export function partsOf(
  samples: Samples,
  { testShare }: Pick<ValueSettings, 'testShare'>,
): SampleParts {
  const isTest = (i: number): boolean =>
    Math.floor((i + 1) * testShare) > Math.floor(i * testShare);
  return {
    training: chosenFrom(samples, (i) => !isTest(i)),
    test: chosenFrom(samples, isTest),
  };
}

/** The first samples, as many as there are but `most`. */
export function firstOf(samples: Samples, most: number): Samples {
  return { length: Math.min(samples.length, most), get: (n) => samples.get(n) };
}

function chosenFrom(samples: Samples, isChosen: (i: number) => boolean): Samples {
  const room = new Uint32Array(samples.length);
  let length = 0;
  for (let i = 0; i < samples.length; i++) if (isChosen(i)) room[length++] = i;
  const numbers = room.slice(0, length);
  return { length, get: (n) => samples.get(numbers[n]) };
}

/** Plays to the positions of samples. */
export class SamplePositions {
  readonly board: Board;
  private readonly game: Game;

  constructor({ board, rules, komi }: Pick<ValueSettings, 'board' | 'rules' | 'komi'>) {
    this.board = Board.of(board, board);
    this.game = new Game(this.board, { ...RULE_PRESETS[rules], komi });
  }

  /** The position of a sample. The next call changes it. */
  at({ moves }: Sample): Game {
    const { game } = this;
    game.rewind(0);
    for (const move of moves) game.play(move);
    return game;
  }
}

/** How a sample's game ended for the side to move at its position: 1, 0 or −1. */
export function outcomeOf({ result }: Sample, { toMove }: Game): number {
  return toMove === BLACK ? result : 0 - result;
}

/** Makes batches of samples, each position under a symmetry of its own. */
export class SampleBatches {
  private readonly positions: SamplePositions;
  private readonly writer: PlaneWriter;
  private readonly length: number;

  constructor(
    private readonly samples: Samples,
    private readonly settings: ValueSettings,
    planes: PlaneSetName,
  ) {
    this.positions = new SamplePositions(settings);
    const { board } = this.positions;
    this.writer = PLANE_SETS[planes].writer(board);
    this.length = PLANE_SETS[planes].planes * board.area;
  }

  /** The batch of a step, always the same: all samples in a new order in every epoch. */
  ofStep(step: number): TrainingBatch {
    const { samples, settings, positions, writer, length } = this;
    const { batch: rows, seed } = settings;
    const planes = new Float32Array(rows * length);
    const value = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      const draw = step * rows + row;
      const random = new Random(seed + Math.imul(draw, 0x9e3779b1));
      const sample = samples.get(this.indexOf(draw));
      const game = positions.at(sample);
      writer.write(game, random.below(symmetryCount(positions.board)), planes, row * length);
      value[row] = outcomeOf(sample, game);
    }
    return { planes, targets: { value } };
  }

  /** Which sample is the nth to be learnt from: each epoch has each once. */
  private indexOf(n: number): number {
    const { length } = this.samples;
    return this.orderOf(Math.floor(n / length))[n % length];
  }

  private epoch = -1;
  private order = new Uint32Array(0);

  private orderOf(epoch: number): Uint32Array {
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.order = shuffled(this.samples.length, new Random(this.settings.seed ^ (epoch + 1)));
    }
    return this.order;
  }
}

/** The numbers below `length` in an order drawn at random (Fisher and Yates). */
function shuffled(length: number, random: Random): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random.float() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
