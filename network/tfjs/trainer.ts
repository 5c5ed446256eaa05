import { ancestors, isOp } from '../graph/graph.js';
import type { Shape } from '../graph/shape.js';
import type { Tensors } from '../onnx/emit.js';
import type { Slot } from '../training/slots.js';
import type { StepTrainer } from '../training/step-trainer.js';
import type { TrainingStep } from '../training/step.js';
import { LEARNING_RATE } from '../training/update.js';
import { evaluateTfjs } from './evaluate.js';
import { describeTensorFlow } from './load.js';
import { takeData, toTensor } from './tensors.js';
import type { Tensor, Tf } from './tf.js';

/**
 * Runs a training step again and again on TensorFlow: the graph's own backward pass and optimiser,
 * so that steps are the same as on ONNX Runtime. The slots stay in TensorFlow's memory.
 */
export class TfjsTrainer implements StepTrainer {
  readonly description: string;
  private readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** Names of the outputs that are numbers about the step: losses, the gradients' norm. */
  private readonly reports: readonly string[];
  private tensors: readonly Tensor[];

  /** Training from where `slots` were taken; all slots of the step must be there. */
  constructor(
    private readonly tf: Tf,
    private readonly step: TrainingStep,
    slots: Tensors,
  ) {
    this.description = describeTensorFlow(tf);
    const leaves = ancestors(Object.values(step.outputs)).filter((value) => isOp(value, 'input'));
    this.inputs = leaves.map((leaf) => leaf.attributes);
    const nexts = new Set(step.slots.map((slot) => slot.next));
    this.reports = Object.keys(step.outputs).filter((name) => !nexts.has(step.outputs[name]));
    this.tensors = step.slots.map((slot) => toTensor(tf, dataOf(slot, slots), slot.shape));
  }

  async train(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>> {
    const feeds = new Map(batch).set(LEARNING_RATE, Float32Array.of(learningRate));
    const results = this.tf.tidy(() => this.evaluate(feeds));
    for (const tensor of this.tensors) tensor.dispose();
    this.tensors = results.slice(this.reports.length);
    const numbers = await takeData(results.slice(0, this.reports.length));
    return new Map(this.reports.map((name, i) => [name, numbers[i][0]]));
  }

  async snapshot(): Promise<Map<string, Float32Array>> {
    const data = await takeData(this.tensors.map((tensor) => tensor.clone()));
    return new Map(this.step.slots.map(({ name }, i) => [name, data[i].slice()]));
  }

  /** Frees the slots. */
  close(): Promise<void> {
    for (const tensor of this.tensors) tensor.dispose();
    return Promise.resolve();
  }

  /** Reports, then the slots' next values. */
  private evaluate(feeds: Tensors): Tensor[] {
    const leaves = new Map(this.step.slots.map(({ name }, i) => [name, this.tensors[i]]));
    for (const { name, shape } of this.inputs) {
      const data = feeds.get(name);
      if (data === undefined) throw new Error(`the batch has no ${name}`);
      leaves.set(name, toTensor(this.tf, data, shape));
    }
    const reports = this.reports.map((name) => this.step.outputs[name]);
    return evaluateTfjs(this.tf, [...reports, ...this.step.slots.map(({ next }) => next)], leaves);
  }
}

function dataOf({ name }: Slot, slots: Tensors): Float32Array {
  const data = slots.get(name);
  if (data === undefined) throw new Error(`the training state has no ${name}`);
  return data;
}
