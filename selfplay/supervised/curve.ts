import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { ok, type Result } from '../../engine/result.js';
import type { DiskFailure } from '../disk/failure.js';
import { appendLine, readLines } from '../disk/json-lines.js';
import { writeWhole } from '../disk/whole-file.js';

const HELD_OUT = v.looseObject({
  positions: v.number(),
  top1: v.number(),
  top5: v.number(),
  policyLoss: v.number(),
});

const POINT = v.looseObject({
  step: v.number(),
  samples: v.number(),
  hours: v.number(),
  share: v.number(),
  rate: v.number(),
  learnt: v.record(v.string(), v.number()),
  heldOut: HELD_OUT,
  loss: v.number(),
  best: v.boolean(),
});

/**
 * A check, as it stands in the learning curve: how far the training was, in steps, in samples, in
 * hours and as a share of what is to be done; means of what the batches since the check before showed
 * (`loss.HEAD`); figures of the held-out games, and the loss there that decides which network is best.
 */
export type CurvePoint = v.InferOutput<typeof POINT>;

export function addToCurve(path: string, point: CurvePoint): Result<void, DiskFailure> {
  return appendLine(path, point);
}

/** The learning curve; none where there is no file. */
export function readCurve(path: string): CurvePoint[] {
  return readLines(path).values.filter((value) => v.is(POINT, value));
}

/** Takes off what comes after a step: a training that was cut goes on from there. */
export function cutCurve(path: string, step: number): Result<void, DiskFailure> {
  if (!existsSync(path)) return ok(undefined);
  const kept = readCurve(path).filter((point) => point.step <= step);
  return writeWhole(path, kept.map((point) => `${JSON.stringify(point)}\n`).join(''));
}
