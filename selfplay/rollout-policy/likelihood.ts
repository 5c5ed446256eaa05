import type { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Position } from '../../engine/position.js';
import { NO_RESPONSE } from '../../engine/rollouts/answers.js';
import { fieldOf, FIELDS } from '../../engine/rollouts/features.js';
import { LinearRollout } from '../../engine/rollouts/linear.js';
import { SELF_ATARI_AT } from '../../engine/rollouts/pattern-board.js';
import { BITS_3X3, exchanged } from '../../engine/rollouts/pattern-code.js';
import type { PatternClasses, RolloutTables } from '../../engine/rollouts/tables.js';
import { TreeRollout } from '../../engine/rollouts/tree.js';
import type { Corpus } from '../corpus/corpus.js';

/** How well a policy foretold moves. */
export interface Tally {
  /** Moves on points; passes are not foretold. */
  moves: number;
  /** Moves that were the likeliest, and among the five likeliest, of all legal points. */
  first: number;
  amongFive: number;
  /** Sum of −ln p over the moves that had a probability. */
  loss: number;
  /** Moves to which the policy gives none: into an eye of their own, or suicide. */
  impossible: number;
}

export function emptyTally(): Tally {
  return { moves: 0, first: 0, amongFive: 0, loss: 0, impossible: 0 };
}

/**
 * The likelihood of the moves of games under a softmax policy, and its gradient by the weights: for each
 * move, what the policy expected of every feature less what the move had.
 */
export class Likelihood {
  readonly tally = emptyTally();
  /** Gradient of the loss, summed over moves, by weight; complete after {@link settle}. */
  readonly gradient: Float64Array;
  private readonly rollout: LinearRollout | TreeRollout;
  private readonly classGradient: Float64Array;
  private readonly masses: Float64Array;
  private readonly empty: Position;

  constructor(
    private readonly board: Board,
    private readonly tables: RolloutTables,
    private readonly classes: PatternClasses,
  ) {
    const isTree = tables.kind === 'tree';
    this.rollout = isTree ? new TreeRollout(board, tables) : new LinearRollout(board, tables);
    this.gradient = new Float64Array(tables.layout.size);
    this.classGradient = new Float64Array(classes.count);
    this.masses = new Float64Array(board.cells);
    this.empty = new Position(board);
  }

  /** Goes through a game; `learns` adds to the gradient, else only to the tally. */
  add(corpus: Corpus, game: number, learns: boolean): void {
    const { board, rollout } = this;
    const length = corpus.lengthOf(game);
    rollout.begin(this.empty);
    for (let ply = 0; ply < length; ply++) {
      const point = corpus.moveAt(game, ply);
      const cell = point === board.pass ? 0 : board.cellOf[point];
      if (cell !== 0) this.foretell(cell, learns);
      rollout.play(cell);
    }
  }

  /** Forgets gradient and tally. */
  clear(): void {
    this.gradient.fill(0);
    this.classGradient.fill(0);
    Object.assign(this.tally, emptyTally());
  }

  /** Hands the gradient of pattern classes on to the weights that they are made of. */
  settle(): void {
    const { gradient, classGradient, classes } = this;
    const { layout } = this.tables;
    for (let i = 1; i < classes.count; i++) {
      const slope = classGradient[i];
      if (slope === 0) continue;
      gradient[layout.pattern + classes.pattern[i]] += slope;
      gradient[layout.shape + classes.shape[i]] += slope;
      gradient[layout.contact + classes.contact[i]] += slope;
    }
    classGradient.fill(0);
  }

  private foretell(played: number, learns: boolean): void {
    const { rollout, masses, tally } = this;
    const total = rollout.spread(masses);
    const mass = masses[played];
    tally.moves++;
    const rank = this.rankOf(played, mass);
    if (rank === 0) tally.first++;
    if (rank < 5) tally.amongFive++;
    if (mass === 0) {
      tally.impossible++;
      return;
    }
    tally.loss -= Math.log(mass / total);
    if (learns) this.slope(played, total);
  }

  /** How many empty points are likelier; of those equally likely, how many come first. */
  private rankOf(played: number, mass: number): number {
    const { masses } = this;
    const { empties, emptyCount } = this.rollout.position;
    let rank = 0;
    for (let i = 0; i < emptyCount; i++) {
      const cell = empties[i];
      if (masses[cell] > mass || (masses[cell] === mass && cell < played)) rank++;
    }
    return rank;
  }

  private slope(played: number, total: number): void {
    const { masses, rollout } = this;
    const { empties, emptyCount } = rollout.position;
    for (let i = 0; i < emptyCount; i++) {
      const cell = empties[i];
      const share = masses[cell] / total - (cell === played ? 1 : 0);
      if (share !== 0) this.slopePattern(cell, share);
    }
    this.slopeAnswers(played, total);
    if (rollout instanceof TreeRollout) this.slopeTree(rollout, played, total);
  }

  private slopePattern(cell: number, share: number): void {
    const { gradient, classGradient, classes, rollout } = this;
    const { layout } = this.tables;
    const { patterns, position } = rollout;
    const isBlack = position.toMove === BLACK;
    const code = patterns.codes[cell];
    classGradient[classes.of[(isBlack ? code : exchanged(code)) & BITS_3X3]] += share;
    gradient[layout.place + patterns.places[cell]] += share;
    if (((code >>> (isBlack ? SELF_ATARI_AT : SELF_ATARI_AT + 1)) & 1) === 1) {
      gradient[layout.selfAtari + 1] += share;
    }
  }

  private slopeAnswers(played: number, total: number): void {
    const { gradient, masses } = this;
    const { layout } = this.tables;
    const { cells, count, words, responses } = this.rollout.answers;
    for (let i = 0; i < count; i++) {
      const cell = cells[i];
      const share = masses[cell] / total - (cell === played ? 1 : 0);
      if (responses[cell] !== NO_RESPONSE) gradient[layout.response + responses[cell]] += share;
      for (const field of FIELDS) {
        const value = fieldOf(words[cell], field);
        if (value !== 0) gradient[layout[field.name] + value] += share;
      }
    }
  }

  private slopeTree(rollout: TreeRollout, played: number, total: number): void {
    const { gradient, masses, board } = this;
    const { layout } = this.tables;
    const { patterns, position, distances, last, before } = rollout;
    const { empties, emptyCount, toMove } = position;
    const diamonds = toMove === BLACK ? patterns.blackDiamonds : patterns.whiteDiamonds;
    for (let i = 0; i < emptyCount; i++) {
      const cell = empties[i];
      const share = masses[cell] / total - (cell === played ? 1 : 0);
      if (share === 0) continue;
      gradient[layout.diamond + diamonds[cell]] += share;
      gradient[layout.last + distances[last * board.cells + cell]] += share;
      gradient[layout.before + distances[before * board.cells + cell]] += share;
    }
  }
}
