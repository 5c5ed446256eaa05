import type { Game } from '../../engine/game.js';
import type { Random } from '../../engine/random.js';
import { Thinker } from '../../engine/search/thinker.js';
import { chooseMove } from './choose.js';
import type { Desk } from './desk.js';
import { LeafGroup } from './leaf-group.js';
import { restoreGame } from '../../engine/game-copy.js';
import { ownersByPlayouts, ownersByTree, reportOf } from './report.js';
import type { Report, SearchTask } from './task.js';

/** Bytes of a node and of an edge in a search tree, which doubles its arrays as it grows. */
const NODE_BYTES = 96;
const EDGE_BYTES = 10;
const GROWTH = 2;

const FEWEST_NODES = 64;

/** One task of a thread: its tree, and how far it has come. */
export class Job {
  readonly game: Game;
  /** Bytes that its tree may take. */
  readonly bytes: number;
  stopped = false;
  /** Visits made in the turn that it has now. */
  turnVisits = 0;
  private thinker: Thinker | undefined;
  private group: LeafGroup | undefined;
  private owners: readonly number[] | null = null;
  private started = 0;
  private reported = 0;
  /** Whether no further visit can be made, as where nothing but passes is left. */
  private stuck = false;

  constructor(
    readonly number: number,
    readonly task: SearchTask,
    mostBytes: number,
    private readonly random: Random,
    private readonly now: () => number,
  ) {
    this.game = restoreGame(task.line);
    this.bytes = Math.min(mostBytes, bytesFor(this.game, task.visits, task.ownership));
  }

  /** Whether its tree has been begun. */
  get isBegun(): boolean {
    return this.thinker !== undefined;
  }

  /** Whether there is nothing more to do. One evaluation is made at least. */
  get isOver(): boolean {
    const { thinker, task } = this;
    if (thinker === undefined) return false;
    if (this.stuck || thinker.isDone) return true;
    if (!thinker.search.isOpen) return false;
    return this.stopped || this.now() - this.started >= task.time;
  }

  /** Makes some visits at a desk, `width` leaves at a time; how many were made. */
  async visit(desk: Desk, rounds: number, width: number): Promise<number> {
    const group = this.begin(desk);
    group.width = width;
    const before = this.thinker!.visits;
    for (let round = 0; round < rounds && !this.isOver; round++) await desk.evaluator.visit(group);
    const made = this.thinker!.visits - before;
    this.stuck = made === 0 && this.thinker!.search.isOpen;
    return made;
  }

  /** Whether it is time to tell what has been found out; then it counts as told. */
  isReportDue(): boolean {
    const time = this.now();
    if (!(this.thinker?.search.isOpen ?? false) || time - this.reported < this.task.interval) {
      return false;
    }
    this.reported = time;
    return true;
  }

  /** What has been found out. A position has been evaluated. */
  report(): Report {
    return reportOf(this.thinker!, this.game, this.ownersNow());
  }

  /** The last report, with the move chosen if one was to be. */
  lastReport(): Report {
    const { choosing } = this.task;
    const choice =
      choosing === null ? null : chooseMove(this.thinker!, this.game, choosing, this.random);
    return { ...this.report(), choice };
  }

  private begin(desk: Desk): LeafGroup {
    if (this.group !== undefined) return this.group;
    const { visits, ownership } = this.task;
    const nodes = nodesIn(this.game, this.bytes, ownership);
    this.thinker = new Thinker(this.game, desk.search, nodes, ownership);
    this.thinker.begin(this.game, { visits });
    this.started = this.now();
    this.reported = this.started;
    return (this.group = new LeafGroup(this.thinker, visits));
  }

  private ownersNow(): readonly number[] | null {
    if (!this.task.ownership) return null;
    const known = ownersByTree(this.thinker!, this.game);
    return known ?? (this.owners ??= ownersByPlayouts(this.game, this.random));
  }
}

function nodeBytes({ board }: Game, ownership: boolean): number {
  const owners = ownership ? board.area : 0;
  return GROWTH * (NODE_BYTES + EDGE_BYTES * (board.area + 1) + owners);
}

function bytesFor(game: Game, visits: number, ownership: boolean): number {
  return nodeBytes(game, ownership) * (visits + FEWEST_NODES);
}

function nodesIn(game: Game, bytes: number, ownership: boolean): number {
  return Math.max(FEWEST_NODES, Math.floor(bytes / nodeBytes(game, ownership)));
}
