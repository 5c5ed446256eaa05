import { workerData } from 'piscina';
import { BATCH } from '../../graph/shape.js';
import { openSession, tensorOf, type Session } from '../../runtime/session.js';
import type { Plan } from './plan.js';
import { tensorsIn, totalOf, vectorOf } from './shared-tensors.js';
import { pullWeights } from './shared-weights.js';

/** Gradients to be computed from the weights as they are now. */
export interface GradientJob {
  /** The block for the results. */
  readonly block: number;
  readonly rows: number;
  /** `planes` and `target.HEAD`, [rows, …]. */
  readonly batch: ReadonlyMap<string, Float32Array>;
}

/** The version of the weights that gradients were computed from. */
export interface GradientReport {
  readonly version: number;
}

/** What one thread that computes gradients keeps: a session, and weights of its own to feed it. */
class GradientThread {
  private readonly weights: Float32Array;
  private readonly fed: ReadonlyMap<string, ReturnType<typeof tensorOf>>;

  private constructor(
    private readonly plan: Plan,
    private readonly session: Session,
  ) {
    const { layout } = plan.weights.tensors;
    // ONNX Runtime does not take tensors in shared memory.
    this.weights = new Float32Array(totalOf(layout));
    const data = tensorsIn(this.weights, layout);
    this.fed = new Map(
      layout.map(({ name, shape }) => [name, tensorOf(data.get(name)!, shape)] as const),
    );
  }

  static async start(plan: Plan): Promise<GradientThread> {
    const session = await openSession(plan.gradientModel, { device: 'cpu', threads: 1 });
    return new GradientThread(plan, session);
  }

  async compute({ block, rows, batch }: GradientJob): Promise<GradientReport> {
    const version = pullWeights(this.plan.weights, this.weights);
    const inputs = this.plan.inputs.map(({ name, shape }) => {
      const data = batch.get(name);
      if (data === undefined) throw new Error(`the batch has no ${name}`);
      const full = shape.map((dim) => (dim === BATCH ? rows : dim));
      return [name, tensorOf(data, full)] as const;
    });
    const outputs = await this.session.run(Object.fromEntries([...this.fed, ...inputs]));
    const results = this.plan.results[block];
    for (const [name, target] of tensorsIn(vectorOf(results), results.layout)) {
      target.set(outputs[name].data as Float32Array);
    }
    return { version };
  }
}

let thread: Promise<GradientThread> | undefined;

/** What the pool of threads calls, in a thread of its own. */
export default async function computeGradients(job: GradientJob): Promise<GradientReport> {
  thread ??= GradientThread.start(workerData as Plan);
  return (await thread).compute(job);
}
