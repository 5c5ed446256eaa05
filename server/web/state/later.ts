import type { Store } from './store.js';

/**
 * A store for those who can wait: they hear of its changes when `soon` says so, once for all until
 * then. What they read and write is the store itself.
 */
export function later<T>(store: Store<T>, soon: (task: () => void) => void): Store<T> {
  return {
    ...store,
    subscribe(listener) {
      let isDue = false;
      let isOver = false;
      const stop = store.subscribe(() => {
        if (isDue) return;
        isDue = true;
        soon(() => {
          isDue = false;
          if (!isOver) listener();
        });
      });
      return () => {
        isOver = true;
        stop();
      };
    },
  };
}
