import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { AppendFile } from '../disk/append-file.js';
import type { Damage } from '../disk/damage.js';
import type { DiskFailure } from '../disk/failure.js';
import { readIfThere } from '../disk/json-lines.js';
import { readBoard, readNumber, readTurn, turnFields } from '../records/encode.js';
import { makeFields, parseFields, type Fields } from '../records/fields.js';
import { makeFrame, readFrames, type Frame } from '../records/frame.js';
import type { SearchedTurn } from '../records/played-game.js';

/*
 * A game in flight is a file of frames: the first says which game it is, each further one is a move,
 * with the search it was chosen by, if there was one. It is written by the thread that plays the
 * game, and removed by the one that has recorded it. Moves are not forced onto the disk: they survive
 * the death of the process at once, and a power cut costs the last few at most.
 */

/** Raised when flights change so that an older reader would misunderstand them. */
const VERSION = 1;

const NAME = /^(\d+)\.flight$/;

/** What is known of a game before its first move. */
export interface FlightStart {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly komi: number;
  /** The champion, by its number, that makes the first move. */
  readonly champion: number;
}

/** A game in flight, as far as it has come. */
export interface Flight extends FlightStart {
  /** Points in row-major order, area for a pass. */
  readonly moves: readonly number[];
  readonly turns: readonly SearchedTurn[];
}

/** A move and the search it was chosen by. */
interface FlightMove {
  readonly move: number;
  readonly turn: SearchedTurn | undefined;
}

/** Where a game in flight is kept. */
export function flightPath(folder: string, number: number): string {
  return join(folder, `${number}.flight`);
}

/** The file of a game that is being played. */
export class FlightLog {
  private constructor(
    private readonly file: AppendFile,
    private readonly area: number,
  ) {}

  /** Begins the file of a new game. @throws RangeError if that game is in flight already. */
  static start(folder: string, start: FlightStart): Result<FlightLog, DiskFailure> {
    const { number, width, height, komi, champion } = start;
    const path = flightPath(folder, number);
    if (existsSync(path)) throw new RangeError(`game ${number} is in flight: resume it`);
    const file = AppendFile.open(path);
    if (!file.ok) return file;
    const fields = makeFields([VERSION, number, width, height, komi, champion]);
    const written = file.value.append(makeFrame(fields));
    if (written.ok) return ok(new FlightLog(file.value, width * height));
    file.value.close();
    removeFlight(folder, number);
    return written;
  }

  /** Goes on with a game where {@link readFlight} found that its file ends. */
  static resume(folder: string, flight: Flight & FlightEnd): Result<FlightLog, DiskFailure> {
    const file = AppendFile.open(flightPath(folder, flight.number), flight.end);
    return file.ok ? ok(new FlightLog(file.value, flight.width * flight.height)) : file;
  }

  /** Keeps a move; `turn` tells of the search, if there was one. It is safe from a kill at once. */
  append(move: number, turn?: SearchedTurn): Result<void, DiskFailure> {
    const fields = [move, turn === undefined ? null : turnFields(turn, this.area)];
    return this.file.append(makeFrame(makeFields(fields)));
  }

  /** Leaves the file as it is: to be removed when the game is recorded, or resumed. */
  close(): void {
    this.file.close();
  }
}

/** How far the file of a flight is whole. */
export interface FlightEnd {
  /** Where to write on. */
  readonly end: number;
  /** What follows there, and is lost when writing goes on. */
  readonly damages: readonly Damage[];
}

/**
 * Reads a game in flight up to its last whole move. `ERR_FLIGHT` if not even its start is whole: then
 * the game is to be played anew.
 */
export function readFlight(
  folder: string,
  number: number,
): Result<Flight & FlightEnd, Failure<'ERR_FLIGHT'>> {
  const path = flightPath(folder, number);
  const bytes = readIfThere(path);
  const { frames, damages } = readFrames(bytes, path);
  const whole = frames.filter(({ offset }) => damages.every((damage) => offset < damage.offset));
  const start = readStart(whole.at(0));
  if (start?.number !== number) {
    return fail('ERR_FLIGHT', `${path}: the start of the game is damaged: it is played anew`);
  }
  const made = readMoves(whole.slice(1), start.width * start.height);
  const last = whole[made.length];
  return ok({
    ...start,
    moves: made.map(({ move }) => move),
    turns: made.flatMap(({ turn }) => turn ?? []),
    end: last.offset + last.bytes,
    damages,
  });
}

function readStart(frame: Frame | undefined): FlightStart | undefined {
  if (frame === undefined) return undefined;
  const start = parseFields(frame.payload, (fields) => {
    fields.whole('the version', VERSION, VERSION);
    return {
      number: readNumber(fields, 'number'),
      ...readBoard(fields),
      komi: fields.finite('komi'),
      champion: readNumber(fields, 'champion'),
    };
  });
  return start.ok ? start.value : undefined;
}

/** The moves up to the first that is not one. */
function readMoves(frames: readonly Frame[], area: number): FlightMove[] {
  const moves: FlightMove[] = [];
  for (const { payload } of frames) {
    const move = parseFields(payload, (fields) => readMove(fields, area));
    if (!move.ok || (move.value.turn?.ply ?? moves.length) !== moves.length) break;
    moves.push(move.value);
  }
  return moves;
}

function readMove(fields: Fields, area: number): FlightMove {
  const move = fields.whole('move', 0, area);
  return { move, turn: fields.optional('turn', (turn) => readTurn(turn, area)) };
}

/** The numbers of the games in flight, rising. */
export function flightsIn(folder: string): number[] {
  const names = readdirSync(folder).flatMap((name) => NAME.exec(name)?.[1] ?? []);
  return names.map(Number).sort((a, b) => a - b);
}

/** Removes a game from flight: it is recorded, or cannot be read. */
export function removeFlight(folder: string, number: number): void {
  rmSync(flightPath(folder, number), { force: true });
}
