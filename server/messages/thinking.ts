import * as v from 'valibot';
import { count, move, nodeId, winrate } from './common.js';

/** A move that a search has looked at. Seen by Black. */
export const candidate = v.strictObject({
  move,
  visits: count,
  winrate,
  score: v.nullable(v.number()),
  /** Its prior, in [0, 1]. */
  prior: v.number(),
  /** The expected line, this move first. */
  line: v.array(move),
});
export type CandidateInfo = v.InferOutput<typeof candidate>;

/** What an analysis has found out about a node so far. Seen by Black. */
export const analysis = v.strictObject({
  node: nodeId,
  visits: count,
  winrate,
  score: v.nullable(v.number()),
  /** Those visited most, best first; 30 at most. */
  moves: v.array(candidate),
  /** Move → prior in thousandths, [area + 1], pass last. */
  policy: v.array(v.number()),
  /** Point → expected owner in hundredths, from −100 for White to 100 for Black, [area]. */
  ownership: v.nullable(v.array(v.number())),
  /** Whether this is the last report, since the visits asked for have been made. */
  final: v.boolean(),
});
export type AnalysisInfo = v.InferOutput<typeof analysis>;

/** How far the review of a game has come; the evaluations come as nodes. */
export const review = v.strictObject({
  running: v.boolean(),
  done: count,
  total: count,
});
export type ReviewInfo = v.InferOutput<typeof review>;

/** What thinks about boards of one size. */
export const thinker = v.strictObject({
  width: count,
  height: count,
  /** Whether a network does; otherwise it is UCT with playouts, which is weak. */
  network: v.boolean(),
  /** For people: network, runtime, device. */
  description: v.string(),
});
export type ThinkerInfo = v.InferOutput<typeof thinker>;
