import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { LOWER_BOUND } from '../../engine/search/lower-bound.js';
import { VARIANCE_SCALING } from '../../engine/search/puct.js';
import { SCORE_UTILITY } from '../../engine/search/score-utility.js';
import { PUCT_SETTINGS, type PuctSettings } from '../../engine/search/settings.js';
import { findNetwork } from '../../network/files/shipped.js';
import { searchingContestant } from '../../selfplay/match/searching-contestant.js';
import { openEvaluatorAt } from '../../selfplay/play/open-evaluator.js';
import { SharedEvaluator } from '../../selfplay/play/shared-evaluator.js';
import { matchFigures, tallyOf } from './match.js';
import type { Contestant } from '../../selfplay/match/player.js';
import type { Suite } from './report.js';

const BOARD = Board.of(9);
const VISITS = 100;
const AT_ONCE = 32;
const SEED = 2016;

/** What may be added to AlphaGo Zero's search and choice of the most visited move. */
const ADDITIONS: Readonly<Record<string, Partial<PuctSettings>>> = {
  'lower bound': { lowerBound: LOWER_BOUND },
  'score utility': { scoreUtility: SCORE_UTILITY },
  'lower bound and score utility': { lowerBound: LOWER_BOUND, scoreUtility: SCORE_UTILITY },
  'variance scaling': { varianceScaling: VARIANCE_SCALING },
};

/**
 * Whether additions to the search gain games at a fixed number of visits: each plays a match against
 * the plain search, with one network, the shipped one unless another is given.
 */
export function choiceSuite(network: string | undefined, games: number | undefined): Suite {
  return async (report) => {
    if (games === undefined) {
      console.error('choice plays matches: say of how many games, --match 100');
      return;
    }
    const file = network ?? findNetwork(BOARD);
    if (file === undefined) throw new Error('no network is shipped for 9×9: give --network FILE');
    const symmetry = { kind: 'random', random: new Random(SEED) } as const;
    const plan = { board: BOARD, capacity: AT_ONCE, device: 'cpu', form: 'tiles' } as const;
    const evaluator = new SharedEvaluator(
      unwrap(await openEvaluatorAt(file, { ...plan, symmetry })),
      BOARD,
      AT_ONCE,
    );
    const contestant = (name: string, more: Partial<PuctSettings>): Contestant =>
      searchingContestant(name, evaluator, {
        search: { ...PUCT_SETTINGS, ...more },
        visits: VISITS,
      });
    const plain = contestant('plain', {});
    for (const [name, addition] of Object.entries(ADDITIONS)) {
      const size = { games, atOnce: AT_ONCE, seed: SEED };
      const tally = await tallyOf(contestant(name, addition), plain, BOARD, size);
      matchFigures(name, tally, { visits: VISITS }).forEach(report);
    }
    await evaluator.close();
  };
}
