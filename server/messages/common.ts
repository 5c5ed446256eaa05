import * as v from 'valibot';
import type { RulePreset } from '../../engine/rules.js';

/** The version of the messages. A page and a server of different versions do not talk. */
export const VERSION = 1;

/** The path of the WebSocket on the server that the page came from. */
export const SOCKET_PATH = '/socket';

/** The sides of boards that may be played on. */
export const SIDES = { least: 2, most: 25 };

/** Characters of a comment, and of an SGF text, at most. */
export const MOST_COMMENT = 20_000;
export const MOST_SGF = 1_000_000;

export const RULE_NAMES = [
  'tromp-taylor',
  'chinese',
  'japanese',
  'korean',
  'aga',
  'new-zealand',
] as const satisfies readonly RulePreset[];

const AREA = SIDES.most ** 2;

/** A whole number from 0. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A place in the tree of a game: given by the server, never used again for another node. */
export const nodeId = count;

/** A point as `row · width + column` from the top left; the number after the last point is a pass. */
export const move = v.pipe(count, v.maxValue(AREA));

/** A point of the board. */
export const point = v.pipe(count, v.maxValue(AREA - 1));

export const side = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(SIDES.least),
  v.maxValue(SIDES.most),
);

export const color = v.picklist(['black', 'white']);
export type ColorName = v.InferOutput<typeof color>;

/** A chance of Black's winning, in [0, 1]. */
export const winrate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
