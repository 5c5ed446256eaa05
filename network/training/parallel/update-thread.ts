import { workerData } from 'piscina';
import { openSession, tensorOf, type Session } from '../../runtime/session.js';
import { nextName } from '../slots.js';
import { LEARNING_RATE } from '../update.js';
import type { Plan } from './plan.js';
import { tensorsIn, totalOf, vectorOf, type TensorShape } from './shared-tensors.js';
import { publishWeights } from './shared-weights.js';

/** An update by the mean of results. */
export interface UpdateJob {
  readonly kind: 'update';
  /** Blocks of results, each with its share of the batch; the shares sum to 1. */
  readonly parts: readonly { readonly block: number; readonly share: number }[];
  readonly learningRate: number;
  /** The version of the weights that the results were computed from. */
  readonly version: number;
  /** The most updates that may have come between; the results are dropped if there were more. */
  readonly maxStaleness: number;
}

/** The weights are to be published, as at the start, or all slots copied. */
export interface SlotsJob {
  readonly kind: 'publish' | 'snapshot';
}

export interface UpdateReport {
  readonly applied: boolean;
  /** Updates between the weights that the results were computed from and this one. */
  readonly staleness: number;
  /** Losses and gradientNorm by name, of results that were applied. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** The parameter server: it alone holds the state of training, and changes and publishes it. */
class UpdateThread {
  private version = 0;
  private readonly layout: readonly TensorShape[];
  private readonly mean: Float32Array;
  private readonly slots: Map<string, ReturnType<typeof tensorOf>>;

  private constructor(
    private readonly plan: Plan,
    private readonly session: Session,
  ) {
    this.layout = plan.results[0].layout;
    this.mean = new Float32Array(totalOf(this.layout));
    this.slots = new Map(plan.slots.map(({ name, shape, data }) => [name, tensorOf(data, shape)]));
  }

  static async start(plan: Plan): Promise<UpdateThread> {
    const session = await openSession(plan.updateModel, { device: 'cpu', threads: 1 });
    return new UpdateThread(plan, session);
  }

  async update(job: UpdateJob): Promise<UpdateReport> {
    const staleness = this.version - job.version;
    if (staleness > job.maxStaleness) return { applied: false, staleness, numbers: new Map() };
    this.average(job.parts);
    const means = tensorsIn(this.mean, this.layout);
    const gradientNorm = await this.step(means, job.learningRate);
    const losses = this.plan.losses.map((name) => [name, means.get(name)![0]] as const);
    const numbers = new Map([...losses, ['gradientNorm', gradientNorm] as const]);
    return { applied: true, staleness, numbers };
  }

  publish(): void {
    publishWeights(this.plan.weights, this.version, (name) => this.dataOf(name));
  }

  snapshot(): Map<string, Float32Array> {
    return new Map([...this.slots.keys()].map((name) => [name, this.dataOf(name).slice()]));
  }

  private average(parts: UpdateJob['parts']): void {
    const { mean } = this;
    mean.fill(0);
    for (const { block, share } of parts) {
      const results = vectorOf(this.plan.results[block]);
      for (let i = 0; i < mean.length; i++) mean[i] += share * results[i];
    }
  }

  /** Runs the update and publishes the weights; returns the norm of all gradients. */
  private async step(means: Map<string, Float32Array>, learningRate: number): Promise<number> {
    const feeds = Object.fromEntries([
      ...this.layout.map(({ name, shape }) => [name, tensorOf(means.get(name)!, shape)] as const),
      ...this.slots,
      [LEARNING_RATE, tensorOf(Float32Array.of(learningRate), [])] as const,
    ]);
    const needed = this.session.inputNames.map((name) => [name, feeds[name]] as const);
    const outputs = await this.session.run(Object.fromEntries(needed));
    for (const name of this.slots.keys()) this.slots.set(name, outputs[nextName(name)]);
    this.version++;
    this.publish();
    return (outputs['gradientNorm'].data as Float32Array)[0];
  }

  private dataOf(slot: string): Float32Array {
    return this.slots.get(slot)!.data as Float32Array;
  }
}

let thread: Promise<UpdateThread> | undefined;

/** What the pool calls, in its one thread, one job after another. */
export default async function serve(
  job: UpdateJob | SlotsJob,
): Promise<UpdateReport | Map<string, Float32Array> | undefined> {
  thread ??= UpdateThread.start(workerData as Plan);
  const server = await thread;
  switch (job.kind) {
    case 'update':
      return server.update(job);
    case 'snapshot':
      return server.snapshot();
    case 'publish':
      server.publish();
      return undefined;
  }
}
