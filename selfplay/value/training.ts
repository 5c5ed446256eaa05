import * as v from 'valibot';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { makeTrainingState, readTrainingState } from '../../network/files/training-state.js';
import type { Tensors } from '../../network/onnx/emit.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { batchTensors } from '../../network/training/batch.js';
import type { StepTrainer } from '../../network/training/step-trainer.js';
import { averageName } from '../../network/training/update.js';
import { appendLine, readIfThere, readLines } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';
import { rateAt } from '../supervised/rate.js';
import { openRunner } from '../supervised/runner.js';
import { meanError } from './errors.js';
import type { ValueFolder } from './folder.js';
import { openValue, type Means } from './open-value.js';
import { firstOf, SampleBatches, type SampleParts } from './positions.js';
import type { Samples } from './sample.js';
import type { ValueSettings } from './settings.js';

const POINT = v.looseObject({
  step: v.number(),
  epoch: v.number(),
  training: v.number(),
  test: v.number(),
});

/**
 * A check, as it stands in the curve: how far the training was, and the mean of (z − v)² on positions
 * that are learnt from and on as many at most that are not. Where the second leaves the first behind,
 * the network knows its positions by heart.
 */
export type ErrorPoint = v.InferOutput<typeof POINT>;

export interface ValueOptions extends Means {
  /** The policy whose trunk the network may begin with. */
  readonly policy: SavedNetwork;
  readonly stop: () => boolean;
  readonly onCheck: (point: ErrorPoint) => void;
}

/** How far a training is. */
export interface ValueProgress {
  /** Steps made, and how many there are to make. */
  readonly step: number;
  readonly steps: number;
  /** In a check, positions measured, and how many there are to measure. */
  readonly check?: { readonly done: number; readonly positions: number } | undefined;
}

/** How often where it stands is kept, in milliseconds. */
const KEEP_EVERY = 120_000;

/** The regression of a value network on samples, in a folder; one that was cut goes on. */
export class ValueTraining {
  private kept = performance.now();
  private checking: ValueProgress['check'];

  private constructor(
    private readonly folder: ValueFolder,
    private readonly settings: ValueSettings,
    private readonly parts: SampleParts,
    private readonly options: ValueOptions,
    private readonly form: NetworkForm,
    private readonly runner: StepTrainer,
    private made: number,
  ) {}

  /** Begins, or goes on. Failures are of the files. */
  static async open(
    folder: ValueFolder,
    settings: ValueSettings,
    parts: SampleParts,
    options: ValueOptions,
  ): Promise<Result<ValueTraining>> {
    const bytes = readIfThere(folder.state);
    const state = bytes.length === 0 ? undefined : readTrainingState(bytes, folder.state);
    if (state?.ok === false) return state;
    const form = formOf(settings, options.policy);
    const { board, training, batch } = settings;
    const size = { width: board, height: board };
    const plan = {
      spec: form.spec,
      board: size,
      settings: training,
      device: options.device,
      threads: options.threads,
      batch,
    };
    const from =
      state === undefined ? { weights: startOf(settings, options.policy, form) } : state.value;
    const runner = await openRunner(plan, from);
    if (!runner.ok) return runner;
    const step = state === undefined ? 0 : state.value.step;
    return ok(new ValueTraining(folder, settings, parts, options, form, runner.value, step));
  }

  get progress(): ValueProgress {
    return { step: this.made, steps: this.steps, check: this.checking };
  }

  /** Learns to the end; whether it got there. ERR_LEARN_DIVERGED, or as of the disk. */
  async learn(): Promise<Result<boolean>> {
    const { settings, options, steps } = this;
    const batches = new SampleBatches(this.parts.training, settings, this.form.planes);
    const every = Math.max(1, Math.floor(steps / settings.checks));
    for (; this.made < steps;) {
      if (options.stop()) return this.leave();
      const rate = rateAt(settings.rate, this.made, this.made / steps);
      const numbers = await this.runner.train(batchTensors(batches.ofStep(this.made)), rate);
      if (!Number.isFinite(numbers.get('loss'))) return diverged(this.made, rate);
      this.made++;
      const isDue = this.made % every === 0 || this.made === steps;
      const goesOn = isDue ? await this.check() : await this.keepNowAndThen();
      if (!goesOn.ok || !goesOn.value) return goesOn;
    }
    return ok(true);
  }

  /** The network as it is now. */
  async network(): Promise<SavedNetwork> {
    const { settings, form, made } = this;
    const slots = await this.runner.snapshot();
    const averaged = settings.training.averageDecay !== null;
    const size = { width: settings.board, height: settings.board };
    const names = weightsOf(form.spec, size).map(({ name }) => name);
    const weights = names.map(
      (name) => [name, slots.get(averaged ? averageName(name) : name)!] as const,
    );
    return {
      spec: form.spec,
      planes: form.planes,
      valueView: 'side-to-move',
      boards: [size],
      weights: new Map(weights),
      history: { steps: made, samples: made * settings.batch, games: settings.positions },
    };
  }

  close(): Promise<void> {
    return this.runner.close();
  }

  private get steps(): number {
    const { epochs, batch } = this.settings;
    return Math.max(1, Math.ceil((this.parts.training.length * epochs) / batch));
  }

  private async leave(): Promise<Result<boolean>> {
    const kept = await this.keep();
    return kept.ok ? ok(false) : kept;
  }

  /**
   * Measures the errors, and keeps them, the network and where it stands. False where it was told to
   * stop: then nothing is kept, so that what follows the last state is made again and checked.
   */
  private async check(): Promise<Result<boolean>> {
    const { settings, parts, folder, options } = this;
    const network = await this.network();
    const errors = await this.measure(network);
    if (options.stop()) return ok(false);
    const epoch = (this.made * settings.batch) / parts.training.length;
    const point = { step: this.made, epoch, ...errors };
    const isKnown = readErrors(folder.curve).some(({ step }) => step === this.made);
    const written = isKnown ? ok(undefined) : appendLine(folder.curve, point);
    if (!written.ok) return written;
    const saved = writeWhole(folder.network, makeNetworkFile(network));
    if (!saved.ok) return saved;
    options.onCheck(point);
    return this.keep();
  }

  private async measure(network: SavedNetwork): Promise<Pick<ErrorPoint, 'training' | 'test'>> {
    const { settings, options } = this;
    const { test } = this.parts;
    const training = firstOf(this.parts.training, test.length);
    const positions = training.length + test.length;
    const board = Board.of(settings.board, settings.board);
    const evaluator = await openValue(network, board, options);
    const errorOf = async (samples: Samples, before: number): Promise<number> => {
      const onPositions = (done: number): void => {
        this.checking = { done: before + done, positions };
      };
      const measuring = { stop: options.stop, onPositions };
      return (await meanError(evaluator, samples, settings, measuring)).error;
    };
    try {
      return { training: await errorOf(training, 0), test: await errorOf(test, training.length) };
    } finally {
      this.checking = undefined;
      await evaluator.close();
    }
  }

  private async keepNowAndThen(): Promise<Result<boolean>> {
    return performance.now() - this.kept < KEEP_EVERY ? ok(true) : this.keep();
  }

  private async keep(): Promise<Result<boolean>> {
    const { settings } = this;
    this.kept = performance.now();
    const state = makeTrainingState({
      step: this.made,
      slots: await this.runner.snapshot(),
      random: new Random(settings.seed).state, // each step draws from the seed and its number
      settings: settings.training,
      schedule: [{ from: 0, rate: settings.rate.peak }],
      network: '',
      progress: {},
    });
    const written = writeWhole(this.folder.state, state);
    return written.ok ? ok(true) : written;
  }
}

/** The errors as a network learnt; none where there is no file. */
export function readErrors(path: string): ErrorPoint[] {
  return readLines(path).values.filter((value) => v.is(POINT, value));
}

type NetworkForm = ValueSettings['network'];

/** What learns: the settings' network, or the policy's with the settings' value head. */
function formOf({ network, start }: ValueSettings, policy: SavedNetwork): NetworkForm {
  if (start === 'new') return network;
  const { value } = network.spec.heads;
  const heads = value === undefined ? {} : { value };
  return { planes: policy.planes, spec: { ...policy.spec, heads } };
}

/** The weights that it begins with: new ones, but for those that the policy's trunk has. */
function startOf(
  { start, board, seed }: ValueSettings,
  policy: SavedNetwork,
  { spec }: NetworkForm,
): Tensors {
  const specs = weightsOf(spec, { width: board, height: board });
  const weights = new Map(initialiseWeights(specs, new Random(seed)));
  if (start === 'new') return weights;
  for (const [name, data] of weights) {
    const known = policy.weights.get(name);
    if (known?.length === data.length && !name.startsWith('value.')) weights.set(name, known);
  }
  return weights;
}

function diverged(step: number, rate: number) {
  const message = `training has failed: the loss of step ${step} is not a number`;
  const remedy = `lower the learning rate (${rate}), or set training.clipNorm`;
  return fail('ERR_LEARN_DIVERGED', `${message}: ${remedy}`);
}
