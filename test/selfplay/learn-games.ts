import { emptyBits, pointsOf } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { outcomeOfScore } from '../../engine/outcome.js';
import type { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { PlayedGame, SearchedTurn } from '../../selfplay/records/played-game.js';

/** What a game's searches are to have found: the policy as moves and shares. */
export type Policy = (legal: readonly number[], random: Random) => ReadonlyMap<number, number>;

/** Any shares of some of the moves. */
export const anyPolicy: Policy = (legal, random) => {
  const some = legal.filter(() => random.below(3) === 0);
  const moves = some.length > 0 ? some : legal.slice(-1);
  const weights = moves.map(() => 0.05 + random.float());
  const total = weights.reduce((a, b) => a + b);
  return new Map(moves.map((move, i) => [move, weights[i] / total]));
};

/** A game of random legal moves, `length` at most; about two in three of its turns were searched in full. */
export function randomPlayedGame(
  number: number,
  side: number,
  length: number,
  random: Random,
  policy: Policy = anyPolicy,
): PlayedGame {
  const board = Board.of(side);
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  const turns: SearchedTurn[] = [];
  const legal = emptyBits(board);
  while (game.length < length && game.end === undefined) {
    game.legalPoints(legal);
    const moves = [...pointsOf(board, legal), board.pass];
    if (random.below(8) > 0) turns.push(turnOf(game.length, policy(moves, random), random));
    game.play(moves[random.below(moves.length)]);
  }
  const margin = random.below(21) - 10;
  return {
    number,
    width: side,
    height: side,
    rules: 'tromp-taylor',
    komi: 0,
    champion: { first: 0, last: 0 },
    moves: Uint16Array.from({ length: game.length }, (_, ply) => game.moveAt(ply)),
    turns,
    outcome: outcomeOfScore(margin),
    margin,
    owners: Int8Array.from({ length: board.area }, () => random.below(3) - 1),
  };
}

function turnOf(ply: number, policy: ReadonlyMap<number, number>, random: Random): SearchedTurn {
  return {
    ply,
    visits: 100,
    full: random.below(4) > 0,
    value: 2 * random.float() - 1,
    moves: Uint16Array.from(policy.keys()),
    shares: Float32Array.from(policy.values()),
  };
}
