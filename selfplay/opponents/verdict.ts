import { hopelessStones } from '../../engine/benson.js';
import type { Bits } from '../../engine/bits.js';
import type { Game } from '../../engine/game.js';
import { outcomeOfScore, VOID, type Outcome } from '../../engine/outcome.js';
import { score } from '../../engine/scoring.js';

/** How a game is judged, and what by. */
export interface Verdict {
  readonly outcome: Outcome;
  /**
   * `declared`: resignation or forfeit. `repetition`: no result. `board`: nobody claims a stone to be
   * dead, so the score is that of the board as it stands, hopeless stones taken off. `agreed`: both players come to that score.
   * `disputed`: they do not, and a referee has decided, or, without one, we have.
   */
  readonly by: 'declared' | 'repetition' | 'board' | 'agreed' | 'disputed';
}

/**
 * Judges a game that is over. `claims`: the stones that each program holds for dead which has a view;
 * `ours`: those that we do, who speak for the players without one. The margins decide whether they
 * agree, for a stone more or less that changes no point is no dispute. Without claims only what is
 * certain counts as dead, as in self-play.
 */
export function judge(game: Game, ours: Bits, claims: readonly Bits[]): Verdict {
  if (game.end === 'declared') return { outcome: game.outcome, by: 'declared' };
  if (game.end === 'repetition') return { outcome: VOID, by: 'repetition' };
  if (claims.length === 0) {
    const dead = hopelessStones(game.position, game.rules.suicide);
    return { outcome: outcomeOfScore(marginWithout(game, dead)), by: 'board' };
  }
  const margins = claims.map((dead) => marginWithout(game, dead));
  const own = marginWithout(game, ours);
  if (claims.length < 2) margins.push(own);
  const agreed = margins.every((margin) => margin === margins[0]);
  return { outcome: outcomeOfScore(agreed ? margins[0] : own), by: agreed ? 'agreed' : 'disputed' };
}

/** White's points less Black's, those stones taken off. */
function marginWithout({ position, rules, handicap }: Game, dead: Bits): number {
  return score(position, rules, handicap, dead).margin;
}
