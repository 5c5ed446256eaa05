import { hopelessStones } from '../../engine/benson.js';
import type { Board } from '../../engine/board.js';
import { BLACK, opponent } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { outcomeOfScore, win, type Outcome } from '../../engine/outcome.js';
import type { Rules } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';
import { isSettled } from '../play/settled.js';
import type { MatchPlayer } from './player.js';

/** What is played: the same for all games of a match. */
export interface MatchConditions {
  readonly board: Board;
  readonly rules: Rules;
  /** A game is scored as it stands after so many moves. */
  readonly longest: number;
  /** How a game that both let end is judged; the area as it stands where it is not given. */
  readonly judge?: (game: Game) => Promise<Outcome>;
}

/** A game of a match that has been played. */
export interface MatchGame {
  readonly moves: readonly number[];
  readonly outcome: Outcome;
}

/** One game from an opening on; undefined if it was stopped. A move that is illegal loses. */
export async function playMatchGame(
  { board, rules, longest, judge }: MatchConditions,
  opening: readonly number[],
  seats: (game: Game) => Promise<readonly [black: MatchPlayer, white: MatchPlayer]>,
  isStopped: () => boolean,
): Promise<MatchGame | undefined> {
  const game = new Game(board, rules);
  for (const move of opening) game.play(move);
  const [black, white] = await seats(game);
  while (game.end === undefined && game.length < longest && !isSettled(game)) {
    if (isStopped()) return undefined;
    const color = game.toMove;
    const move = await (color === BLACK ? black : white).choose(game);
    if (move === 'resign') game.resign(color);
    else if (!game.tryPlay(move).ok) game.declare(win(opponent(color), 'forfeit'));
  }
  const moves = Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
  const outcome = game.end === 'declared' ? game.outcome : await (judge ?? judgeByArea)(game);
  return { moves, outcome };
}

/** The outcome of a position as it stands, stones in pass-alive territory of the other taken off. */
export function judgeByArea({ position, rules, handicap }: Game): Promise<Outcome> {
  const dead = hopelessStones(position, rules.suicide);
  return Promise.resolve(outcomeOfScore(score(position, rules, handicap, dead).margin));
}
