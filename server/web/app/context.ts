import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Commands } from '../net/commands.js';
import type { PageState } from '../state/page-state.js';
import type { Preferences } from '../state/preferences.js';
import type { Store } from '../state/store.js';

/** What every part of the page can reach. */
export interface Page {
  readonly store: Store<PageState>;
  readonly commands: Commands;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('a component stands outside the page');
  return page;
}

/** What the server can be asked for. */
export function useCommands(): Commands {
  return usePage().commands;
}

/** A part of the state; the component is drawn again when that part changes. */
export function useSelect<T>(select: (page: PageState) => T): T {
  const { store } = usePage();
  const value = select(store.get());
  const [, redraw] = useState(0);
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useEffect(() => {
    const check = (): void => {
      const { select: chosen, value: drawn } = latest.current;
      if (!Object.is(chosen(store.get()), drawn)) redraw((n) => n + 1);
    };
    check();
    return store.subscribe(check);
  }, [store]);
  return value;
}

/** Changes what the page shows by itself, without the server. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const { store } = usePage();
  const preferences = useSelect((page) => page.preferences);
  const change = (part: Partial<Preferences>): void => {
    store.update((page) => ({ ...page, preferences: { ...page.preferences, ...part } }));
  };
  return [preferences, change];
}
