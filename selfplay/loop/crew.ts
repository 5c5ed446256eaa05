import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { LearnTask } from '../learn/learn-task.js';
import type { LessonReport } from '../learn/reporter.js';
import type { MatchTask } from '../match/match-task.js';
import type { MatchResult } from '../match/play-match.js';
import type { PlayMessage, PlayTask } from '../play/play-task.js';

/** The tasks that a thread can do, see tasks.ts: what each takes, says on its way, and comes to. */
interface Tasks {
  playGames: { task: PlayTask; message: PlayMessage; result: number[] };
  makeCandidate: { task: LearnTask; message: LessonReport; result: boolean };
  playMatchGames: { task: MatchTask; message: MatchResult; result: undefined };
}

export type TaskName = keyof Tasks;

type TaskOf<N extends TaskName> = Tasks[N]['task'];

/** The threads that do a run's work: each does one task at a time. */
export class Crew {
  private readonly pool: Piscina;

  constructor(readonly threads: number) {
    this.pool = new Piscina({
      filename: new URL('./tasks.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 60_000,
      atomics: 'disabled', // or a thread that waits for a task would not send its last messages
    });
  }

  /**
   * Has a thread do a task, which gets a port beside its data, and hears what it says there. Settles
   * when all that has been heard. @throws what the task throws.
   */
  async do<N extends TaskName>(
    name: N,
    task: Omit<TaskOf<N>, 'port'>,
    onMessage: (message: Tasks[N]['message']) => void,
    ports: readonly MessagePort[] = [],
  ): Promise<Tasks[N]['result']> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    const closed = once(port1, 'close');
    try {
      return (await this.pool.run(
        { ...task, port: port2 },
        {
          name,
          transferList: [port2, ...ports],
        },
      )) as Tasks[N]['result'];
    } finally {
      await closed; // the task closes its end when it has said all
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
