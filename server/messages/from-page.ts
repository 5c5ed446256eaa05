import * as v from 'valibot';
import { color, count, MOST_COMMENT, MOST_SGF, move, nodeId, point } from './common.js';
import { gameSettings, people, strength } from './settings.js';

/** The number by which the server's answer is told; each connection counts its own. */
const id = v.pipe(count, v.maxValue(Number.MAX_SAFE_INTEGER));

/**
 * All that a page may ask for. Each message is answered, by `done` or by `error` with its `id`; what
 * changes by it comes as messages of its own, before the answer.
 */
export const fromPage = v.variant('type', [
  /** The first message of a connection: goes on with the session of a token, or begins a new one. */
  v.strictObject({
    type: v.literal('hello'),
    id,
    version: v.number(),
    token: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  }),
  v.strictObject({ type: v.literal('ping'), id }),

  // The game. `node` is the node that the page shows: ERR_STALE where it is another one by now.
  v.strictObject({ type: v.literal('new-game'), id, settings: gameSettings }),
  /** A move, or a pass, of the player to move. */
  v.strictObject({ type: v.literal('play'), id, node: nodeId, move }),
  /** Takes back the last move of a person, with the engine's answer. */
  v.strictObject({ type: v.literal('undo'), id }),
  /** Gives up for the person who plays, or for the player to move. */
  v.strictObject({ type: v.literal('resign'), id }),
  /** Asks the engine for a move of the player to move, whoever plays. */
  v.strictObject({ type: v.literal('engine-move'), id, node: nodeId }),
  /** Ends the engine's thinking: it makes the best move up to now. */
  v.strictObject({ type: v.literal('move-now'), id }),
  /** Changes who plays, or how strong the engine is, in the midst of a game. */
  v.strictObject({
    type: v.literal('change'),
    id,
    people: v.exactOptional(people),
    strength: v.exactOptional(strength),
  }),

  // The end of the game, in the phase `marking`.
  /** Marks the chain there as dead, or as alive again. */
  v.strictObject({ type: v.literal('toggle-dead'), id, point }),
  v.strictObject({ type: v.literal('accept-count'), id }),
  /** Goes on playing: from `marking`, or after the end, from the current node. */
  v.strictObject({ type: v.literal('resume'), id }),
  /** Declares that a player has lost on time: the server looks at its own clock. */
  v.strictObject({ type: v.literal('claim-time'), id, color }),

  // The tree.
  v.strictObject({ type: v.literal('go'), id, node: nodeId }),
  v.strictObject({
    type: v.literal('comment'),
    id,
    node: nodeId,
    text: v.pipe(v.string(), v.maxLength(MOST_COMMENT)),
  }),
  /** Removes a node with all that follows it. */
  v.strictObject({ type: v.literal('remove'), id, node: nodeId }),
  /** Makes the line through a node the main one. */
  v.strictObject({ type: v.literal('promote'), id, node: nodeId }),
  v.strictObject({
    type: v.literal('load-sgf'),
    id,
    text: v.pipe(v.string(), v.maxLength(MOST_SGF)),
  }),
  /** Answered by `sgf`. */
  v.strictObject({ type: v.literal('save-sgf'), id }),

  // Thinking.
  /** Analyses the current node, whichever it is, until it is turned off. */
  v.strictObject({
    type: v.literal('analyse'),
    id,
    on: v.boolean(),
    /** Visits after which it rests; the server's bound where there are more. */
    visits: v.exactOptional(v.pipe(count, v.minValue(1))),
  }),
  /** Whether anybody looks at the page: analysis rests while nobody does. */
  v.strictObject({ type: v.literal('looking'), id, looking: v.boolean() }),
  /** Evaluates every position from the root through the current node to the end of its line. */
  v.strictObject({
    type: v.literal('review'),
    id,
    on: v.boolean(),
    visits: v.exactOptional(v.pipe(count, v.minValue(1))),
  }),

  // Learning.
  /** Watches a run: `run`, then `run-update` and `run-live` as it goes on; null for none. */
  v.strictObject({ type: v.literal('watch-run'), id, run: v.nullable(count) }),
  /** Lists recorded games, newest first, those before a number if one is given: `run-games`. */
  v.strictObject({
    type: v.literal('list-games'),
    id,
    run: count,
    before: v.exactOptional(count),
  }),
  /** Answered by `run-game`. */
  v.strictObject({ type: v.literal('show-game'), id, run: count, number: count }),
]);

export type FromPage = v.InferOutput<typeof fromPage>;
export type FromPageType = FromPage['type'];
/** The message of a type. */
export type Asking<T extends FromPageType> = Extract<FromPage, { type: T }>;
