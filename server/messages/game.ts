import * as v from 'valibot';
import { color, count, move, nodeId, point, RULE_NAMES, side, winrate } from './common.js';
import { people, strength, timeSystem } from './settings.js';

/** What a search thinks of a position. Everything is seen by Black. */
export const evaluation = v.strictObject({
  winrate,
  /** Black's expected lead in points, komi counted; null where the evaluator does not tell. */
  score: v.nullable(v.number()),
  visits: count,
});
export type Evaluation = v.InferOutput<typeof evaluation>;

/** A node of the game tree. The first child goes on with the main line, the others are variations. */
export const treeNode = v.strictObject({
  id: nodeId,
  /** Null for the root. */
  parent: v.nullable(nodeId),
  children: v.array(nodeId),
  /** The move that leads here; null for the root, and for nodes that only set stones up or comment. */
  move: v.nullable(v.strictObject({ color, point: move })),
  comment: v.string(),
  /** The latest, by analysis, review or the engine's own thinking; null while nobody has looked. */
  evaluation: v.nullable(evaluation),
});
export type TreeNode = v.InferOutput<typeof treeNode>;

/** What a person is called in files who has no name. */
export const PERSON = 'Person';

const player = v.strictObject({ name: v.string(), rank: v.string() });

/** What holds for the whole game. */
export const gameInfo = v.strictObject({
  width: side,
  height: side,
  /** Null for rules that are no preset. */
  rules: v.nullable(v.picklist(RULE_NAMES)),
  komi: v.number(),
  handicap: count,
  black: player,
  white: player,
  people,
  strength,
  time: timeSystem,
});
export type GameInfo = v.InferOutput<typeof gameInfo>;

/** A mark that a file has put on the board. */
export const mark = v.strictObject({
  point,
  kind: v.picklist(['triangle', 'square', 'circle', 'cross', 'label']),
  /** Of a label; empty for the others. */
  text: v.string(),
});

/** The board at the current node. */
export const position = v.strictObject({
  node: nodeId,
  /** Point → 1 for a black stone, −1 for a white one, 0 for none. */
  stones: v.array(v.picklist([1, -1, 0])),
  toMove: color,
  /** Moves from the root to here, passes counted. */
  moveNumber: count,
  /** The move that led here, if one did. */
  last: v.nullable(move),
  /** Where the rules forbid to retake at once, if anywhere. */
  ko: v.nullable(point),
  /** Where the player to move may play. Passing is always allowed. */
  legal: v.array(point),
  /** Stones that each player has captured. */
  captured: v.strictObject({ black: count, white: count }),
  marks: v.array(mark),
  /** What ends the game here, if anything. */
  end: v.nullable(v.picklist(['passes', 'repetition'])),
});
export type PositionInfo = v.InferOutput<typeof position>;

/** What a player's clock shows. */
export const clock = v.strictObject({
  /** Milliseconds left of the main time or, in overtime, of the period. */
  left: v.number(),
  overtime: v.boolean(),
  /** In overtime: periods left (Japanese), or moves to be made in this one (Canadian). */
  count,
});

/** Both clocks, as they were when the message was sent. */
export const clocks = v.strictObject({
  black: clock,
  white: clock,
  /** Whose clock runs, if either does. */
  running: v.nullable(color),
});
export type ClocksInfo = v.InferOutput<typeof clocks>;

/** The count of a game that has ended, while dead stones are marked and after. */
export const gameCount = v.strictObject({
  dead: v.array(point),
  /** Point → 1 if it counts for Black, −1 for White, 0 for neither. */
  owners: v.array(v.picklist([1, -1, 0])),
  black: v.number(),
  /** Komi and compensation for handicap stones in it. */
  white: v.number(),
});
export type CountInfo = v.InferOutput<typeof gameCount>;

/**
 * How far the game is. `playing`: the engine answers moves where it is its turn. `marking`: both have
 * passed, dead stones are being marked. `finished`: there is a result; moves may be tried out, and the
 * engine does not answer unless it is asked.
 */
export const phase = v.picklist(['playing', 'marking', 'finished']);

export const state = v.strictObject({
  phase,
  /** Who the engine is thinking for, about a move of its own. */
  thinking: v.nullable(color),
  /** Null where there are no clocks. */
  clocks: v.nullable(clocks),
  count: v.nullable(gameCount),
  /** As SGF writes it, `B+3.5`, `W+R`, `B+T`, `0`; null while there is none. */
  result: v.nullable(v.string()),
});
export type StateInfo = v.InferOutput<typeof state>;
