import type { Board } from '../board.js';
import { ROOT, type Tree } from './tree.js';

/**
 * How points count beside winning, so that a won game is not played slackly, nor a lost one wildly (Wu
 * 2019, section 5.1; KataGo since 2020). To a position's value is added, for a margin of s points and
 * a board with sides of b,
 *
 * staticWeight · f(s / (staticScale · b)) + dynamicWeight · f((s − centre) / (dynamicScale · b)),
 *
 * f(x) = 2/π · atan x. The centre is the margin that the root expects. KataGo takes the mean of f over
 * a distribution of s; here s is the margin expected.
 */
export interface ScoreUtility {
  readonly staticWeight: number;
  readonly staticScale: number;
  readonly dynamicWeight: number;
  readonly dynamicScale: number;
  /** How far the centre is drawn from the root's margin towards 0: none at 0, there at 1. */
  readonly centreShrink: number;
}

/** KataGo's settings for play. */
export const SCORE_UTILITY: ScoreUtility = {
  staticWeight: 0.1,
  staticScale: 2,
  dynamicWeight: 0.3,
  dynamicScale: 0.75,
  centreShrink: 0.2,
};

/** 1 for what the root's player to move has moved into, −1 for the opponent's. */
export type Side = 1 | -1;

/** Utilities of the positions of one search. */
export class Utility {
  private readonly length: number;
  private centre = 0;

  constructor(
    private readonly options: ScoreUtility,
    board: Board,
  ) {
    this.length = Math.sqrt(board.area);
  }

  /** The utility of a position with that value and margin, all for the player who moved into it. */
  of(value: number, score: number, side: Side): number {
    const { staticWeight, staticScale, dynamicWeight, dynamicScale } = this.options;
    const points = side * score;
    const still = staticWeight * saturating(points / (staticScale * this.length));
    const moving =
      dynamicWeight * saturating((points - this.centre) / (dynamicScale * this.length));
    return value + side * (still + moving);
  }

  /** Counts from the margin that the root expects now, and makes all utilities of the tree anew. */
  centreOn(tree: Tree): void {
    const expected = -tree.meanScore(ROOT);
    const { centreShrink, dynamicScale } = this.options;
    const room = dynamicScale * this.length;
    const centre = (1 - centreShrink) * expected;
    this.centre = Math.min(expected + room, Math.max(expected - room, centre));
    this.renew(tree, ROOT, -1);
  }

  /** Makes the utilities of a node and of all below it anew: its own, as often as a visit ended there. */
  private renew(tree: Tree, node: number, side: Side): void {
    const { child, visits, utility, utilitySum, squareSum } = tree;
    let own = visits[node];
    let sum = 0;
    let squares = 0;
    const first = tree.first[node];
    for (let edge = first; edge < first + tree.tried[node]; edge++) {
      const to = child[edge];
      this.renew(tree, to, side === 1 ? -1 : 1);
      own -= visits[to];
      sum -= utilitySum[to];
      squares += squareSum[to];
    }
    utility[node] = this.of(tree.value[node], tree.score[node], side);
    utilitySum[node] = sum + own * utility[node];
    squareSum[node] = squares + own * utility[node] ** 2;
  }
}

function saturating(x: number): number {
  return (2 / Math.PI) * Math.atan(x);
}
