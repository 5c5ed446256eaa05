import { hopelessStones } from '../../engine/benson.js';
import type { Board } from '../../engine/board.js';
import { BLACK, opponent } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { outcomeOfScore, win, type Outcome } from '../../engine/outcome.js';
import type { Rules } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';
import type { Verdict } from '../opponents/verdict.js';
import { isSettled } from '../../engine/search/settled.js';
import type { MatchPlayer } from './player.js';

/** What is played: the same for all games of a match. */
export interface MatchConditions {
  readonly board: Board;
  readonly rules: Rules;
  /** A game is scored as it stands after so many moves. */
  readonly longest: number;
  /** How a game that both let end is judged; the area as it stands where it is not given. */
  readonly judge?: (game: Game) => Promise<Verdict>;
}

/** A game of a match that has been played. */
export interface MatchGame {
  readonly moves: readonly number[];
  readonly outcome: Outcome;
  /** What the outcome was decided by, where a judge was asked. */
  readonly by?: Verdict['by'];
}

/** Who sits where, Black first. */
export type Seats = readonly [black: MatchPlayer, white: MatchPlayer];

/** One game from an opening on; undefined if it was stopped. A move that is illegal loses. */
export async function playMatchGame(
  conditions: MatchConditions,
  opening: readonly number[],
  seats: (game: Game) => Promise<Seats>,
  isStopped: () => boolean,
): Promise<MatchGame | undefined> {
  const game = new Game(conditions.board, conditions.rules);
  for (const move of opening) game.play(move);
  const players = await seats(game);
  try {
    const { longest } = conditions;
    while (game.end === undefined && game.length < longest && !isSettled(game)) {
      await playMove(game, players);
      if (isStopped()) return undefined;
    }
    const moves = Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
    return { moves, ...(await judged(game, conditions)) };
  } finally {
    for (const player of players) player.leave?.();
  }
}

async function playMove(game: Game, [black, white]: Seats): Promise<void> {
  const color = game.toMove;
  const move = await (color === BLACK ? black : white).choose(game);
  if (move === 'resign') game.resign(color);
  else if (!game.tryPlay(move).ok) game.declare(win(opponent(color), 'forfeit'));
}

async function judged(
  game: Game,
  { judge }: MatchConditions,
): Promise<Pick<MatchGame, 'outcome' | 'by'>> {
  if (game.end === 'declared') return { outcome: game.outcome };
  return judge === undefined ? { outcome: outcomeByArea(game) } : judge(game);
}

/** The outcome of a position as it stands, stones in pass-alive territory of the other taken off. */
export function outcomeByArea({ position, rules, handicap }: Game): Outcome {
  const dead = hopelessStones(position, rules.suicide);
  return outcomeOfScore(score(position, rules, handicap, dead).margin);
}
