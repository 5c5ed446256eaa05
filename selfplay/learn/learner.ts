import type { PlaneSetName } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import type { History } from '../../network/files/history.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { Tensors } from '../../network/onnx/emit.js';
import type { DeviceChoice, DeviceFailure } from '../../network/runtime/device.js';
import { HEAD_NAMES } from '../../network/spec/heads/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import {
  Trainer,
  type Progress,
  type StepReport,
  type TrainingPlan,
} from '../../network/training/trainer.js';
import type { LearningSettings } from '../settings/run-settings.js';
import { BatchMaker } from './batch-maker.js';
import { Reporter, type LessonReport } from './reporter.js';
import type { ReplayWindow } from './window.js';

/** What is to be learnt, from what, and how. */
export interface Lesson {
  readonly spec: NetworkSpec;
  readonly planes: PlaneSetName;
  readonly settings: LearningSettings;
  /** Decides, with the number of a step, which batch that step learns from. */
  readonly seed: number;
  /** Where to go on from: an earlier lesson's end, or weights that no step has changed. */
  readonly from: Progress | { readonly weights: Tensors };
  /** History of the network whose training goes on. */
  readonly history: History;
  readonly window: ReplayWindow;
  /** Steps to make now. */
  readonly steps: number;
  readonly device: DeviceChoice;
  readonly threads: number;
}

/** What somebody who waits for a lesson may want to hear and say. */
export interface LessonOptions {
  /** Called every `reportEvery` milliseconds (2,000 if not given) between steps, and at the end. */
  readonly onReport?: (report: LessonReport) => void;
  readonly reportEvery?: number;
  /** Asked between steps: whether to end the lesson now. What was learnt is kept. */
  readonly stop?: () => boolean;
}

export interface Learnt {
  readonly progress: Progress;
  /** The network to play with: averaged weights, if the settings keep those. */
  readonly network: SavedNetwork;
  /** What did the work, for people. */
  readonly description: string;
}

export type LessonFailure = DeviceFailure | Failure<'ERR_LEARN_DIVERGED'>;

/**
 * Trains a network for some steps on batches from the replay window. On the CPU each step blocks its
 * thread. ERR_LEARN_DIVERGED where the loss is no longer a number; else failures are as of the device.
 * @throws RangeError where the window is empty.
 */
export async function learn(
  lesson: Lesson,
  options: LessonOptions = {},
): Promise<Result<Learnt, LessonFailure>> {
  const opened = await openTrainer(lesson);
  if (!opened.ok) return opened;
  const trainer = opened.value;
  try {
    const diverged = await makeSteps(trainer, lesson, options);
    if (diverged !== undefined) return diverged;
    return ok({
      progress: await trainer.progress(),
      network: savedNetwork(lesson, trainer.step, await trainer.weights('averaged')),
      description: trainer.description,
    });
  } finally {
    await trainer.close();
  }
}

function openTrainer({ spec, settings, from, window, device, threads }: Lesson) {
  const { training, schedule, batch } = settings;
  const plan: TrainingPlan = { spec, board: window.board, settings: training, schedule };
  const options = { device, threads, batch };
  return 'weights' in from
    ? Trainer.start(plan, from.weights, options)
    : Trainer.resume(plan, from, options);
}

async function makeSteps(
  trainer: Trainer,
  lesson: Lesson,
  { onReport = () => undefined, reportEvery = 2000, stop = () => false }: LessonOptions,
): Promise<Result<never, LessonFailure> | undefined> {
  const maker = batchMaker(lesson);
  const reporter = new Reporter(reportEvery, onReport);
  for (let done = 0; done < lesson.steps && !stop(); done++) {
    const batch = maker.draw(randomOfStep(lesson.seed, trainer.step));
    const report = await trainer.train(batch);
    if (!Number.isFinite(report.numbers.get('loss'))) return diverged(report);
    reporter.add(report);
  }
  reporter.flush();
  return undefined;
}

function batchMaker({ spec, planes, settings, window }: Lesson): BatchMaker {
  const heads = HEAD_NAMES.filter((name) => spec.heads[name] !== undefined);
  const { batch: rows, valueFromSearch } = settings;
  return new BatchMaker(window, { planes, heads, rows, valueFromSearch });
}

/** The random numbers of one step, whatever came before it: so a lesson that was cut can go on. */
function randomOfStep(seed: number, step: number): Random {
  const random = new Random(seed);
  return new Random(random.bits() + Math.imul(step, 0x9e3779b1));
}

function diverged({ step, learningRate }: StepReport) {
  const message = `training has failed: the loss of step ${step} is not a number`;
  const remedy = `lower the learning rate (${learningRate}), or set clipNorm`;
  return fail('ERR_LEARN_DIVERGED', `${message}: ${remedy}`);
}

function savedNetwork(lesson: Lesson, step: number, weights: Tensors): SavedNetwork {
  const { spec, planes, window, settings, history, from } = lesson;
  const { width, height } = window.board;
  const stepsNow = step - ('weights' in from ? 0 : from.step);
  return {
    spec,
    planes,
    valueView: 'side-to-move',
    boards: [{ width, height }],
    weights,
    history: {
      ...history,
      steps: (history.steps ?? 0) + stepsNow,
      samples: (history.samples ?? 0) + stepsNow * settings.batch,
      games: window.made.games,
    },
  };
}
