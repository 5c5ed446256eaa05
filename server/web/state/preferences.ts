import * as v from 'valibot';
import { gameSettings } from '../../messages/settings.js';

/** Where the preferences are kept in the browser. */
export const PREFERENCES_KEY = 'tengen.preferences';

const preferences = v.object({
  sound: v.boolean(),
  theme: v.picklist(['system', 'light', 'dark']),
  coordinates: v.boolean(),
  /** Whether the engine thinks about the position that is shown. */
  analysing: v.boolean(),
  /** What of its thinking is drawn on the board. */
  overlay: v.picklist(['moves', 'policy', 'ownership', 'none']),
  /** What the last new game was. */
  game: gameSettings,
});
/** What a person has chosen, and this browser remembers. */
export type Preferences = v.InferOutput<typeof preferences>;
export type Overlay = Preferences['overlay'];

export const DEFAULTS: Preferences = {
  sound: true,
  theme: 'system',
  coordinates: true,
  analysing: false,
  overlay: 'moves',
  game: {
    width: 9,
    height: 9,
    rules: 'chinese',
    komi: 7,
    handicap: 0,
    people: 'black',
    strength: { kind: 'level', level: 4 },
    time: { kind: 'none' },
  },
};

/** Reads what was kept, each part that makes no sense any more as it is by default. */
export function readPreferences(text: string | null): Preferences {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return DEFAULTS;
  }
  const given = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const entries = Object.entries(preferences.entries).map(([key, schema]) => {
    const read = v.safeParse(schema, given[key]);
    return [key, read.success ? read.output : DEFAULTS[key as keyof Preferences]];
  });
  return Object.fromEntries(entries) as Preferences;
}
