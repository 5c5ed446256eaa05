import { dirichletAlpha } from '../../engine/search/noise.js';
import type { RunSettings } from './run-settings.js';

/**
 * Komi that make small boards fair, or that Black's best play just wins: half a point less than the
 * solved values (van der Werf 2004; 7×7 Li Zhe 2015), where Black wins at all.
 */
const USUAL_KOMI: Readonly<Record<number, number>> = {
  2: 0.5,
  3: 8.5,
  4: 1.5,
  5: 24.5,
  6: 3.5,
  7: 8.5,
  8: 7,
  9: 7,
};

/** The komi of a board of that side where nothing else is said. */
export function usualKomi(board: number): number {
  return USUAL_KOMI[board] ?? 7.5;
}

/** Settings for a board of another side: with its usual komi, and noise spread over as many moves. */
export function settingsForBoard(settings: RunSettings, board: number): RunSettings {
  if (board === settings.board) return settings;
  const { komi, play } = settings;
  const noise = play.noise && { ...play.noise, alpha: dirichletAlpha(board * board) };
  return {
    ...settings,
    board,
    komi: { ...komi, usual: usualKomi(board) },
    play: { ...play, noise },
  };
}
