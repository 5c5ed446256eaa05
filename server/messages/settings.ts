import * as v from 'valibot';
import { color, RULE_NAMES, side } from './common.js';

/** The steps of the human scale: 1 is a beginner, the last one all the engine has. */
export const LEVELS = 10;

const seconds = (least: number, most: number) =>
  v.pipe(v.number(), v.minValue(least), v.maxValue(most));

/** How strong the engine is: a step of the human scale, or visits or seconds of thinking a move. */
export const strength = v.variant('kind', [
  v.strictObject({
    kind: v.literal('level'),
    level: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LEVELS)),
  }),
  v.strictObject({
    kind: v.literal('visits'),
    visits: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  }),
  v.strictObject({ kind: v.literal('seconds'), seconds: seconds(0.1, 3600) }),
]);
export type Strength = v.InferOutput<typeof strength>;

const main = seconds(0, 86_400);
const period = seconds(1, 3600);
const counted = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));

/** The clock of both players; all times in seconds. */
export const timeSystem = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('absolute'), main: seconds(1, 86_400) }),
  v.strictObject({ kind: v.literal('fischer'), main: seconds(1, 86_400), increment: period }),
  /** Japanese: so many periods, one of which is lost whenever a move takes longer. */
  v.strictObject({ kind: v.literal('byo-yomi'), main, period, periods: counted }),
  /** So many stones in each period. */
  v.strictObject({ kind: v.literal('canadian'), main, period, stones: counted }),
]);
export type TimeSystem = v.InferOutput<typeof timeSystem>;

/** Which colours people play; the engine plays the others. */
export const people = v.picklist([...color.options, 'both', 'neither']);
export type People = v.InferOutput<typeof people>;

/** How a new game is set up. */
export const gameSettings = v.strictObject({
  width: side,
  height: side,
  rules: v.picklist(RULE_NAMES),
  komi: v.pipe(v.number(), v.minValue(-300), v.maxValue(300)),
  /** Stones at the fixed places; 0 for none. Where the board has no places for as many: ERR_HANDICAP. */
  handicap: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  people,
  strength,
  time: timeSystem,
});
export type GameSettings = v.InferOutput<typeof gameSettings>;
