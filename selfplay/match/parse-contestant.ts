import { fail, ok, type Result } from '../../engine/result.js';
import { PUCT_SETTINGS, type SearchSettings } from '../../engine/search/settings.js';
import type { ContestantSpec } from './contestant-spec.js';

const UCT = /^uct:([1-9]\d{0,6})$/;

/** How networks search where nothing else is said. */
export const USUAL_SEARCHING: Searching = { visits: 400, search: PUCT_SETTINGS };

/** How a network searches. */
export interface Searching {
  readonly visits: number;
  readonly search: SearchSettings;
}

/**
 * Reads who plays: `random`, `uct:PLAYOUTS`, the path of a network file (its name has a dot), or the
 * command of a GTP program. ERR_CONTESTANT.
 */
export function parseContestant(text: string, searching = USUAL_SEARCHING): Result<ContestantSpec> {
  const uct = UCT.exec(text);
  if (text === 'random') return ok({ kind: 'random' });
  if (uct !== null) return ok({ kind: 'uct', playouts: Number(uct[1]) });
  if (text.startsWith('uct:')) {
    return fail('ERR_CONTESTANT', `${text}: write uct:PLAYOUTS, such as uct:1000`);
  }
  if (text.trim() === '') return fail('ERR_CONTESTANT', 'a contestant has no name');
  if (/\.(onnx|txt|gz)$/.test(text) && !text.includes(' ')) {
    return ok({ kind: 'network', name: text, file: text, ...searching });
  }
  return ok({ kind: 'program', command: text });
}
