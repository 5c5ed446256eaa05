import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ok, type Result } from '../../engine/result.js';
import { AppendFile } from '../disk/append-file.js';
import type { Damage } from '../disk/damage.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { syncFolder } from '../disk/whole-file.js';
import { makeRecord } from './encode.js';
import { makeFrame } from './frame.js';
import { NumberSet } from './number-set.js';
import type { PlayedGame } from './played-game.js';
import {
  fullTurnsOf,
  joinSummaries,
  NO_GAMES,
  readRecordFile,
  readSummary,
  summaryOf,
  writeSummary,
  type RecordFile,
  type Summary,
} from './record-file.js';

/** Games in a file: few enough to read one for a few positions, enough to keep folders small. */
const GAMES_PER_FILE = 500;

const NAME = /^\d{6,}\.games$/;

/**
 * The `games` folder of a run: files of some 500 games each. One thread of one process appends to
 * it; others may read meanwhile.
 */
export class RecordFiles {
  /** The files, oldest first. */
  private readonly paths: string[] = [];
  /** What the last file holds, and where to write on, known until it is complete. */
  private last: { readonly end: number; readonly summary: Summary } | undefined;
  /** The last file, once something has been appended to it. */
  private file: AppendFile | undefined;
  private readonly recorded = new NumberSet();
  private recordedGames = 0;
  private recordedTurns = 0;
  /** Damages that have been told of. */
  private readonly told = new Set<string>();

  private constructor(
    private readonly folder: string,
    private readonly onDamage: (damage: Damage) => void,
    private readonly gamesPerFile: number,
  ) {}

  /**
   * Opens the folder, made if it is not there. Of its files only the last is read, and those that
   * have no summary. `onDamage` is told once of each stretch skipped, whenever it is met.
   */
  static open(
    folder: string,
    onDamage: (damage: Damage) => void,
    gamesPerFile = GAMES_PER_FILE,
  ): Result<RecordFiles, DiskFailure> {
    return onDisk(folder, () => {
      mkdirSync(folder, { recursive: true });
      const files = new RecordFiles(folder, onDamage, gamesPerFile);
      files.survey();
      return files;
    });
  }

  /** How many games are recorded. */
  get games(): number {
    return this.recordedGames;
  }

  /** How many turns of theirs the policy is to be learnt from. */
  get fullTurns(): number {
    return this.recordedTurns;
  }

  /** The numbers of the games recorded. */
  get numbers(): Pick<NumberSet, 'has' | 'next'> {
    return this.recorded;
  }

  /**
   * Records a game, onto the disk: once this has succeeded its flight may be removed. The first time
   * it cuts off a torn tail. After a failure the files are as before, and it may be tried again.
   * @throws RangeError for a number that is recorded already, and as {@link makeRecord}.
   */
  append(game: PlayedGame): Result<void, DiskFailure> {
    if (this.recorded.has(game.number)) {
      throw new RangeError(`game ${game.number} is recorded already`);
    }
    const frame = makeFrame(makeRecord(game));
    const file = this.openLast();
    if (!file.ok) return file;
    const written = file.value.appendDurably(frame);
    if (!written.ok) return written;
    this.addToLast(game, file.value.size);
    return written;
  }

  /** Every game, from the first recorded to the last. */
  *oldest(): Generator<PlayedGame, void> {
    for (const path of [...this.paths]) yield* this.read(path).games;
  }

  /** Every game, from the last recorded to the first. */
  *newest(): Generator<PlayedGame, void> {
    for (const path of this.paths.toReversed()) yield* this.read(path).games.toReversed();
  }

  /**
   * The newest games, in the order they were recorded, that have so many full turns between them;
   * all if they have fewer. Reads no more files than it must.
   */
  readNewest(fullTurns: number): PlayedGame[] {
    const games: PlayedGame[] = [];
    let found = 0;
    for (const game of this.newest()) {
      if (found >= fullTurns) break;
      games.push(game);
      found += fullTurnsOf(game);
    }
    return games.reverse();
  }

  close(): void {
    this.file?.close();
    this.file = undefined;
  }

  /** Finds out what there is, without changing any of it. */
  private survey(): void {
    const names = readdirSync(this.folder).filter((name) => NAME.test(name));
    names.sort((a, b) => parseInt(a) - parseInt(b));
    this.paths.push(...names.map((name) => join(this.folder, name)));
    this.paths.forEach((path, i) => {
      if (i < this.paths.length - 1) this.count(this.summaryOf(path));
      else this.surveyLast(path);
    });
  }

  private surveyLast(path: string): void {
    const { games, end } = this.read(path);
    const summary = summaryOf(games);
    this.count(summary);
    if (games.length < this.gamesPerFile) this.last = { end, summary };
  }

  private summaryOf(path: string): Summary {
    const known = readSummary(path);
    if (known !== undefined) return known;
    const summary = summaryOf(this.read(path).games);
    writeSummary(path, summary);
    return summary;
  }

  private count({ numbers, fullTurns }: Summary): void {
    for (const number of numbers) this.recorded.add(number);
    this.recordedGames += numbers.length;
    this.recordedTurns += fullTurns;
  }

  private read(path: string): RecordFile {
    const file = readRecordFile(path);
    for (const damage of file.damages) this.tell(damage);
    return file;
  }

  private tell(damage: Damage): void {
    const key = `${damage.file}:${damage.offset}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    this.onDamage(damage);
  }

  /** The file to append to: the last one, or another if that is complete. */
  private openLast(): Result<AppendFile, DiskFailure> {
    if (this.file !== undefined) return ok(this.file);
    const path = this.last === undefined ? this.nextPath() : this.paths.at(-1)!;
    const opened = AppendFile.open(path, this.last?.end);
    if (!opened.ok) return opened;
    this.file = opened.value;
    if (this.last === undefined) this.startLast(path);
    return opened;
  }

  private startLast(path: string): void {
    this.paths.push(path);
    this.last = { end: 0, summary: NO_GAMES };
    syncFolder(this.folder);
  }

  private nextPath(): string {
    const last = this.paths.at(-1);
    const number = last === undefined ? 1 : parseInt(basename(last)) + 1;
    return join(this.folder, `${String(number).padStart(6, '0')}.games`);
  }

  private addToLast(game: PlayedGame, end: number): void {
    const added = summaryOf([game]);
    const summary = joinSummaries(this.last?.summary ?? NO_GAMES, added);
    this.count(added);
    this.last = { end, summary };
    if (summary.numbers.length < this.gamesPerFile) return;
    this.close();
    writeSummary(this.paths.at(-1)!, summary);
    this.last = undefined;
  }
}
