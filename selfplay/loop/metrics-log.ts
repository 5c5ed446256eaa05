import * as v from 'valibot';
import type { Result } from '../../engine/result.js';
import type { DiskFailure } from '../disk/failure.js';
import { appendLine, readLines } from '../disk/json-lines.js';
import type { LessonReport } from '../learn/reporter.js';
import type { PlayedGame } from '../records/played-game.js';
import type { Metric } from '../report/report-data.js';

const LINE = v.object({ hours: v.number(), steps: v.number() });

const HOUR = 3_600_000;

/** How a run goes, written down from time to time as lines of JSON: see {@link Metric}. */
export class MetricsLog {
  private readonly start = performance.now();
  private readonly hoursBefore: number;
  private steps: number;
  private lessons: LessonReport[] = [];
  private games = 0;
  private moves = 0;

  /** Goes on with the lines of that file, which need not be there. */
  constructor(private readonly path: string) {
    const lines = readLines(path).values.filter((line) => v.is(LINE, line));
    const last = lines.at(-1);
    this.hoursBefore = last?.hours ?? 0;
    this.steps = last?.steps ?? 0;
  }

  addGame({ moves }: PlayedGame): void {
    this.games++;
    this.moves += moves.length;
  }

  addLesson(report: LessonReport): void {
    this.lessons.push(report);
    this.steps = report.step;
  }

  /** Writes a line: how far the run is now, and means since the line before. */
  write(games: number, positions: number): Result<void, DiskFailure> {
    const last = this.lessons.at(-1);
    const line: Metric = {
      hours: this.hoursBefore + (performance.now() - this.start) / HOUR,
      games,
      positions,
      steps: this.steps,
      ...(last && { losses: this.losses(), learningRate: last.learningRate }),
      ...(this.games > 0 && { gameLength: this.moves / this.games }),
    };
    this.lessons = [];
    [this.games, this.moves] = [0, 0];
    return appendLine(this.path, line);
  }

  /** Means over the lessons' reports, which are of about as many steps each. */
  private losses(): Record<string, number> {
    const names = [...this.lessons[0].means.keys()].filter((name) => name.startsWith('loss'));
    const mean = (name: string): number =>
      this.lessons.reduce((sum, { means }) => sum + (means.get(name) ?? 0), 0) /
      this.lessons.length;
    return Object.fromEntries(names.map((name) => [name, mean(name)]));
  }
}
