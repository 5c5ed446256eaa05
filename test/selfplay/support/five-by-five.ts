import { hopelessStones } from '../../../engine/benson.js';
import { Board } from '../../../engine/board.js';
import { Game } from '../../../engine/game.js';
import { unwrap } from '../../../engine/result.js';
import { RULE_PRESETS } from '../../../engine/rules.js';
import { score } from '../../../engine/scoring.js';
import { PUCT_SETTINGS } from '../../../engine/search/settings.js';
import { isSettled } from '../../../engine/search/settled.js';
import { Thinker } from '../../../engine/search/thinker.js';
import { openEvaluatorAt } from '../../../selfplay/play/open-evaluator.js';
import { SharedEvaluator } from '../../../selfplay/play/shared-evaluator.js';

/*
 * Go on 5×5 is solved (van der Werf, van den Herik and Uiterwijk 2003): Black opens in the centre and
 * gets the whole board, 25 points.
 */
export const CENTRE = 12;
export const WHOLE_BOARD = 25;

/** So that winning by less than the whole board is losing. */
const KOMI = 24.5;
const LONGEST = 75;

/** A game of a network against itself, both sides at their best. */
export interface BestGame {
  readonly moves: readonly number[];
  /** Black's points less White's on the board. */
  readonly margin: number;
}

/** The game that a network plays with itself on 5×5, so many visits a move. */
export async function bestGame(file: string, visits: number): Promise<BestGame> {
  const board = Board.of(5, 5);
  const plan = { board, capacity: 1, device: 'cpu', form: 'direct' } as const;
  const evaluator = new SharedEvaluator(unwrap(await openEvaluatorAt(file, plan)), board, 1);
  const game = new Game(board, { ...RULE_PRESETS['tromp-taylor'], komi: KOMI });
  const thinker = new Thinker(game, PUCT_SETTINGS, 4 * visits);
  while (game.end === undefined && game.length < LONGEST && !isSettled(game)) {
    thinker.begin(game, { visits });
    await evaluator.visitAll(thinker);
    game.play(thinker.bestMove());
  }
  await evaluator.close();
  const { position, rules } = game;
  const { margin } = score(position, rules, 0, hopelessStones(position, rules.suicide));
  const moves = Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
  return { moves, margin: KOMI - margin };
}
