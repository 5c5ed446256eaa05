import { SCORE_UTILITY } from './score-utility.js';
import { PUCT_SETTINGS, UCT_SETTINGS, type PuctSettings, type UctSettings } from './settings.js';

/** How a network plays people and programs; what was worth something in matches: see docs/gtp.md. */
export const NETWORK_PLAY: PuctSettings = { ...PUCT_SETTINGS, scoreUtility: SCORE_UTILITY };

/** How playouts play where no network is. c = 0.5 did better than 1 on 9×9: see docs/presets.md. */
export const PLAYOUT_PLAY: UctSettings = { ...UCT_SETTINGS, exploration: 0.5 };
