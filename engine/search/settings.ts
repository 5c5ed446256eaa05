import { GUMBEL, type GumbelOptions } from './gumbel.js';
import type { LowerBound } from './lower-bound.js';
import { PUCT, type PuctOptions } from './puct.js';
import type { ScoreUtility } from './score-utility.js';

/** How a player searches, as data: what a settings file or a command line says. */
export type SearchSettings = PuctSettings | GumbelSettings | UctSettings;

/** What every way to search may have. */
interface CommonSettings {
  /** How points count beside winning; null, or with an evaluator that tells no score, not at all. */
  readonly scoreUtility: ScoreUtility | null;
  /** Whether the root's moves inside pass-alive territory are left out. */
  readonly pruneUseless: boolean;
}

/** AlphaGo Zero's search: visits in proportion to priors and values. */
export interface PuctSettings extends PuctOptions, CommonSettings {
  readonly method: 'puct';
  /** The root's priors are flattened to P^(1/temperature) where self-play explores; 1 for not. */
  readonly rootTemperature: number;
  /** Least visits of a move, √(k · P · N), where self-play explores, not learnt from; null for none. */
  readonly forcedPlayouts: number | null;
  /** Plays the move that is surely best; null for the most visited. */
  readonly lowerBound: LowerBound | null;
}

/** Gumbel AlphaZero: the root's moves compared by sequential halving. For few visits. */
export interface GumbelSettings extends GumbelOptions, CommonSettings {
  readonly method: 'gumbel';
}

/** Plain UCT: no priors. For evaluators by playouts. */
export interface UctSettings extends CommonSettings {
  readonly method: 'uct';
  /** The c of c · √(ln N / n); values are in [−1, 1]. */
  readonly exploration: number;
}

/** AlphaGo Zero and its kin: nothing but winning counts, every move may be tried. */
const PLAIN: CommonSettings = { scoreUtility: null, pruneUseless: false };

export const PUCT_SETTINGS: PuctSettings = {
  method: 'puct',
  ...PUCT,
  ...PLAIN,
  rootTemperature: 1,
  forcedPlayouts: null,
  lowerBound: null,
};
export const GUMBEL_SETTINGS: GumbelSettings = { method: 'gumbel', ...GUMBEL, ...PLAIN };
export const UCT_SETTINGS: UctSettings = { method: 'uct', exploration: 1, ...PLAIN };
