import { ancestors, isOp } from '../graph/graph.js';
import { BATCH, elementCount, type Shape } from '../graph/shape.js';
import { emitOnnx, type Tensors } from '../onnx/emit.js';
import { DIRECT, TILES, type Lowerings } from '../onnx/writer.js';
import { nextName, type Slot } from '../training/slots.js';
import type { StepTrainer } from '../training/step-trainer.js';
import type { TrainingStep } from '../training/step.js';
import { LEARNING_RATE } from '../training/update.js';
import { describeOnnxRuntime, type OnnxDevice } from './onnx-runtime.js';
import { openSession, tensorOf, type Session, type Tensor } from './session.js';

export interface OnnxTrainerOptions {
  readonly device: OnnxDevice;
  /** Threads on the CPU, the caller's among them. */
  readonly threads: number;
  /** How convolutions are written; what is fastest on the device where it is not given. */
  readonly lowerings?: Lowerings;
}

interface Leaf {
  readonly name: string;
  readonly shape: Shape;
}

/** WebGPU has one program for a convolution; as tiles it would be many small ones. */
const LOWERINGS: Readonly<Record<OnnxDevice, Lowerings>> = {
  cpu: TILES,
  webgpu: DIRECT,
};

/**
 * Runs a training step on ONNX Runtime. What a step puts out is fed to the next as it is: on the CPU
 * arrays change hands, and on WebGPU slots stay on the device. A step blocks its thread on the CPU.
 */
export class OnnxTrainer implements StepTrainer {
  readonly description: string;
  private readonly batchInputs: readonly Leaf[];
  private readonly reports: readonly string[];
  /** By slot: its tensor before the next step. */
  private readonly tensors: Map<string, Tensor>;

  private constructor(
    private readonly session: Session,
    private readonly step: TrainingStep,
    slots: Tensors,
    { device, threads }: OnnxTrainerOptions,
  ) {
    this.description = describeOnnxRuntime(device, threads);
    this.batchInputs = batchInputsOf(step);
    const nexts = new Set(step.slots.map(({ name }) => nextName(name)));
    this.reports = Object.keys(step.outputs).filter((name) => !nexts.has(name));
    this.tensors = new Map(step.slots.map((slot) => [slot.name, slotTensor(slot, slots)]));
  }

  /** Training from where `slots` were taken; all slots of the step must be there. They are copied. */
  static async open(
    step: TrainingStep,
    slots: Tensors,
    options: OnnxTrainerOptions,
  ): Promise<OnnxTrainer> {
    const { device, threads, lowerings = LOWERINGS[device] } = options;
    const model = emitOnnx(step.outputs, { lowerings });
    const keptOnDevice = device === 'cpu' ? [] : step.slots.map(({ name }) => nextName(name));
    const session = await openSession(model, { device, threads, keptOnDevice });
    return new OnnxTrainer(session, step, slots, options);
  }

  async train(batch: Tensors, learningRate: number): Promise<ReadonlyMap<string, number>> {
    const feeds: Record<string, Tensor> = {
      ...Object.fromEntries(this.tensors),
      [LEARNING_RATE]: tensorOf(Float32Array.of(learningRate), []),
    };
    for (const input of this.batchInputs) feeds[input.name] = batchTensor(input, batch);
    checkRows(this.batchInputs.map(({ name }) => feeds[name]));
    const outputs = await this.session.run(feeds);
    for (const { name } of this.step.slots) {
      this.tensors.get(name)!.dispose();
      this.tensors.set(name, outputs[nextName(name)]);
    }
    return new Map(this.reports.map((name) => [name, Number(outputs[name].data[0])]));
  }

  async snapshot(): Promise<Map<string, Float32Array>> {
    const tensors = await this.onCpu();
    return new Map(
      this.step.slots.map(({ name }) => [name, (tensors.get(name)!.data as Float32Array).slice()]),
    );
  }

  close(): Promise<void> {
    for (const tensor of this.tensors.values()) tensor.dispose();
    return this.session.release();
  }

  /**
   * The slots' tensors where their numbers can be read. ONNX Runtime for Node.js cannot download a
   * tensor from a device, but it brings a model's results to the CPU: so a model that changes nothing
   * is run on them.
   */
  private async onCpu(): Promise<ReadonlyMap<string, Tensor>> {
    if ([...this.tensors.values()].every(({ location }) => location === 'cpu')) return this.tensors;
    const copies = this.step.slots.map(({ name, current }) => [`copy.${name}`, current] as const);
    const model = emitOnnx(Object.fromEntries(copies));
    const download = await openSession(model, { device: 'webgpu', threads: 1 });
    try {
      const results = await download.run(Object.fromEntries(this.tensors));
      return new Map(this.step.slots.map(({ name }) => [name, results[`copy.${name}`]]));
    } finally {
      await download.release();
    }
  }
}

/** What a step reads from its batch. */
function batchInputsOf(step: TrainingStep): Leaf[] {
  return ancestors(Object.values(step.outputs))
    .filter((value) => isOp(value, 'input'))
    .map(({ attributes }) => attributes)
    .filter(({ name }) => name !== LEARNING_RATE);
}

function slotTensor({ name, shape }: Slot, slots: Tensors): Tensor {
  return tensorOf(dataOf(name, slots).slice(), shape);
}

/** A batch's tensor; as many rows as the array has. @throws RangeError where it has no whole number. */
function batchTensor({ name, shape }: Leaf, batch: Tensors): Tensor {
  const data = dataOf(name, batch);
  const row = elementCount(shape);
  const rows = data.length / row;
  if (!Number.isInteger(rows)) {
    throw new RangeError(`${name} has ${data.length} numbers, not a multiple of ${row}`);
  }
  return tensorOf(
    data,
    shape.map((dim) => (dim === BATCH ? rows : dim)),
  );
}

/** A target with one row would be taken for that of every position. */
function checkRows(tensors: readonly Tensor[]): void {
  const rows = tensors.map(({ dims }) => dims[0]);
  if (rows.some((count) => count !== rows[0])) {
    throw new RangeError(`planes and targets are of ${rows.join(', ')} positions, not of as many`);
  }
}

function dataOf(name: string, tensors: Tensors): Float32Array {
  const data = tensors.get(name);
  if (data === undefined) throw new Error(`there is no ${name} to train with`);
  return data;
}
