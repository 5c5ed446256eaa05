import { useLayoutEffect } from 'preact/hooks';
import { openDialog } from '../app/dialog.js';
import { usePage, type Page } from '../app/context.js';
import type { Overlay, Preferences } from '../state/preferences.js';
import { isWriting } from '../study/drop-place.js';
import { actionOf, type KeyAction } from './keys.js';

/** Listens to the keys that hold for the whole page. */
export function useKeys(): void {
  const page = usePage();
  // Before the first paint, so that no key is lost.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      const action = actionOf(event.key);
      if (action === undefined) return;
      event.preventDefault();
      perform(page, action);
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  }, [page]);
}

/** Whether keys are meant for a field or a dialog. */
function isElsewhere(target: EventTarget | null): boolean {
  return isWriting(target) || document.querySelector('dialog[open]') !== null;
}

const NEXT_OVERLAY: Readonly<Record<Overlay, Overlay>> = {
  moves: 'policy',
  policy: 'ownership',
  ownership: 'none',
  none: 'moves',
};

function perform({ store, commands }: Page, action: KeyAction): void {
  const { preferences } = store.get();
  const prefer = (part: Partial<Preferences>): void => {
    store.update((page) => ({ ...page, preferences: { ...page.preferences, ...part } }));
  };
  const actions: Record<KeyAction, () => void> = {
    back: () => {
      commands.step(-1);
    },
    forward: () => {
      commands.step(1);
    },
    'back-ten': () => {
      commands.step(-10);
    },
    'forward-ten': () => {
      commands.step(10);
    },
    first: () => {
      commands.step(-Infinity);
    },
    last: () => {
      commands.step(Infinity);
    },
    'variation-up': () => {
      commands.turn(-1);
    },
    'variation-down': () => {
      commands.turn(1);
    },
    board: () => document.getElementById('board')?.focus(),
    pass: () => {
      commands.pass();
    },
    undo: () => {
      commands.undo();
    },
    engine: () => {
      commands.engineMove();
    },
    'new-game': () => {
      openDialog('new-game');
    },
    think: () => {
      prefer({ analysing: !preferences.analysing });
      commands.analyse(!preferences.analysing);
    },
    overlay: () => {
      prefer({ overlay: NEXT_OVERLAY[preferences.overlay] });
    },
    coordinates: () => {
      prefer({ coordinates: !preferences.coordinates });
    },
    save: () => {
      commands.saveSgf();
    },
    sound: () => {
      prefer({ sound: !preferences.sound });
    },
    'play-view': () => {
      location.hash = '#play';
    },
    'study-view': () => {
      location.hash = '#study';
    },
    'learn-view': () => {
      location.hash = '#learn';
    },
    help: () => {
      openDialog('help');
    },
  };
  actions[action]();
}
