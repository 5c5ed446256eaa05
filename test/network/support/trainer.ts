import type { Tensors } from '../../../network/onnx/emit.js';
import { initialSlots, nextName } from '../../../network/training/slots.js';
import type { TrainingStep } from '../../../network/training/step.js';
import { LEARNING_RATE } from '../../../network/training/update.js';
import { compile, type Model } from './onnx.js';
import type { Dense, DenseMap } from './tensors.js';

/** Runs a training step again and again on ONNX Runtime, carrying its slots along. */
export class Trainer {
  private constructor(
    private readonly step: TrainingStep,
    private readonly model: Model,
    readonly slots: Map<string, Dense>,
  ) {}

  /** Training from the first step, with these weights. */
  static start(step: TrainingStep, weights: Tensors): Promise<Trainer> {
    return Trainer.resume(step, initialSlots(step.slots, weights));
  }

  /** Training from where the slots were taken. */
  static async resume(step: TrainingStep, slots: Tensors): Promise<Trainer> {
    const dense = step.slots.map(
      ({ name, shape }) => [name, { shape, data: slots.get(name)! }] as const,
    );
    return new Trainer(step, await compile(step.outputs), new Map(dense));
  }

  /** One step; returns the losses and the gradients' norm by name. */
  async train(batch: DenseMap, learningRate: number): Promise<Map<string, number>> {
    const rate = { shape: [], data: Float32Array.of(learningRate) };
    const feeds = new Map([...batch, ...this.slots]).set(LEARNING_RATE, rate);
    const results = await this.model.run(feeds);
    for (const { name } of this.step.slots) this.slots.set(name, results.get(nextName(name))!);
    const scalars = [...results].filter(([name]) => !name.startsWith(nextName('')));
    return new Map(scalars.map(([name, { data }]) => [name, data[0]]));
  }

  /** A copy of all slots' data. */
  snapshot(): Map<string, Float32Array> {
    return new Map([...this.slots].map(([name, { data }]) => [name, data.slice()]));
  }
}
