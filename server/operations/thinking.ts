import { ok } from '../../engine/result.js';
import type { Operations } from './operation.js';

/** Visits of each position of a review, where the page names none. */
const REVIEW_VISITS = 100;

/** Analysis and review. */
export const THINKING_OPERATIONS: Operations<'analyse' | 'looking' | 'review'> = {
  analyse: ({ session }, { on, visits = Infinity }) => {
    if (on) session.analyst.start(visits);
    else session.analyst.stop();
    return ok(undefined);
  },

  looking: ({ look }, { looking }) => {
    look(looking);
    return ok(undefined);
  },

  review: ({ session }, { on, visits = REVIEW_VISITS }) => {
    if (on) session.reviewer.start(visits);
    else session.reviewer.stop();
    return ok(undefined);
  },
};
