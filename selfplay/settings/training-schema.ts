import * as v from 'valibot';
import { ADAMW, SGD, type OptimiserSettings } from '../../network/training/optimisers.js';
import type { Schedule } from '../../network/training/schedule.js';
import type { TrainingSettings } from '../../network/training/settings.js';
import {
  between0And1,
  list,
  notNegative,
  object,
  oneOf,
  positive,
  real,
  share,
  whole,
} from './schema-parts.js';

const HALF_OPEN = real({ min: 0, max: 0.999999 });

export const OPTIMISER: v.GenericSchema<unknown, OptimiserSettings> = v.variant(
  'type',
  [
    object({ type: v.literal('sgd'), momentum: v.optional(HALF_OPEN, SGD.momentum) }),
    object({
      type: v.literal('adamw'),
      beta1: v.optional(HALF_OPEN, ADAMW.beta1),
      beta2: v.optional(HALF_OPEN, ADAMW.beta2),
      epsilon: v.optional(positive(), ADAMW.epsilon),
      weightDecay: v.optional(notNegative(), ADAMW.weightDecay),
    }),
  ],
  'must be one of: sgd, adamw',
);

export const TRAINING: v.GenericSchema<unknown, TrainingSettings> = object({
  optimiser: OPTIMISER,
  lossWeights: object({
    policy: notNegative(),
    value: notNegative(),
    ownership: notNegative(),
    score: notNegative(),
  }),
  l2: notNegative(),
  l2Over: oneOf(['all', 'kernels']),
  clipNorm: v.nullable(positive()),
  statisticsDecay: share(),
  averageDecay: v.nullable(between0And1()),
});

const FROM_0 = 'must begin with step 0 and rise from step to step';

/** Learning rates by the step from which each holds. */
export const SCHEDULE: v.GenericSchema<unknown, Schedule> = v.pipe(
  list(
    object({ from: whole({ min: 0, max: 1e12 }), rate: notNegative() }),
    'objects like {"from": 0, "rate": 0.001}',
  ),
  v.check((rates) => rates.length > 0 && rates[0].from === 0, FROM_0),
  v.check((rates) => rates.every(({ from }, i) => i === 0 || from > rates[i - 1].from), FROM_0),
);
