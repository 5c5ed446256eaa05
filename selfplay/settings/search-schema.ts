import * as v from 'valibot';
import {
  GUMBEL_SETTINGS,
  PUCT_SETTINGS,
  UCT_SETTINGS,
  type SearchSettings,
} from '../../engine/search/settings.js';
import { notNegative, object, positive, real, share, whole, yesOrNo } from './schema-parts.js';

/** Settings left out are the usual ones of that way to search. */
const COMMON = {
  scoreUtility: v.nullish(
    object({
      staticWeight: notNegative(),
      staticScale: positive(),
      dynamicWeight: notNegative(),
      dynamicScale: positive(),
      centreShrink: share(),
    }),
    null,
  ),
  pruneUseless: v.optional(yesOrNo(), false),
};

const PUCT = object({
  method: v.literal('puct'),
  exploration: v.optional(notNegative(), PUCT_SETTINGS.exploration),
  fpuReduction: v.optional(v.nullable(real({ min: -2, max: 2 })), PUCT_SETTINGS.fpuReduction),
  explorationBase: v.optional(positive(), PUCT_SETTINGS.explorationBase),
  varianceScaling: v.nullish(
    object({ prior: positive(), priorWeight: positive(), strength: share() }),
    null,
  ),
  ...COMMON,
  rootTemperature: v.optional(positive(), PUCT_SETTINGS.rootTemperature),
  forcedPlayouts: v.nullish(positive(), null),
  lowerBound: v.nullish(object({ deviations: notNegative(), leastShare: share() }), null),
});

const GUMBEL = object({
  method: v.literal('gumbel'),
  considered: v.optional(whole(), GUMBEL_SETTINGS.considered),
  visitOffset: v.optional(notNegative(), GUMBEL_SETTINGS.visitOffset),
  scale: v.optional(positive(), GUMBEL_SETTINGS.scale),
  ...COMMON,
});

const UCT = object({
  method: v.literal('uct'),
  exploration: v.optional(notNegative(), UCT_SETTINGS.exploration),
  ...COMMON,
});

/** How a player searches; `method` decides which other settings there are. */
export const SEARCH: v.GenericSchema<unknown, SearchSettings> = v.variant(
  'method',
  [PUCT, GUMBEL, UCT],
  'must be one of: puct, gumbel, uct',
);
