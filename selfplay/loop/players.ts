import type { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { PlayControl } from '../play/play-control.js';
import type { PlayMessage, PlayTask } from '../play/play-task.js';
import type { EvaluatorUse } from '../play/shared-evaluator.js';
import type { PlayedGame } from '../records/played-game.js';
import type { Crew } from './crew.js';

/** What all threads that play have in common. */
export type PlayersPlan = Omit<
  PlayTask,
  'task' | 'resumed' | 'quota' | 'control' | 'connection' | 'port'
>;

export interface PlayersListener {
  /** A game has ended; it is still in flight on disk. */
  readonly onGame: (game: PlayedGame) => void;
  /** A thread has failed. */
  readonly onFailure: (failure: unknown) => void;
}

const NO_USE: EvaluatorUse = { batches: 0, positions: 0, computed: 0, time: 0 };

/** The threads that play, as many as are wanted at a time, and the games in flight between them. */
export class Players {
  readonly control = new PlayControl();
  /** What the evaluators have done, by task. */
  private readonly uses: EvaluatorUse[] = [NO_USE];
  private readonly playing = new Map<number, Promise<void>>();
  /** Games in flight that no thread goes on with now. */
  private idle: number[];
  private next = 0;

  constructor(
    private readonly crew: Crew,
    private readonly plan: PlayersPlan,
    inFlight: readonly number[],
    private readonly listener: PlayersListener,
    /** Computes for all of them, unless each does so itself. */
    private readonly evaluation?: RuntimeThread,
  ) {
    this.idle = [...inFlight];
  }

  /** Evaluations by all threads so far; time adds up over threads. */
  get use(): EvaluatorUse {
    return this.uses.reduce((sum, { batches, positions, computed, time }) => ({
      batches: sum.batches + batches,
      positions: sum.positions + positions,
      computed: sum.computed + computed,
      time: sum.time + time,
    }));
  }

  /** How many threads play. */
  get count(): number {
    return this.playing.size;
  }

  /** Whether there are games to go on with, or to begin. */
  get hasWork(): boolean {
    const { missing, first, end } = this.plan;
    return this.idle.length > 0 || this.control.ticketsTaken < missing.length + end - first;
  }

  /**
   * Has so many threads play; settles when those too many have left. With a quota each of them leaves
   * by itself after so many games.
   */
  async setCount(count: number, quota?: number): Promise<void> {
    while (this.playing.size < count && this.hasWork) this.start(count - this.playing.size, quota);
    const leaving = [...this.playing].slice(count);
    for (const [task] of leaving) this.control.setStopped(task, true);
    await Promise.all(leaving.map(([, left]) => left));
  }

  /** Settles when no thread plays. */
  async allLeft(): Promise<void> {
    while (this.playing.size > 0) await Promise.all(this.playing.values());
  }

  /** Starts one of `starting` threads, which takes its share of the games that are idle. */
  private start(starting: number, quota: number | undefined): void {
    const task = this.next++;
    const share = Math.ceil(this.idle.length / starting);
    const resumed = this.idle.splice(0, share);
    this.playing.set(task, this.play(task, resumed, quota));
  }

  private async play(
    task: number,
    resumed: readonly number[],
    quota: number | undefined,
  ): Promise<void> {
    const connection = this.evaluation?.connect();
    const control = this.control.memory;
    const data = { ...this.plan, task, resumed, quota, control, connection };
    try {
      const left = await this.crew.do(
        'playGames',
        data,
        (message) => {
          this.hear(task, message);
        },
        connection === undefined ? [] : [connection.port],
      );
      this.idle.push(...left);
    } catch (error) {
      this.listener.onFailure(error);
    } finally {
      this.playing.delete(task);
    }
  }

  private hear(task: number, message: PlayMessage): void {
    if (message.kind === 'game') this.listener.onGame(message.game);
    else this.uses[task + 1] = message;
  }
}
