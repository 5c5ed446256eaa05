/** How well a network foretells games that it is shown, as means over positions. */
export interface Figures {
  readonly positions: number;
  /** Share of positions whose move it likes best, or fifth best at least. */
  readonly top1: number;
  readonly top5: number;
  /** −log of the probability that it gives the move, in nats. */
  readonly policyLoss: number;
  /** (z − v)², with z the result in {−1, 0, 1} and v the value; NaN where no result is known. */
  readonly valueError: number;
  /** Share of the decided games' positions where the value has the result's sign; NaN as above. */
  readonly signAccuracy: number;
}

/** A move of less probability counts as of this: else one alone could make the mean infinite. */
const LEAST = 1e-12;

/** Gathers what a network says of positions. */
export class FiguresTally {
  private positions = 0;
  private first = 0;
  private fifth = 0;
  private policyLoss = 0;
  private valued = 0;
  private valueError = 0;
  private decided = 0;
  private rightSigns = 0;

  /**
   * Adds a position: the probabilities of all moves, [area + 1] from `at` of `policy` on, the move
   * that was played, the value, and the game's result for the same side, NaN if it is not known.
   */
  add(
    policy: Float32Array,
    at: number,
    moves: number,
    move: number,
    value: number,
    result: number,
  ): void {
    const rank = rankOf(policy, at, moves, move);
    this.positions++;
    if (rank < 1) this.first++;
    if (rank < 5) this.fifth++;
    this.policyLoss -= Math.log(Math.max(policy[at + move], LEAST));
    if (!Number.isNaN(result)) this.addValue(value, result);
  }

  get figures(): Figures {
    const { positions } = this;
    return {
      positions,
      top1: this.first / positions,
      top5: this.fifth / positions,
      policyLoss: this.policyLoss / positions,
      valueError: this.valueError / this.valued,
      signAccuracy: this.rightSigns / this.decided,
    };
  }

  private addValue(value: number, result: number): void {
    this.valued++;
    this.valueError += (result - value) ** 2;
    if (result === 0) return;
    this.decided++;
    if (value * result > 0) this.rightSigns++;
  }
}

/** How many moves a policy likes better than this one; of equals the first counts as better. */
function rankOf(policy: Float32Array, at: number, moves: number, move: number): number {
  const own = policy[at + move];
  let better = 0;
  for (let other = 0; other < moves; other++) {
    const its = policy[at + other];
    if (its > own || (its === own && other < move)) better++;
  }
  return better;
}
