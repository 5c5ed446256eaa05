/**
 * Gradient descent with a rate for each weight (Adagrad, Duchi et al. 2011): a feature that is met seldom
 * takes larger steps when it is met.
 */
export class Adagrad {
  /** Sum of squared slopes, by weight. */
  private readonly squares: Float64Array;

  constructor(
    readonly values: Float64Array,
    private readonly rate: number,
    /** The c of c‖θ‖² in the loss, a move's. */
    private readonly l2: number,
  ) {
    this.squares = new Float64Array(values.length);
  }

  /** One step down a gradient that is summed over so many moves. */
  step(gradient: Float64Array, moves: number): void {
    const { values, squares, rate, l2 } = this;
    for (let i = 0; i < values.length; i++) {
      const slope = gradient[i] / moves + 2 * l2 * values[i];
      if (slope === 0) continue;
      squares[i] += slope * slope;
      values[i] -= (rate * slope) / Math.sqrt(squares[i]);
    }
  }
}
