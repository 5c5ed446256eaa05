import { fail, ok, type Result } from '../../engine/result.js';
import { PUCT_SETTINGS, type SearchSettings } from '../../engine/search/settings.js';
import type { ContestantSpec } from './contestant-spec.js';
import { parseVariant, vary } from './variants.js';

const UCT = /^uct:([1-9]\d{0,6})(?::(\S.*))?$/;

/** How networks search where nothing else is said. */
export const USUAL_SEARCHING: Searching = { visits: 400, search: PUCT_SETTINGS };

/** How a network searches. */
export interface Searching {
  readonly visits: number;
  readonly search: SearchSettings;
}

/**
 * Reads who plays: `random`, `uct:PLAYOUTS`, `uct:PLAYOUTS:POLICY` (see openRolloutPolicy), the path
 * of a network file (its name has a dot), which may be a variant as of {@link parseVariant}, or the
 * command of a GTP program. ERR_CONTESTANT.
 */
export function parseContestant(text: string, searching = USUAL_SEARCHING): Result<ContestantSpec> {
  const variant = parseVariant(text);
  if (!variant.ok) return variant;
  const base = parseBase(variant.value.base, searching);
  return base.ok ? vary(base.value, variant.value) : base;
}

function parseBase(text: string, searching: Searching): Result<ContestantSpec> {
  const uct = UCT.exec(text);
  if (text === 'random') return ok({ kind: 'random' });
  if (uct !== null) return ok(uctContestant(uct));
  if (text.startsWith('uct:')) {
    const right = 'write uct:PLAYOUTS or uct:PLAYOUTS:POLICY, such as uct:1000';
    return fail('ERR_CONTESTANT', `${text}: ${right}`);
  }
  if (text.trim() === '') return fail('ERR_CONTESTANT', 'a contestant has no name');
  if (/\.(onnx|txt|gz)$/.test(text) && !text.includes(' ')) {
    return ok({ kind: 'network', name: text, file: text, ...searching });
  }
  return ok({ kind: 'program', command: text });
}

function uctContestant([, playouts, policy]: readonly (string | undefined)[]): ContestantSpec {
  return {
    kind: 'uct',
    playouts: Number(playouts),
    ...(policy !== undefined && { policy }),
  };
}

/** What a contestant of playouts is called, which is how a person would name it. */
export function uctName({ playouts, policy }: Extract<ContestantSpec, { kind: 'uct' }>): string {
  return policy === undefined ? `uct:${playouts}` : `uct:${playouts}:${policy}`;
}
