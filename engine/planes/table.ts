import { ALPHAGO_ZERO } from './alphago-zero.js';
import { ALPHAGO_POLICY, ALPHAGO_VALUE } from './alphago.js';
import { LEELA_ZERO } from './leela-zero.js';
import type { PlaneSet } from './plane-set.js';
import { TENGEN } from './tengen.js';

/** The sets of input planes, by the name that a network's specification gives. */
export const PLANE_SETS = {
  'alphago-zero': ALPHAGO_ZERO,
  alphago: ALPHAGO_POLICY,
  'alphago-value': ALPHAGO_VALUE,
  'leela-zero': LEELA_ZERO,
  tengen: TENGEN,
} as const satisfies Record<string, PlaneSet>;

export type PlaneSetName = keyof typeof PLANE_SETS;
