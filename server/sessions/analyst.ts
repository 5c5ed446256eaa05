import { copyGame } from '../../engine/game-copy.js';
import type { Thinking } from '../thinking/pool.js';
import type { Report } from '../thinking/task.js';
import type { Session } from './session.js';
import type { Node } from './tree.js';

/** Analyses the node that is shown, as long as that is wished and somebody looks. */
export class Analyst {
  /** Visits after which it rests; 0 while no analysis is wished. */
  private wished = 0;
  private thinking: Thinking | undefined;
  private node: Node | undefined;

  constructor(private readonly session: Session) {}

  /** Whether it is at work. */
  get isAnalysing(): boolean {
    return this.thinking !== undefined;
  }

  /** Analyses with so many visits at most. */
  start(visits: number): void {
    this.wished = Math.min(visits, this.session.services.limits.visits);
    this.end();
    this.consider();
  }

  stop(): void {
    this.wished = 0;
    this.end();
  }

  /** Something has changed: begins, ends, or turns to another node, if that is called for. */
  consider(): void {
    const { audience, current } = this.session;
    if (this.wished === 0 || !audience.isLooking) this.end();
    else if (this.node !== current) this.begin();
  }

  close(): void {
    this.wished = 0;
    this.end();
  }

  private end(): void {
    this.thinking?.stop();
    this.thinking = undefined;
    this.node = undefined;
  }

  private begin(): void {
    this.end();
    const { session } = this;
    const { services, game, number, current } = session;
    this.node = current;
    const task = { owner: number, line: copyGame(game), visits: this.wished, ownership: true };
    const limits = { time: Infinity, interval: services.limits.interval, choosing: null };
    const thinking = services.thinkers.search({ ...task, ...limits }, (report) => {
      if (this.thinking === thinking) this.tell(current, report, false);
    });
    this.thinking = thinking;
    thinking.done.then(
      (report) => {
        if (this.thinking !== thinking) return;
        this.thinking = undefined; // the node stays: it has been analysed
        this.tell(current, report, true);
      },
      (error: unknown) => {
        if (this.thinking !== thinking) return;
        this.thinking = undefined;
        const { message } = error as Error;
        session.audience.tell({ type: 'error', id: null, code: 'ERR_THINKING', message });
      },
    );
  }

  private tell(node: Node, report: Report, final: boolean): void {
    const { visits, winrate, score, moves, policy, ownership } = report;
    const found = { visits, winrate, score, moves, policy, ownership };
    this.session.audience.show({ type: 'analysis', analysis: { ...found, node: node.id, final } });
    this.session.evaluate(node, report);
  }
}
