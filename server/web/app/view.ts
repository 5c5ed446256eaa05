import type { View } from '../state/page-state.js';

/** The views, in the order of their tabs. */
export const VIEWS: readonly { readonly view: View; readonly name: string }[] = [
  { view: 'play', name: 'Play' },
  { view: 'study', name: 'Study' },
  { view: 'learn', name: 'Learning' },
];

/** The view that an address ends with, `#study`; Play if it names none. */
export function viewOfHash(hash: string): View {
  return VIEWS.find(({ view }) => hash === `#${view}`)?.view ?? 'play';
}
