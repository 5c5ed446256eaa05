import { Random } from '../../engine/random.js';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import type { Tensors } from '../../network/onnx/emit.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { HEAD_NAMES } from '../../network/spec/heads/table.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { batchTensors, type TrainingBatch } from '../../network/training/batch.js';
import type { StepTrainer } from '../../network/training/step-trainer.js';
import { averageName } from '../../network/training/update.js';
import type { Corpus } from '../corpus/corpus.js';
import { agreeOnSettings } from '../disk/agree-on-settings.js';
import { writeWhole } from '../disk/whole-file.js';
import { Batches } from './batches.js';
import { shareDone, type Limits } from './clock.js';
import { addToCurve, cutCurve, readCurve, type CurvePoint } from './curve.js';
import type { Figures } from './figures.js';
import type { TrainingFolder } from './folder.js';
import { HeldOut } from './held-out.js';
import { meansOf, NO_NOTES, withCheck, withStep, type Notes } from './notes.js';
import { partsOf } from './parts.js';
import { parseSupervisedSettings } from './parse-settings.js';
import { rateAt } from './rate.js';
import { openRunner } from './runner.js';
import type { SupervisedSettings } from './settings.js';
import { readStanding, writeStanding } from './standing.js';

export interface TrainingOptions extends Limits {
  readonly device: DeviceChoice;
  readonly threads: number;
  /** Asked between steps: whether to leave it as it is. */
  readonly stop?: () => boolean;
  /** Told of each check. */
  readonly onCheck?: (point: CurvePoint) => void;
}

/** Why a training ended: all is done; checks showed nothing better for long; it was told to stop. */
export type TrainingEnd = 'done' | 'stalled' | 'asked';

/** How a training goes, for people. */
export interface TrainingStatus {
  readonly step: number;
  /** What share of it is done. */
  readonly share: number;
  /** By this command. */
  readonly samplesPerSecond: number;
  /** Until it ends; undefined where nothing tells yet. */
  readonly secondsLeft: number | undefined;
  /** Means since the last check, as in a CurvePoint. */
  readonly learnt: Readonly<Record<string, number>>;
  readonly checking: boolean;
  readonly latest: CurvePoint | undefined;
}

/** What a training works with. */
interface Tools {
  readonly runner: StepTrainer;
  readonly batches: Batches;
  readonly heldOut: HeldOut;
  /** Games that it learns from. */
  readonly games: number;
}

/** How often where it stands is kept, in milliseconds. */
const KEEP_EVERY = 120_000;

/**
 * A network that learns from a corpus, in a folder. Every step follows from the settings, its number
 * and the share of the training that is done; so with a limit of steps alone, a training that was cut
 * and goes on comes to the same weights as one that was not.
 */
export class SupervisedTraining {
  private readonly opened = performance.now();
  private readonly firstStep: number;
  private kept = performance.now();
  private next: TrainingBatch | undefined;
  private checking = false;
  private latest: CurvePoint | undefined;

  private constructor(
    private readonly folder: TrainingFolder,
    private readonly settings: SupervisedSettings,
    private readonly options: TrainingOptions,
    private readonly tools: Tools,
    private step: number,
    private notes: Notes,
  ) {
    this.firstStep = step;
    // Where more is to be done than when it was last at work, checks are fewer by now.
    this.notes = { ...notes, checks: Math.min(notes.checks, this.checksDue(this.share)) };
    this.latest = readCurve(folder.curve).at(-1);
  }

  /**
   * Begins a training, or goes on with the one in the folder, which must be prepared. ERR_GAMES_FEW
   * where no game is left to learn from or to check with; ERR_RUN_SETTINGS; else as of files and
   * devices.
   */
  static async open(
    folder: TrainingFolder,
    settings: SupervisedSettings,
    corpus: Corpus,
    options: TrainingOptions,
  ): Promise<Result<SupervisedTraining>> {
    const parts = partsOf(corpus, settings.split);
    if (!parts.ok) return parts;
    const agreed = agreeOnSettings(folder, settings, parseSupervisedSettings);
    if (!agreed.ok) return agreed;
    const standing = readStanding(folder.state);
    if (!standing.ok) return standing;
    const cut = cutCurve(folder.curve, standing.value?.step ?? 0);
    if (!cut.ok) return cut;
    const { training, validation, games } = parts.value;
    const runner = await openRunnerFor(settings, standing.value?.slots, options);
    if (!runner.ok) return runner;
    const heads = HEAD_NAMES.filter((name) => settings.network.spec.heads[name] !== undefined);
    const { planes } = settings.network;
    const plan = { planes, heads, rows: settings.batch, seed: settings.seed };
    const checked = validation.spread(settings.checks.positions);
    return ok(
      new SupervisedTraining(
        folder,
        settings,
        options,
        {
          runner: runner.value,
          batches: new Batches(corpus, training, plan),
          heldOut: new HeldOut(corpus, checked, options.device, options.threads),
          games,
        },
        standing.value?.step ?? 0,
        standing.value?.notes ?? NO_NOTES,
      ),
    );
  }

  /** What does the work, for people. */
  get description(): string {
    return this.tools.runner.description;
  }

  get status(): TrainingStatus {
    const { step, share, notes, checking, latest } = this;
    const seconds = (performance.now() - this.opened) / 1000;
    return {
      step,
      share,
      samplesPerSecond: ((step - this.firstStep) * this.settings.batch) / seconds,
      secondsLeft: share > 0 ? (this.seconds * (1 - share)) / share : undefined,
      learnt: meansOf(notes),
      checking,
      latest,
    };
  }

  /** Learns until it is done. ERR_LEARN_DIVERGED; else failures are as of the disk. */
  async learn(): Promise<Result<TrainingEnd>> {
    const { stop = () => false } = this.options;
    for (;;) {
      if (stop()) return this.end('asked');
      const { share } = this;
      if (this.checksDue(share) > this.notes.checks) {
        const checked = await this.check(share, stop);
        if (!checked.ok) return checked;
        continue;
      }
      if (this.isStalled) return ok('stalled');
      if (share >= 1) return ok('done');
      const failed = (await this.makeStep(share)) ?? (await this.keepNowAndThen());
      if (failed !== undefined) return failed;
    }
  }

  close(): Promise<void> {
    return this.tools.runner.close();
  }

  private get seconds(): number {
    return this.notes.seconds + (performance.now() - this.opened) / 1000;
  }

  private get share(): number {
    return shareDone(this.options, this.step, this.seconds);
  }

  private get isStalled(): boolean {
    const { patience } = this.settings.checks;
    return patience !== null && this.notes.sinceBest >= patience;
  }

  private checksDue(share: number): number {
    return Math.floor(share * this.settings.checks.count);
  }

  private async end(end: TrainingEnd): Promise<Result<TrainingEnd>> {
    const kept = await this.keep();
    return kept.ok ? ok(end) : kept;
  }

  /** Makes one step; the batch of the next is made while other threads are at work on this one's. */
  private async makeStep(share: number): Promise<Failed | undefined> {
    const rate = rateAt(this.settings.rate, this.step, share);
    const batch = this.next ?? this.tools.batches.ofStep(this.step);
    const running = this.tools.runner.train(batchTensors(batch), rate);
    this.next = this.tools.batches.ofStep(this.step + 1);
    const numbers = await running;
    if (!Number.isFinite(numbers.get('loss'))) return diverged(this.step, rate);
    this.step++;
    this.notes = withStep(this.notes, numbers);
    return undefined;
  }

  /** Measures the network on games held out, and keeps it if it is the best so far. */
  private async check(share: number, stop: () => boolean): Promise<Result<void>> {
    this.checking = true;
    const network = await this.network();
    const figures = await this.tools.heldOut.measure(network, stop);
    this.checking = false;
    if (figures === undefined) return ok(undefined);
    const point = this.pointOf(figures, share);
    if (point.best) {
      const history = { ...network.history, heldOut: point.heldOut };
      const written = writeWhole(this.folder.best, makeNetworkFile({ ...network, history }));
      if (!written.ok) return written;
    }
    const added = addToCurve(this.folder.curve, point);
    if (!added.ok) return added;
    this.latest = point;
    const checks = this.checksDue(share);
    this.notes = withCheck(this.notes, checks, point.loss, point.best);
    this.options.onCheck?.(point);
    return this.keep();
  }

  private pointOf(figures: Figures, share: number): CurvePoint {
    const { step, notes, settings } = this;
    const { policy, value } = settings.training.lossWeights;
    const { positions, top1, top5, policyLoss, valueError } = figures;
    const valued = settings.network.spec.heads.value !== undefined;
    const loss = policy * policyLoss + (valued ? value * valueError : 0);
    return {
      step,
      samples: step * settings.batch,
      hours: this.seconds / 3600,
      share,
      rate: rateAt(settings.rate, step, share),
      learnt: meansOf(notes),
      heldOut: valued ? { ...figures } : { positions, top1, top5, policyLoss },
      loss,
      best: notes.bestLoss === null || loss < notes.bestLoss,
    };
  }

  /** The network as it plays: with averages of its weights, where the settings keep those. */
  private async network(): Promise<SavedNetwork> {
    const { network, training, board, preset, batch } = this.settings;
    const { spec, planes } = network;
    const size = { width: board, height: board };
    const slots = await this.tools.runner.snapshot();
    const slotOf = (name: string) => (training.averageDecay === null ? name : averageName(name));
    const names = weightsOf(spec, size).map(({ name }) => name);
    return {
      spec,
      planes,
      valueView: 'side-to-move',
      boards: [size],
      weights: new Map(names.map((name) => [name, slots.get(slotOf(name))!])),
      history: {
        run: preset,
        steps: this.step,
        samples: this.step * batch,
        games: this.tools.games,
        split: this.settings.split,
      },
    };
  }

  private async keepNowAndThen(): Promise<Failed | undefined> {
    if (performance.now() - this.kept < KEEP_EVERY) return undefined;
    const kept = await this.keep();
    return kept.ok ? undefined : kept;
  }

  private async keep(): Promise<Result<void>> {
    const slots = await this.tools.runner.snapshot();
    const notes = { ...this.notes, seconds: this.seconds };
    this.kept = performance.now();
    return writeStanding(this.folder.state, { step: this.step, slots, notes }, this.settings);
  }
}

interface Failed {
  readonly ok: false;
  readonly error: Failure;
}

function openRunnerFor(
  { network, board, training, batch, seed }: SupervisedSettings,
  slots: Tensors | undefined,
  { device, threads }: TrainingOptions,
): ReturnType<typeof openRunner> {
  const size = { width: board, height: board };
  const { spec } = network;
  const plan = { spec, board: size, settings: training, device, threads, batch };
  if (slots !== undefined) return openRunner(plan, { slots });
  return openRunner(plan, { weights: initialiseWeights(weightsOf(spec, size), new Random(seed)) });
}

function diverged(step: number, rate: number): Failed {
  const message = `training has failed: the loss of step ${step} is not a number`;
  const remedy = `lower the learning rate (${rate}), or set training.clipNorm`;
  return fail('ERR_LEARN_DIVERGED', `${message}: ${remedy}`);
}
