import { newBan } from '../../engine/search/bans.js';
import { restrictRoot } from '../../engine/search/root.js';
import type { Search } from '../../engine/search/search.js';
import type { Thinker } from '../../engine/search/thinker.js';
import { ROOT, type Tree } from '../../engine/search/tree.js';
import { now, type Ban, type ThinkRequest } from './engine.js';
import type { SpreadBatch } from './spread-batch.js';

/** Whom thinking listens and tells. */
export interface Company {
  /** Whether to stop now. */
  readonly stopped: () => boolean;
  readonly report: () => void;
}

/**
 * Searches until a limit of the request. The position is evaluated once at least, however little time
 * there is.
 */
export async function think(
  thinker: Thinker,
  batch: SpreadBatch,
  request: ThinkRequest,
  company: Company,
): Promise<void> {
  const { tree } = thinker.search;
  const limits = new Limits(tree, request);
  const interval = request.interval ?? Infinity;
  let nextReport = now() + interval;
  let restricted = request.bans.length === 0;
  thinker.search.bans = request.bans.map(({ color, points, depth }) =>
    newBan(thinker.search.board, color, points, depth),
  );
  while (!thinker.isDone && !(thinker.search.isOpen && (company.stopped() || limits.reached()))) {
    await round(thinker, batch, limits.visitsLeft());
    if (!restricted && thinker.search.isOpen) {
      restrict(thinker.search, request.bans);
      restricted = true;
    }
    if (now() < nextReport || !thinker.search.isOpen) continue;
    company.report();
    nextReport = now() + interval;
  }
}

/** Takes the moves that are banned from the root, unless that would leave no move at all. */
function restrict({ tree, game }: Search, bans: readonly Ban[]): void {
  const banned = new Set(
    bans.flatMap(({ color, points, depth }) => (color === game.toMove && depth > 0 ? points : [])),
  );
  restrictRoot(tree, (move) => !banned.has(move));
}

/** One batch of leaves. In a small tree it is a small one: leaves under way push each other aside. */
async function round(thinker: Thinker, batch: SpreadBatch, visitsLeft: number): Promise<void> {
  const visits = thinker.search.tree.visits[ROOT];
  const leaves = Math.min(batch.capacity, Math.ceil(visits / LEAVES_SHARE), visitsLeft);
  batch.expect(leaves);
  for (let begun = 0; begun < Math.max(1, leaves); begun++) {
    const visit = thinker.descend(batch);
    if (visit === 'full' || visit === 'collision') break;
  }
  if (batch.size === 0) return;
  await batch.evaluate();
  thinker.collect(batch);
  batch.clear();
}

/** The visits made for each leaf that may be under way. */
const LEAVES_SHARE = 8;

/** When a search has done enough, asked after every batch. */
class Limits {
  private readonly keptVisits: number;
  private readonly started = now();
  private last = this.started;
  /** Milliseconds that a batch takes: the longest lately. */
  private longest = 0;

  constructor(
    private readonly tree: Tree,
    private readonly request: ThinkRequest,
  ) {
    this.keptVisits = tree.visits[ROOT];
  }

  visitsLeft(): number {
    const { visits, playouts } = this.request;
    const made = this.tree.visits[ROOT];
    return Math.min(visits - made, playouts - (made - this.keptVisits));
  }

  reached(): boolean {
    const time = now();
    this.longest = Math.max(FADING * this.longest, time - this.last);
    this.last = time;
    if (this.visitsLeft() <= 0) return true;
    if (this.request.endsEarly && lead(this.tree) > this.visitsToCome(time)) return true;
    return this.outOfTime(time);
  }

  private outOfTime(time: number): boolean {
    const { deadline } = this.request;
    if (deadline === undefined) return false;
    const end = time + this.longest;
    return end >= deadline.most || (end >= deadline.planned && isDecided(this.tree));
  }

  /** How many visits there may still be, at the rate up to now. */
  private visitsToCome(time: number): number {
    const byCount = this.visitsLeft();
    const { deadline } = this.request;
    if (deadline === undefined) return byCount;
    const passed = time - this.started;
    const made = this.tree.visits[ROOT] - this.keptVisits;
    if (passed < SETTLED_RATE_MS || made === 0) return byCount;
    return Math.min(byCount, (Math.max(0, deadline.planned - time) * made) / passed);
  }
}

/** How much of the longest batch is remembered with each further one. */
const FADING = 0.8;

/** Before that, the rate of visits is not known well enough to end early. */
const SETTLED_RATE_MS = 50;

/** How many visits the most visited move has more than the next. */
function lead(tree: Tree): number {
  let [most, second] = [0, 0];
  forMoves(tree, (visits) => {
    if (visits > most) [most, second] = [visits, most];
    else if (visits > second) second = visits;
  });
  return tree.count[ROOT] === 1 ? Infinity : most - second;
}

/** Whether the most visited move is also the best one of those visited half as often, at least. */
function isDecided(tree: Tree): boolean {
  let most = 0;
  let value = -1;
  forMoves(tree, (visits, mean) => {
    if (visits > most) [most, value] = [visits, mean];
  });
  let decided = true;
  forMoves(tree, (visits, mean) => {
    if (2 * visits > most && mean > value) decided = false;
  });
  return decided;
}

function forMoves(tree: Tree, use: (visits: number, mean: number) => void): void {
  const first = tree.first[ROOT];
  for (let edge = first; edge < first + tree.tried[ROOT]; edge++) {
    const child = tree.child[edge];
    use(tree.visits[child], tree.mean(child));
  }
}
