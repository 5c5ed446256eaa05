import { Game } from '../../engine/game.js';
import type { PlaneWriter } from '../../engine/planes/plane-set.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import type { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import type { HeadName } from '../../network/spec/heads/table.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import type { StoredGame } from './stored-game.js';
import { newTargets, writeTargets, type Targets } from './targets.js';
import type { ReplayWindow } from './window.js';

/** What batches are made of. */
export interface BatchPlan {
  readonly planes: PlaneSetName;
  /** The heads to write targets for. */
  readonly heads: readonly HeadName[];
  /** Positions in a batch. */
  readonly rows: number;
  /** Share of the search's value in the target of the value, in [0, 1]. */
  readonly valueFromSearch: number;
}

/** Draws batches from a replay window. Games are played again up to the positions drawn. */
export class BatchMaker {
  private readonly writer: PlaneWriter;
  private readonly game: Game;
  private readonly drawn: Uint32Array;
  private readonly planes: Float32Array;
  private readonly planesLength: number;
  private readonly targets: Targets;

  constructor(
    private readonly window: ReplayWindow,
    private readonly plan: BatchPlan,
  ) {
    const { board } = window;
    const set = PLANE_SETS[plan.planes];
    this.writer = set.writer(board);
    this.game = new Game(board, RULE_PRESETS['tromp-taylor']);
    this.drawn = new Uint32Array(plan.rows);
    this.planesLength = set.planes * board.area;
    this.planes = new Float32Array(plan.rows * this.planesLength);
    this.targets = newTargets(board, plan.heads, plan.rows);
  }

  /**
   * A batch drawn uniformly from the window's positions, each seen under a symmetry drawn anew. The
   * same window and random numbers give the same batch. The next call writes to the same arrays.
   * @throws RangeError where the window is empty.
   */
  draw(random: Random): TrainingBatch {
    const { window, drawn, planes, targets } = this;
    if (window.size === 0) throw new RangeError('there is no position to learn from: add games');
    for (let row = 0; row < drawn.length; row++) {
      drawn[row] = Math.floor(random.float() * window.size);
    }
    // In the order in which they were made: so each game is played once, however many are its.
    drawn.sort();
    let known = -1;
    for (let row = 0; row < drawn.length; row++) {
      const index = window.gameOf(drawn[row]);
      if (index !== known) this.begin(window.game(index));
      known = index;
      const turn = window.turnOf(drawn[row], index);
      this.write(window.game(index), turn, random.below(symmetryCount(window.board)), row);
    }
    return { planes, targets };
  }

  private begin({ rules }: StoredGame): void {
    this.game.rewind(0);
    this.game.rules = rules;
  }

  private write(game: StoredGame, turn: number, symmetry: number, row: number): void {
    const { writer, planes, planesLength, plan, window, targets } = this;
    const { moves, plies } = game;
    while (this.game.length < plies[turn]) this.game.play(moves[this.game.length]);
    writer.write(this.game, symmetry, planes, row * planesLength);
    const map = symmetryMap(window.board, symmetry);
    writeTargets({ game, turn, map }, plan.valueFromSearch, targets, row);
  }
}
