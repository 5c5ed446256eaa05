import type { Preferences } from '../state/preferences.js';

/** Makes the whole page light or dark, or as the system has it. */
export function applyTheme(theme: Preferences['theme']): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}
