/** What a key does; all but moving the cursor, which is the board's. */
export type KeyAction =
  | 'back'
  | 'forward'
  | 'back-ten'
  | 'forward-ten'
  | 'first'
  | 'last'
  | 'variation-up'
  | 'variation-down'
  | 'board'
  | 'pass'
  | 'undo'
  | 'engine'
  | 'new-game'
  | 'think'
  | 'overlay'
  | 'coordinates'
  | 'save'
  | 'sound'
  | 'play-view'
  | 'study-view'
  | 'learn-view'
  | 'help';

/** A key as the browser names it, how it is shown to people, and what it does. */
export interface KeyBinding {
  readonly key: string;
  readonly shown: string;
  readonly action: KeyAction;
  readonly text: string;
}

/** All keys, in the order of the help. */
export const KEYS: readonly KeyBinding[] = [
  bind('b', 'B', 'board', 'Go to the board: arrow keys move the cursor, Enter plays, Esc leaves'),
  bind('p', 'P', 'pass', 'Pass'),
  bind('u', 'U', 'undo', 'Undo'),
  bind('e', 'E', 'engine', 'Have the engine move, or end its thinking'),
  bind('n', 'N', 'new-game', 'New game'),
  bind('ArrowLeft', '←', 'back', 'One move back'),
  bind('ArrowRight', '→', 'forward', 'One move on'),
  bind('PageUp', 'Page up', 'back-ten', 'Ten moves back'),
  bind('PageDown', 'Page down', 'forward-ten', 'Ten moves on'),
  bind('Home', 'Home', 'first', 'To the beginning'),
  bind('End', 'End', 'last', 'To the end'),
  bind('ArrowUp', '↑', 'variation-up', 'Previous variation'),
  bind('ArrowDown', '↓', 'variation-down', 'Next variation'),
  bind('a', 'A', 'think', 'Show what the engine thinks'),
  bind('o', 'O', 'overlay', 'Moves, policy, owners or nothing on the board'),
  bind('c', 'C', 'coordinates', 'Coordinates'),
  bind('s', 'S', 'save', 'Save as SGF'),
  bind('m', 'M', 'sound', 'Sound'),
  bind('1', '1', 'play-view', 'Play'),
  bind('2', '2', 'study-view', 'Study'),
  bind('3', '3', 'learn-view', 'Learning'),
  bind('?', '?', 'help', 'This help'),
];

const ACTIONS: ReadonlyMap<string, KeyAction> = new Map(
  KEYS.map(({ key, action }) => [key, action]),
);

/** What a key does, whether written large or small; undefined if nothing. */
export function actionOf(key: string): KeyAction | undefined {
  return ACTIONS.get(key.length === 1 ? key.toLowerCase() : key);
}

function bind(key: string, shown: string, action: KeyAction, text: string): KeyBinding {
  return { key, shown, action, text };
}
