import * as v from 'valibot';
import { count, move, point, side } from './common.js';

/** A run that may be watched, by its place in the command line. */
export const runName = v.strictObject({ run: count, name: v.string() });
export type RunName = v.InferOutput<typeof runName>;

/** How far a run was at one moment; see the report of a run. */
export const metric = v.object({
  hours: v.number(),
  games: v.number(),
  /** Positions searched. */
  positions: v.number(),
  /** Steps of the learner. */
  steps: v.number(),
  /** Means of the losses since the metric before, by head, `loss` for their weighted sum. */
  losses: v.exactOptional(v.record(v.string(), v.number())),
  learningRate: v.exactOptional(v.number()),
  gameLength: v.exactOptional(v.number()),
});
export type MetricInfo = v.InferOutput<typeof metric>;

/** A candidate's match with the champion. */
export const gate = v.object({
  candidate: count,
  champion: count,
  /** Games that the run had played when it began. */
  games: v.number(),
  wins: v.number(),
  draws: v.number(),
  losses: v.number(),
  /** Share of the points, in [0, 1]. */
  share: v.number(),
  verdict: v.exactOptional(v.picklist(['promote', 'reject'])),
});
export type GateInfo = v.InferOutput<typeof gate>;

/** A champion or an anchor, with its 95 % interval. */
export const rating = v.strictObject({
  player: v.string(),
  elo: v.number(),
  low: v.number(),
  high: v.number(),
  games: v.number(),
  /** Of a champion: games that the run had played when it was made. */
  since: v.nullable(v.number()),
});
export type RatingInfo = v.InferOutput<typeof rating>;

/** All that is told of a run but its games. Sent at the beginning, and parts of it as they change. */
export const run = v.strictObject({
  run: count,
  name: v.string(),
  width: side,
  height: side,
  /** The run's settings, for people, as JSON. */
  settings: v.string(),
  /** Games recorded. */
  games: count,
  champion: count,
  newest: count,
  /** What is done beside playing. */
  phase: v.string(),
  /** Whether a process holds the run now. */
  live: v.boolean(),
  /** In order of time; in an update, those that are new. */
  metrics: v.array(metric),
  /** In order of time; in an update, those that are new or changed. */
  gates: v.array(gate),
  /** All, strongest first. */
  ratings: v.array(rating),
});
export type RunInfo = v.InferOutput<typeof run>;

/** A recorded game in a list. */
export const listedGame = v.strictObject({
  number: count,
  width: side,
  height: side,
  moves: count,
  /** As SGF writes it. */
  result: v.string(),
  champion: count,
});
export type ListedGame = v.InferOutput<typeof listedGame>;

/** A game that can be shown without knowing any rules. Black moves first. */
export const replay = v.strictObject({
  number: count,
  width: side,
  height: side,
  komi: v.number(),
  /** As SGF writes it; `?` where the game goes on. */
  result: v.string(),
  moves: v.array(move),
  /** Ply → points from which that move took stones away; others are left out. */
  captures: v.record(v.string(), v.array(point)),
  /** Ply → value for Black in hundredths, −100 to 100; null where there is none. */
  values: v.array(v.nullable(v.number())),
});
export type ReplayInfo = v.InferOutput<typeof replay>;
