import { Board } from '../../engine/board.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { planEvaluation, type Evaluation } from '../../selfplay/play/evaluation-plan.js';
import type { ThinkerInfo } from '../messages/thinking.js';
import { CAPACITY } from './desk.js';
import { Networks } from './networks.js';
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
  /** The sides of square boards on which a network plays; elsewhere playouts do. */
  readonly networkSides: readonly number[];
  readonly use: ThreadUse;
  close(): Promise<void>;
}

/** Sides of boards that are asked for, the usual ones first. */
const SIDES = [9, 19, 13, 7, 5, 6, 8, 10, 11, 12, 14, 15, 16, 17, 18, 4, 3, 2];

/** Threads that think, each about a share of what there is to think about. */
export class ThinkingPool implements Thinkers {
  private isClosed = false;

  private constructor(
    private readonly threads: ThinkingThread[],
    private readonly runtime: RuntimeThread | undefined,
    private readonly restart: () => ThinkingThread,
    readonly networkSides: readonly number[],
  ) {}

  /** Starts the threads. Failures are of the networks' files and of the device. */
  static async start(settings: ThinkingSettings): Promise<Result<ThinkingPool>> {
    const networks = await Networks.read(settings.networks);
    if (!networks.ok) return networks;
    const evaluation = await evaluationFor(settings, networks.value);
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
    const sides = SIDES.filter((side) => networks.value.for(Board.of(side)) !== undefined);
    return ok(new ThinkingPool(threads, thread, startThread, sides));
  }

  /**
   * Where the thread has ended that has the least to do, another takes its place; not once the pool is
   * closed.
   */
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
    this.isClosed = true;
    await Promise.all(this.threads.map((thread) => thread.close()));
    await this.runtime?.close();
  }

  private idlest(): ThinkingThread {
    const { threads } = this;
    const idlest = threads.reduce((a, b) => (b.load < a.load ? b : a));
    if (!idlest.isBroken || this.isClosed) return idlest;
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

/** Where networks are computed: chosen by one that will be used, on a board that it plays on. */
async function evaluationFor(
  { networks: files, device, threads }: ThinkingSettings,
  networks: Networks,
): Promise<Result<Evaluation>> {
  const boards = SIDES.map((side) => Board.of(side));
  const board = boards.find((each) =>
    files.length > 0 ? networks.givenFor(each) : networks.for(each),
  );
  if (board !== undefined) {
    const file = networks.for(board)!;
    return planEvaluation({ choice: device, capacity: CAPACITY, threads, file, board });
  }
  const none = `${files.join(', ')}: none plays on a square board of 2 to 19 lines`;
  return fail('ERR_NETWORK_BOARD', none);
}
