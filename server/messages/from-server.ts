import * as v from 'valibot';
import { count, nodeId } from './common.js';
import { gameInfo, position, state, treeNode } from './game.js';
import { listedGame, replay, run, runName } from './runs.js';
import { analysis, review, thinker } from './thinking.js';

const id = count;

/** What the server can do, and allows; more is refused or cut down. */
export const limits = v.strictObject({
  /** Visits of the engine's moves, of analyses, and of each position of a review. */
  visits: count,
  /** Seconds of a move. */
  seconds: v.number(),
  /** The longest side of a board. */
  side: count,
  /** Nodes of a game tree. */
  nodes: count,
  /** Sides of square boards on which a network plays; elsewhere playouts do, which are weak. */
  networkSides: v.array(count),
});
export type LimitsInfo = v.InferOutput<typeof limits>;

/** All that a server tells a page. */
export const fromServer = v.variant('type', [
  /** Answers `hello`. The whole state follows: `game`, `position`, `state`, `review`. */
  v.strictObject({
    type: v.literal('welcome'),
    version: v.number(),
    /** To be kept by the page: whoever has it has the session. */
    token: v.string(),
    /** Whether the session was there before. */
    resumed: v.boolean(),
    limits,
    runs: v.array(runName),
  }),
  v.strictObject({ type: v.literal('done'), id }),
  v.strictObject({
    type: v.literal('error'),
    /** What it answers; null where that could not be read. */
    id: v.nullable(id),
    /** Stable, for programs: `ERR_…`, see docs/web.md. */
    code: v.pipe(v.string(), v.regex(/^ERR_[A-Z_]+$/)),
    /** For people. */
    message: v.string(),
  }),
  /** Something that a person should know, and that answers nothing. */
  v.strictObject({ type: v.literal('notice'), text: v.string() }),

  /** A whole game: at the beginning, and where another takes its place. */
  v.strictObject({
    type: v.literal('game'),
    info: gameInfo,
    root: nodeId,
    nodes: v.array(treeNode),
  }),
  /** What holds for the game has changed, its tree has not. */
  v.strictObject({ type: v.literal('info'), info: gameInfo }),
  /** Nodes that are new or have changed, and nodes that are no more. */
  v.strictObject({
    type: v.literal('nodes'),
    changed: v.array(treeNode),
    removed: v.array(nodeId),
  }),
  v.strictObject({ type: v.literal('position'), position }),
  v.strictObject({ type: v.literal('state'), state }),
  v.strictObject({ type: v.literal('sgf'), id, text: v.string(), name: v.string() }),

  v.strictObject({ type: v.literal('thinker'), thinker }),
  v.strictObject({ type: v.literal('analysis'), analysis }),
  v.strictObject({ type: v.literal('review'), review }),

  v.strictObject({ type: v.literal('run'), run }),
  /** What has changed of the run that is watched. */
  v.strictObject({ type: v.literal('run-update'), run }),
  /** Games under way in the run that is watched. */
  v.strictObject({ type: v.literal('run-live'), run: count, games: v.array(replay) }),
  v.strictObject({
    type: v.literal('run-games'),
    id,
    run: count,
    games: v.array(listedGame),
    /** Whether there are older ones. */
    more: v.boolean(),
  }),
  v.strictObject({ type: v.literal('run-game'), id, run: count, game: replay }),
]);

export type FromServer = v.InferOutput<typeof fromServer>;
export type FromServerType = FromServer['type'];
/** The message of a type. */
export type Telling<T extends FromServerType> = Extract<FromServer, { type: T }>;
