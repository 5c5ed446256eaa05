import type { Board } from '../../engine/board.js';
import type { PlaneWriter } from '../../engine/planes/plane-set.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import type { Corpus } from '../corpus/corpus.js';
import type { Positions, PositionSet } from '../corpus/positions.js';
import { Replay } from '../corpus/replay.js';
import { newTargets } from '../learn/targets.js';

/** What batches are made of. */
export interface BatchPlan {
  readonly planes: PlaneSetName;
  /** The heads to write targets for: policy, value or both. */
  readonly heads: readonly HeadName[];
  /** Positions in a batch. */
  readonly rows: number;
  /** Decides, with the number of a step, what that step learns from. */
  readonly seed: number;
}

/** Batches that are in use at once: one is learnt from while the next is being made. */
const BATCHES = 2;

/**
 * Makes the batches of a training, each position under a symmetry of its own: the move that was
 * played is the policy's target, the game's result for the side to move the value's.
 */
export class Batches {
  private readonly board: Board;
  private readonly writer: PlaneWriter;
  private readonly replay: Replay;
  private readonly batches: readonly TrainingBatch[];

  constructor(
    private readonly corpus: Corpus,
    private readonly positions: PositionSet,
    private readonly plan: BatchPlan,
  ) {
    this.board = corpus.board;
    this.writer = PLANE_SETS[plan.planes].writer(corpus.board);
    this.replay = new Replay(corpus);
    this.batches = Array.from({ length: BATCHES }, () => newBatch(corpus.board, plan));
  }

  /** The batch of a step, always the same. Its arrays are written to again two calls later. */
  ofStep(step: number): TrainingBatch {
    const random = randomOfStep(this.plan.seed, step);
    const drawn = this.positions.draw(this.plan.rows, random);
    const batch = this.batches[step % BATCHES];
    this.write(drawn, random, batch);
    return batch;
  }

  private write({ games, plies }: Positions, random: Random, batch: TrainingBatch): void {
    const { board, writer, replay } = this;
    const length = PLANE_SETS[this.plan.planes].planes * board.area;
    for (let row = 0; row < games.length; row++) {
      const [game, ply] = [games[row], plies[row]];
      const symmetry = random.below(symmetryCount(board));
      writer.write(replay.at(game, ply), symmetry, batch.planes, row * length);
      this.writeTargets(game, ply, symmetryMap(board, symmetry), batch.targets, row);
    }
  }

  private writeTargets(
    game: number,
    ply: number,
    map: Int32Array,
    { policy, value }: TrainingBatch['targets'],
    row: number,
  ): void {
    const { corpus } = this;
    if (policy !== undefined) {
      policy.fill(0, row * map.length, (row + 1) * map.length);
      policy[row * map.length + map[corpus.moveAt(game, ply)]] = 1;
    }
    if (value !== undefined) value[row] = corpus.resultAt(game, ply);
  }
}

function newBatch(board: Board, { planes, heads, rows }: BatchPlan): TrainingBatch {
  return {
    planes: new Float32Array(rows * PLANE_SETS[planes].planes * board.area),
    targets: newTargets(board, heads, rows),
  };
}

/** The random numbers of one step, whatever came before it: so a training that was cut can go on. */
function randomOfStep(seed: number, step: number): Random {
  const random = new Random(seed);
  return new Random(random.bits() + Math.imul(step, 0x9e3779b1));
}
