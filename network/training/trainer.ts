import { ok, type Result } from '../../engine/result.js';
import type { Tensors } from '../onnx/emit.js';
import type { DeviceChoice, DeviceFailure } from '../runtime/device.js';
import type { Board } from '../spec/layers.js';
import type { NetworkSpec } from '../spec/network-spec.js';
import { batchTensors, type TrainingBatch } from './batch.js';
import { fastestTrainingDevice } from './choose-device.js';
import { learningRate, type Schedule } from './schedule.js';
import type { TrainingSettings } from './settings.js';
import { initialSlots } from './slots.js';
import { openStepTrainer } from './open-step-trainer.js';
import type { StepTrainer } from './step-trainer.js';
import { buildTrainingStep, type TrainingStep } from './step.js';
import { averageName } from './update.js';

/** What is trained, and how. */
export interface TrainingPlan {
  readonly spec: NetworkSpec;
  readonly board: Board;
  readonly settings: TrainingSettings;
  readonly schedule: Schedule;
}

export interface TrainerOptions {
  /** A device by name is that device or a failure; `auto` is what a trial shows to be fastest. */
  readonly device: DeviceChoice;
  /** Threads on the CPU, the caller's among them; 1 where it is not given. */
  readonly threads?: number;
  /** Rows of the batches to come, for the trial; 64 where it is not given. */
  readonly batch?: number;
}

/** Where a training stands: with it and the same batches, it goes on as if it had not stopped. */
export interface Progress {
  /** Steps made so far. */
  readonly step: number;
  /** Weights, running statistics, optimiser state and averages, by name. */
  readonly slots: Tensors;
}

/** What one step showed, before it changed the weights. */
export interface StepReport {
  /** The step, counted from 0. */
  readonly step: number;
  readonly learningRate: number;
  /** `loss` (all that is minimised), `loss.HEAD` (each head's own term) and `gradientNorm`. */
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Trains one network on batches that the caller draws. On the CPU a step blocks its thread; where
 * other work must go on, train on a thread of its own.
 */
export class Trainer {
  private constructor(
    private readonly plan: TrainingPlan,
    private readonly graph: TrainingStep,
    private readonly runner: StepTrainer,
    private made: number,
  ) {}

  /** Training of a network with these weights, from the first step. Failures are as of the device. */
  static start(
    plan: TrainingPlan,
    weights: Tensors,
    options: TrainerOptions,
  ): Promise<Result<Trainer, DeviceFailure>> {
    const graph = stepOf(plan);
    return Trainer.open(
      plan,
      graph,
      { step: 0, slots: initialSlots(graph.slots, weights) },
      options,
    );
  }

  /** Training from where it stood. Failures are as of the device. */
  static resume(
    plan: TrainingPlan,
    progress: Progress,
    options: TrainerOptions,
  ): Promise<Result<Trainer, DeviceFailure>> {
    return Trainer.open(plan, stepOf(plan), progress, options);
  }

  private static async open(
    plan: TrainingPlan,
    graph: TrainingStep,
    { step, slots }: Progress,
    { device: choice, threads = 1, batch = 64 }: TrainerOptions,
  ): Promise<Result<Trainer, DeviceFailure>> {
    const device =
      choice === 'auto' ? await fastestTrainingDevice(graph, slots, batch, threads) : choice;
    const runner = await openStepTrainer(graph, slots, device, threads);
    return runner.ok ? ok(new Trainer(plan, graph, runner.value, step)) : runner;
  }

  /** What really does the work, for people. */
  get description(): string {
    return this.runner.description;
  }

  /** Steps made so far. */
  get step(): number {
    return this.made;
  }

  /** One step, at the learning rate that the schedule has for it. */
  async train(batch: TrainingBatch): Promise<StepReport> {
    const step = this.made;
    const rate = learningRate(this.plan.schedule, step);
    const numbers = await this.runner.train(batchTensors(batch), rate);
    this.made++;
    return { step, learningRate: rate, numbers };
  }

  /** Where the training stands now: a copy. */
  async progress(): Promise<Progress> {
    return { step: this.made, slots: await this.runner.snapshot() };
  }

  /**
   * The network's weights now, running statistics among them; or, for play, their moving averages
   * where the settings keep those.
   */
  async weights(which: 'latest' | 'averaged'): Promise<Tensors> {
    const averaged = which === 'averaged' && this.plan.settings.averageDecay !== null;
    const slots = await this.runner.snapshot();
    const names = this.graph.network.weights.map(({ name }) => name);
    return new Map(names.map((name) => [name, slots.get(averaged ? averageName(name) : name)!]));
  }

  close(): Promise<void> {
    return this.runner.close();
  }
}

function stepOf({ spec, board, settings }: TrainingPlan): TrainingStep {
  return buildTrainingStep(spec, board, settings);
}
