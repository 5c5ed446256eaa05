import { fail, ok, type Result } from '../../engine/result.js';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import type { ContestantSpec } from './contestant-spec.js';

const UCT = /^uct:(\d+)$/;

/** Visits of a network's search where nothing else is said. */
const USUAL_VISITS = 400;

/**
 * Reads who plays: `random`, `uct:PLAYOUTS`, the path of a network file (its name has a dot), or the
 * command of a GTP program. ERR_CONTESTANT.
 */
export function parseContestant(text: string, visits = USUAL_VISITS): Result<ContestantSpec> {
  const uct = UCT.exec(text);
  if (text === 'random') return ok({ kind: 'random' });
  if (uct !== null) return ok({ kind: 'uct', playouts: Number(uct[1]) });
  if (text.trim() === '') return fail('ERR_CONTESTANT', 'a contestant has no name');
  if (/\.(onnx|txt|gz)$/.test(text) && !text.includes(' ')) {
    return ok({ kind: 'network', name: text, file: text, visits, search: PUCT_SETTINGS });
  }
  return ok({ kind: 'program', command: text });
}
