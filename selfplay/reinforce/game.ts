import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Rules } from '../../engine/rules.js';
import type { Board } from '../../engine/board.js';
import type { Random } from '../../engine/random.js';
import { isSettled } from '../../engine/search/settled.js';
import { outcomeByArea } from '../match/match-game.js';
import { PolicyReader } from '../play/policy-reader.js';
import type { SharedEvaluator } from '../play/shared-evaluator.js';

/** What is played with, by all games of a thread. */
export interface Table {
  readonly board: Board;
  readonly rules: Rules;
  /** A game is scored as it stands after so many moves. */
  readonly longest: number;
  readonly learner: SharedEvaluator;
  readonly opponent: SharedEvaluator;
  readonly isStopped: () => boolean;
}

/** A move of the learner: where, which, and the policy that it was drawn from. */
export interface Decision {
  readonly ply: number;
  readonly move: number;
  /** [area + 1], pass last; 0 for moves that could not be drawn. */
  readonly policy: Float32Array;
}

/** A game of the policy that learns against an earlier version of it. */
export interface Episode {
  readonly moves: readonly number[];
  /** The learner's colour. */
  readonly color: Color;
  /** Its outcome for the learner: 1 for a win, −1 for a loss, 0 for neither. */
  readonly outcome: number;
  readonly decisions: readonly Decision[];
}

/**
 * Plays one game, every move drawn from the policies. It ends as a match of this program does: with
 * two passes, when all is settled, or when it is too long. Undefined if it was stopped before.
 */
export async function playEpisode(
  table: Table,
  color: Color,
  random: Random,
): Promise<Episode | undefined> {
  const { board, rules, longest } = table;
  const game = new Game(board, rules);
  const reader = new PolicyReader(board);
  const decisions: Decision[] = [];
  while (game.end === undefined && game.length < longest && !isSettled(game)) {
    if (table.isStopped()) return undefined;
    const isLearner = game.toMove === color;
    await reader.read(isLearner ? table.learner : table.opponent, game);
    const move = reader.draw(random);
    if (isLearner) decisions.push({ ply: game.length, move, policy: reader.policy.slice() });
    game.play(move);
  }
  const moves = Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
  return { moves, color, outcome: outcomeFor(game, color), decisions };
}

/** 1 if that player has won a game that is over, −1 if it has lost, 0 for neither. */
export function outcomeFor(game: Game, color: Color): number {
  if (game.end === 'repetition') return 0;
  const outcome = outcomeByArea(game);
  if (outcome.kind !== 'win') return 0;
  return outcome.winner === color ? 1 : -1;
}

/** In even games the learner is Black. */
export function colorOfLearner(game: number): Color {
  return game % 2 === 0 ? BLACK : WHITE;
}
