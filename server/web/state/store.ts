/** One value that changes, and those who want to know. */
export interface Store<T> {
  get(): T;
  /** Puts a new value in its place; the same one tells nobody. */
  update(change: (value: T) => T): void;
  /** Calls back after each change, until the function that it returns is called. */
  subscribe(listener: () => void): () => void;
}

/** A store that begins with that value. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    update(change) {
      const next = change(value);
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
