import type { RolloutPolicy } from '../rollouts/rollout.js';
import { SCORE_UTILITY } from './score-utility.js';
import { PUCT_SETTINGS, UCT_SETTINGS, type PuctSettings, type SearchSettings } from './settings.js';

/** How a network plays people and programs; what was worth something in matches: see docs/gtp.md. */
export const NETWORK_PLAY: PuctSettings = { ...PUCT_SETTINGS, scoreUtility: SCORE_UTILITY };

/**
 * How playouts are searched. Where the policy tells how likely moves are, these priors lead the search as
 * a network's would, and as the tree policy's lead AlphaGo's until its network has been asked (Silver et
 * al. 2016): plain UCT tries every move of a node first, and loses to it; see docs/rollouts.md.
 */
export function playoutSearch({ tellsPriors }: RolloutPolicy): SearchSettings {
  return tellsPriors ? PUCT_SETTINGS : UCT_SETTINGS;
}
