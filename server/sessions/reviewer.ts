import type { ReviewInfo } from '../messages/thinking.js';
import { copyGame } from '../../engine/game-copy.js';
import type { Thinking } from '../thinking/pool.js';
import { gameAt } from './replay.js';
import type { Session } from './session.js';
import { lineThrough, type Node } from './tree.js';

/** Goes through a whole game and evaluates every position. */
export class Reviewer {
  private thinking: Thinking | undefined;
  /** Counts up with each review: which one is under way. */
  private review = 0;
  private progress: ReviewInfo = { running: false, done: 0, total: 0 };

  constructor(private readonly session: Session) {}

  describe(): ReviewInfo {
    return this.progress;
  }

  /** Begins with the root, through the current node to the end of its line. */
  start(visits: number): void {
    this.stop();
    const nodes = lineThrough(this.session.current);
    this.tell({ running: true, done: 0, total: nodes.length });
    void this.run(nodes, Math.min(visits, this.session.services.limits.visits));
  }

  stop(): void {
    this.review++;
    this.thinking?.stop();
    this.thinking = undefined;
    if (this.progress.running) this.tell({ ...this.progress, running: false });
  }

  private async run(nodes: readonly Node[], visits: number): Promise<void> {
    const { review } = this;
    const { audience } = this.session;
    try {
      for (const node of nodes) {
        if (visits > (node.evaluation?.visits ?? 0)) await this.look(node, visits);
        if (review !== this.review) return;
        this.tell({ ...this.progress, done: this.progress.done + 1 });
      }
    } catch (error) {
      if (review !== this.review) return;
      const { message } = error as Error;
      audience.tell({ type: 'error', id: null, code: 'ERR_THINKING', message });
    }
    this.tell({ ...this.progress, running: false });
  }

  private async look(node: Node, visits: number): Promise<void> {
    const { session, review } = this;
    const { opened, number, services } = session;
    if (opened.tree.find(node.id) === undefined) return; // it has been removed meanwhile
    const line = copyGame(gameAt(opened.table, node));
    const task = { owner: number, line, visits, ownership: false };
    const limits = { time: Infinity, interval: Infinity, choosing: null };
    this.thinking = services.thinkers.search({ ...task, ...limits });
    const report = await this.thinking.done;
    if (review === this.review) session.evaluate(node, report);
  }

  private tell(progress: ReviewInfo): void {
    this.progress = progress;
    this.session.audience.tell({ type: 'review', review: progress });
  }
}
