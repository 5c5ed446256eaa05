import { Random } from '../../engine/random.js';
import { CAPACITY } from './desk.js';
import type { Desks } from './desks.js';
import { FairQueue, type Turn } from './fair-queue.js';
import { Job } from './job.js';
import type { SearchTask, ThreadAnswer, ThreadUse } from './task.js';

/** Visits of a turn, after which others may have waited longer. */
const TURN = 32;

/** Evaluations between two looks at who is first now. */
const SLICE = 8;

/** Leaves in a batch for which few searches make several visits at a time. */
const FULL_ENOUGH = 8;

/** A board of this area costs as much as it counts. */
const USUAL_AREA = 81;

/** The memory that a room may give to trees. */
export interface RoomMemory {
  readonly taskBytes: number;
  readonly treeBytes: number;
}

/**
 * All that one thread thinks about. As many jobs search at once as fill a batch; the others wait for
 * their turns in a fair queue, by owner. A job keeps its tree until it is done, so one is begun only
 * when there is memory for its tree.
 */
export class Room {
  private readonly queue = new FairQueue<Job>();
  private readonly jobs = new Map<number, Job>();
  /** Turns of jobs for whose trees there is no memory at present. */
  private readonly aside: Turn<Job>[] = [];
  private readonly random: Random;
  private active = 0;
  private treeBytes = 0;
  private visits = 0;
  private tasks = 0;

  constructor(
    private readonly desks: Desks,
    private readonly memory: RoomMemory,
    seed: number,
    private readonly tell: (answer: ThreadAnswer) => void,
    private readonly now: () => number,
  ) {
    this.random = new Random(seed);
  }

  /** Thinks about a task; reports, and then `done` or `failed`, are told under its number. */
  search(number: number, task: SearchTask): void {
    const job = new Job(number, task, this.memory.taskBytes, this.random, this.now);
    this.jobs.set(number, job);
    this.askForTurn(job);
    this.go();
  }

  /** Lets a job end soon: it still tells `done`. */
  stop(number: number): void {
    const job = this.jobs.get(number);
    if (job !== undefined) job.stopped = true;
  }

  async use(): Promise<ThreadUse> {
    const { visits, tasks, treeBytes } = this;
    return { ...(await this.desks.use()), visits, tasks, waiting: this.jobs.size, treeBytes };
  }

  private askForTurn(job: Job): void {
    job.turnVisits = 0;
    const { owner, visits } = job.task;
    const work = Math.min(TURN, visits) * (job.game.board.area / USUAL_AREA);
    this.queue.add(owner, work, job);
  }

  /** Gives turns as long as there is room in a batch. */
  private go(): void {
    while (this.active < CAPACITY) {
      const turn = this.queue.take();
      if (turn === undefined) return;
      if (!this.reserve(turn.item)) {
        this.aside.push(turn);
        continue;
      }
      this.active++;
      void this.work(turn);
    }
  }

  /** Takes the memory for a job's tree, if that has not been done. A lone one always gets it. */
  private reserve(job: Job): boolean {
    if (job.isBegun) return true;
    const fits = this.treeBytes + job.bytes <= this.memory.treeBytes;
    if (!fits && this.treeBytes > 0) return false;
    this.treeBytes += job.bytes;
    return true;
  }

  private async work(turn: Turn<Job>): Promise<void> {
    const job = turn.item;
    try {
      await this.slice(job);
      if (job.isOver) this.end(job, { kind: 'done', job: job.number, report: job.lastReport() });
      else if (job.turnVisits < TURN) this.queue.putBack(turn);
      else this.askForTurn(job);
    } catch (error) {
      this.end(job, { kind: 'failed', job: job.number, message: (error as Error).message });
    }
    this.active--;
    this.go();
  }

  private async slice(job: Job): Promise<void> {
    const width = Math.max(1, Math.floor(FULL_ENOUGH / this.active));
    const made = await this.desks.at(job.game.board, (desk) => job.visit(desk, SLICE, width));
    job.turnVisits += Math.max(1, made);
    this.visits += made;
    if (made === 0) await new Promise(setImmediate); // messages must be heard
    if (job.isReportDue()) {
      this.tell({ kind: 'report', job: job.number, report: job.report() });
    }
  }

  private end(job: Job, answer: ThreadAnswer): void {
    this.jobs.delete(job.number);
    this.treeBytes -= job.bytes;
    this.tasks++;
    this.tell(answer);
    for (const turn of this.aside.splice(0)) this.queue.putBack(turn);
  }
}
