import type { Bits } from '../../engine/bits.js';
import { deadIn } from '../../engine/count.js';
import type { Game } from '../../engine/game.js';
import { outcomeOfScore } from '../../engine/outcome.js';
import type { Referee } from './referee.js';
import { judge, type Verdict } from './verdict.js';

/** Playouts by which we say what is dead. */
const PLAYOUTS = 256;

/** Who may have a view of what is dead in a game. */
export interface Claimant {
  /** Undefined if it has none. */
  deadStones(game: Game): Promise<Bits | undefined>;
}

/** Who judges the games of a match. */
export interface Jury {
  /** The programs that play. */
  readonly claimants: readonly Claimant[];
  /** Decides where they and we disagree; without one, we do. */
  readonly referee?: Referee;
  /** Of the playouts; the same for each game, so that their order does not matter. */
  readonly seed: number;
}

/**
 * Judges a game that is over: see {@link judge}. A referee that fails, leaves the decision to us. The
 * programs must still be seated in the game.
 */
export async function judgeGame({ claimants, referee, seed }: Jury, game: Game): Promise<Verdict> {
  const verdict = judge(game, deadIn(game, seed, PLAYOUTS), await claimsOf(claimants, game));
  if (verdict.by !== 'disputed' || referee === undefined) return verdict;
  const scored = await referee.score(game);
  return scored.ok ? { outcome: outcomeOfScore(scored.value), by: 'disputed' } : verdict;
}

async function claimsOf(claimants: readonly Claimant[], game: Game): Promise<Bits[]> {
  if (game.end === 'declared' || game.end === 'repetition') return [];
  const claims = await Promise.all(claimants.map((claimant) => claimant.deadStones(game)));
  return claims.filter((dead) => dead !== undefined);
}
