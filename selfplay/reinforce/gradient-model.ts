import type { Board } from '../../engine/board.js';
import { negate, multiply, sumAll } from '../../network/graph/expressions.js';
import { ancestors, isOp, type Value } from '../../network/graph/graph.js';
import { staticShape } from '../../network/graph/shape.js';
import { emitOnnx, type Tensors } from '../../network/onnx/emit.js';
import { differentiate } from '../../network/ops/differentiate.js';
import { gradientName } from '../../network/training/split-step.js';
import { openSession, tensorOf, type Session } from '../../network/runtime/session.js';
import { buildNetwork } from '../../network/spec/build.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { addScaled, type Gradient } from './vectors.js';

/** Rows that are computed together: more would take much memory and gain nothing. */
const MOST_ROWS = 128;

/** A weight that the policy's gradient changes. */
export interface LearnedWeight {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Positions, and by how much each logit there is to grow. */
export interface LogitPulls {
  readonly rows: number;
  /** [rows, planes, height, width]. */
  readonly planes: Float32Array;
  /** [rows, area + 1]. */
  readonly pulls: Float32Array;
}

/**
 * Computes −Σ pull · ∂logit/∂θ over positions, the gradient that a descent follows. With the pull
 * A · (1ₐ − π), which sums to 0 over the moves, that is −A · ∇ log π(a|s) for the very policy π that
 * drew the move, restricted to the moves that it might draw; nothing else of the softmax is needed.
 *
 * It is the gradient of the policy's loss −Σ target · log p with the pull for a target: a target that
 * sums to 0 leaves the normaliser of log p out. The network is taken as it plays: batch normalisation
 * by its running statistics, which stay as they are.
 */
export class GradientModel {
  private constructor(
    readonly learned: readonly LearnedWeight[],
    private readonly leaves: readonly LearnedWeight[],
    private readonly planesShape: readonly number[],
    private readonly moves: number,
    private readonly session: Session,
  ) {}

  /** For networks of a spec, which must have a policy, on one board; computes on the CPU. */
  static async open(spec: NetworkSpec, board: Board, threads = 1): Promise<GradientModel> {
    const network = buildNetwork(policyOnly(spec), { board, mode: 'inference' });
    const logits = network.heads.policy!;
    const pulls = network.graph.input('pulls', logits.shape);
    const loss = negate(sumAll(multiply(pulls, logits)));
    const leaves = ancestors([loss]).filter((value) => isOp(value, 'weight'));
    const trainable = new Set(network.weights.flatMap((w) => (w.trainable ? w.name : [])));
    const learned = leaves.filter(({ attributes: { name } }) => trainable.has(name));
    const gradients = differentiate(loss, learned);
    const outputs = learned.map(({ attributes: { name } }, i) => {
      return [gradientName(name), gradients[i]] as const;
    });
    const model = emitOnnx(Object.fromEntries(outputs));
    const session = await openSession(model, { device: 'cpu', threads });
    const planes = [spec.inputPlanes, board.height, board.width];
    return new GradientModel(
      learned.map(weightOf),
      leaves.map(weightOf),
      planes,
      board.area + 1,
      session,
    );
  }

  /** The gradient by every learned weight, summed over the positions. */
  async gradient(weights: Tensors, { rows, planes, pulls }: LogitPulls): Promise<Gradient> {
    const length = this.planesShape.reduce((a, b) => a * b);
    const feeds = this.leaves.map(({ name, shape }) => {
      return [name, tensorOf(weights.get(name)!, shape)] as const;
    });
    let sum: Gradient | undefined;
    for (let row = 0; row < rows; row += MOST_ROWS) {
      const end = Math.min(rows, row + MOST_ROWS);
      const part = planes.subarray(row * length, end * length);
      const pulled = pulls.subarray(row * this.moves, end * this.moves);
      const results = await this.session.run({
        ...Object.fromEntries(feeds),
        planes: tensorOf(part, [end - row, ...this.planesShape]),
        pulls: tensorOf(pulled, [end - row, this.moves]),
      });
      const gradient: Gradient = new Map(
        this.learned.map(({ name }) => [name, results[gradientName(name)].data as Float32Array]),
      );
      if (sum === undefined) sum = gradient;
      else addScaled(sum, gradient, 1);
    }
    return sum!;
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

/** A spec without the heads that the policy's gradient does not reach. */
function policyOnly(spec: NetworkSpec): NetworkSpec {
  const { policy } = spec.heads;
  if (policy === undefined) throw new RangeError('a network without a policy cannot be reinforced');
  return { ...spec, heads: { policy } };
}

function weightOf({ attributes: { name, shape } }: Value<'weight'>): LearnedWeight {
  return { name, shape: staticShape(shape) };
}
