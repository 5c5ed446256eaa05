import type { LearnTask } from '../learn/learn-task.js';
import type { LessonReport } from '../learn/reporter.js';
import type { MatchTask } from '../match/match-task.js';
import type { MatchResult } from '../match/play-match.js';
import type { PlayMessage, PlayTask } from '../play/play-task.js';
import { TaskThreads } from '../play/task-threads.js';

/**
 * The threads that do a run's work: each does one task at a time, of those in tasks.ts. Here is what each
 * task takes, says on its way, and comes to.
 */
export class Crew extends TaskThreads<{
  playGames: { task: PlayTask; message: PlayMessage; result: number[] };
  makeCandidate: { task: LearnTask; message: LessonReport; result: boolean };
  playMatchGames: { task: MatchTask; message: MatchResult; result: undefined };
}> {
  constructor(threads: number) {
    super(new URL('./tasks.js', import.meta.url), threads);
  }
}
