import type { PageState } from '../state/page-state.js';

/** What can be heard. */
export type Sound = 'stone' | 'capture' | 'pass' | 'end';

/** What is to be heard when the page's state changes. */
export function soundsOf(before: PageState, now: PageState): Sound[] {
  if (before.pending === undefined && now.pending !== undefined) {
    return now.pending === now.position?.stones.length ? ['pass'] : ['stone'];
  }
  if (before.state?.result === null && typeof now.state?.result === 'string') return ['end'];
  return soundsOfMove(before, now);
}

/** A move of the engine, or the stones that a move took. One step through a game makes no more. */
function soundsOfMove(before: PageState, now: PageState): Sound[] {
  const [old, position] = [before.position, now.position];
  if (old === undefined || position === undefined || old === position) return [];
  if (position.last === null || position.moveNumber !== old.moveNumber + 1) return [];
  if (position.last === position.stones.length) return before.pending === undefined ? ['pass'] : [];
  const taken = (of: typeof old): number => of.captured.black + of.captured.white;
  if (taken(position) > taken(old)) return ['capture'];
  return before.pending === undefined ? ['stone'] : [];
}
