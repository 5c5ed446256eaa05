import { Board } from '../../engine/board.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { planEvaluation, type Evaluation } from '../../selfplay/play/evaluation-plan.js';
import type { ThinkerInfo } from '../messages/thinking.js';
import { CAPACITY, networkFor } from './desk.js';
import type { Report, SearchTask, ThinkingSettings, ThreadStart, ThreadUse } from './task.js';
import { ThinkingThread } from './thread.js';

/** Thinking under way. */
export interface Thinking {
  /** The last report; rejects where the engine cannot think. */
  readonly done: Promise<Report>;
  /** Ends it soon, with what has been found out up to then. */
  stop(): void;
}

/** What thinks for all sessions. */
export interface Thinkers {
  search(task: SearchTask, onReport?: (report: Report) => void): Thinking;
  /** What thinks about a board. Rejects where the engine cannot think about it. */
  describe(width: number, height: number): Promise<ThinkerInfo>;
  readonly use: ThreadUse;
  close(): Promise<void>;
}

/** Sides of boards by which a device is chosen, the first that one of the networks plays on. */
const USUAL_SIDES = [9, 19, 13, 7, 5, 6, 8, 10, 11, 12, 14, 15, 16, 17, 18, 4, 3, 2];

/** Threads that think, each about a share of what there is to think about. */
export class ThinkingPool implements Thinkers {
  private constructor(
    private readonly threads: ThinkingThread[],
    private readonly runtime: RuntimeThread | undefined,
    private readonly restart: () => ThinkingThread,
  ) {}

  /** Starts the threads. Failures are of the networks' files and of the device. */
  static async start(settings: ThinkingSettings): Promise<Result<ThinkingPool>> {
    const evaluation = await evaluationFor(settings);
    if (!evaluation.ok) return evaluation;
    const { device, form, thread } = evaluation.value;
    let started = 0;
    const startThread = (): ThinkingThread =>
      new ThinkingThread({
        ...shareOf(settings),
        device,
        form,
        connection: thread?.connect(),
        seed: settings.seed + started++,
      });
    const threads = Array.from({ length: settings.threads }, startThread);
    return ok(new ThinkingPool(threads, thread, startThread));
  }

  /** Where the thread has ended that has the least to do, another takes its place. */
  search(task: SearchTask, onReport: (report: Report) => void = () => undefined): Thinking {
    return this.idlest().search(task, onReport);
  }

  describe(width: number, height: number): Promise<ThinkerInfo> {
    return this.idlest().describe(width, height);
  }

  get use(): ThreadUse {
    const sum = (of: (use: ThreadUse) => number): number =>
      this.threads.reduce((total, { use }) => total + of(use), 0);
    return {
      batches: sum((use) => use.batches),
      positions: sum((use) => use.positions),
      visits: sum((use) => use.visits),
      tasks: sum((use) => use.tasks),
      waiting: sum((use) => use.waiting),
      treeBytes: sum((use) => use.treeBytes),
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
    await this.runtime?.close();
  }

  private idlest(): ThinkingThread {
    const { threads } = this;
    const idlest = threads.reduce((a, b) => (b.load < a.load ? b : a));
    if (!idlest.isBroken) return idlest;
    return (threads[threads.indexOf(idlest)] = this.restart());
  }
}

function shareOf({
  networks,
  taskBytes,
  treeBytes,
  threads,
}: ThinkingSettings): Pick<ThreadStart, 'networks' | 'taskBytes' | 'treeBytes'> {
  return { networks, taskBytes, treeBytes: treeBytes / threads };
}

/** Where networks are computed; nothing is tried where there is none. */
async function evaluationFor(settings: ThinkingSettings): Promise<Result<Evaluation>> {
  const { networks, device, threads } = settings;
  if (networks.length === 0) {
    if (device === 'auto' || device === 'cpu') return ok({ device: 'cpu', form: 'tiles' });
    return fail(
      'ERR_NETWORK_NEEDED',
      `without a network nothing runs on ${device}: --network FILE`,
    );
  }
  for (const side of USUAL_SIDES) {
    const board = Board.of(side);
    const file = await networkFor(networks, board);
    if (!file.ok) return file;
    if (file.value === undefined) continue;
    return planEvaluation({ choice: device, file: file.value, board, capacity: CAPACITY, threads });
  }
  const files = networks.join(', ');
  return fail('ERR_NETWORK_BOARD', `${files}: none plays on a square board of 2 to 19 lines`);
}
