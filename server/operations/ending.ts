import { opponent } from '../../engine/color.js';
import { win } from '../../engine/outcome.js';
import { ok } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import { colorOf } from '../sessions/names.js';
import type { Operations } from './operation.js';

/** The end of a game. */
export const ENDING_OPERATIONS: Operations<
  'toggle-dead' | 'accept-count' | 'resume' | 'claim-time'
> = {
  'toggle-dead': ({ session }, { point }) =>
    session.phase === 'marking' ? session.toggleDead(point) : refusal('ERR_NOT_MARKING'),

  'accept-count': ({ session }) => {
    if (session.phase !== 'marking') return refusal('ERR_NOT_MARKING');
    session.acceptCount();
    return ok(undefined);
  },

  resume: ({ session }) => {
    if (session.phase !== 'playing') session.resume();
    return ok(undefined);
  },

  'claim-time': ({ session }, { color }) => {
    const loser = colorOf(color);
    if (session.phase !== 'playing' || !session.clocks.isOver(loser)) {
      return refusal('ERR_TIME_LEFT');
    }
    session.finish(win(opponent(loser), 'time'));
    return ok(undefined);
  },
};
