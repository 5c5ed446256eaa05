import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { ok, type Result } from '../../engine/result.js';
import type { DiskFailure } from '../disk/failure.js';
import { appendLine, readLines } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';

const FIGURES = v.object({ norm: v.number(), variance: v.number() });

const POINT = v.looseObject({
  update: v.number(),
  games: v.number(),
  seconds: v.number(),
  opponent: v.number(),
  wins: v.number(),
  draws: v.number(),
  losses: v.number(),
  mean: v.number(),
  length: v.number(),
  gradients: v.record(v.string(), FIGURES),
});

/**
 * An update, as it stands in the learning curve: its number; games and seconds so far; which version
 * was the opponent and how its games ended for the learner; the mean outcome that was the baseline;
 * the mean length of a game; and the figures of the gradient under each baseline that was measured.
 */
export type CurvePoint = v.InferOutput<typeof POINT>;

const TEST = v.looseObject({
  update: v.number(),
  wins: v.number(),
  draws: v.number(),
  losses: v.number(),
});

/** A match of the network after so many updates against the starting one, both without search. */
export type TestPoint = v.InferOutput<typeof TEST>;

export function addPoint(path: string, point: CurvePoint | TestPoint): Result<void, DiskFailure> {
  return appendLine(path, point);
}

/** The learning curve; none where there is no file. */
export function readCurve(path: string): CurvePoint[] {
  return readLines(path).values.filter((value) => v.is(POINT, value));
}

/** The test matches; none where there is no file. */
export function readTests(path: string): TestPoint[] {
  return readLines(path).values.filter((value) => v.is(TEST, value));
}

/** Takes off all from an update on: a training that was cut goes on from there. */
export function cutCurve(path: string, update: number): Result<void, DiskFailure> {
  if (!existsSync(path)) return ok(undefined);
  const kept = readCurve(path).filter((point) => point.update < update);
  return writeWhole(path, kept.map((point) => `${JSON.stringify(point)}\n`).join(''));
}
