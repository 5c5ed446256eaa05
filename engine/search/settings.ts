import { GUMBEL, type GumbelOptions } from './gumbel.js';
import { PUCT, type PuctOptions } from './puct.js';

/** How a player searches, as data: what a settings file or a command line says. */
export type SearchSettings = PuctSettings | GumbelSettings | UctSettings;

/** AlphaGo Zero's search: visits in proportion to priors and values. */
export interface PuctSettings extends PuctOptions {
  readonly method: 'puct';
}

/** Gumbel AlphaZero: the root's moves compared by sequential halving. For few visits. */
export interface GumbelSettings extends GumbelOptions {
  readonly method: 'gumbel';
}

/** Plain UCT: no priors. For evaluators by playouts. */
export interface UctSettings {
  readonly method: 'uct';
  /** The c of c · √(ln N / n); values are in [−1, 1]. */
  readonly exploration: number;
}

export const PUCT_SETTINGS: PuctSettings = { method: 'puct', ...PUCT };
export const GUMBEL_SETTINGS: GumbelSettings = { method: 'gumbel', ...GUMBEL };
export const UCT_SETTINGS: UctSettings = { method: 'uct', exploration: 1 };
