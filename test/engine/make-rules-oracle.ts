/**
 * Makes the small oracle file of the tests, with the reference board as the referee:
 * `node dist/test/engine/make-rules-oracle.js > test/engine/fixtures/rules-oracle.jsonl`
 */
import { Random } from '../../engine/random.js';
import type { KoRule } from '../../engine/rules.js';
import type { OracleCheck, OracleGame } from './oracle-file.js';
import { drawMove, RULE_SETS } from './random-games.js';
import { ReferenceGame, replaced } from './reference-board.js';
import { hopelessStones } from './reference-life.js';

const SIZES = Array.from({ length: 18 }, (_, i) => i + 2);

function makeGame(size: number, ko: KoRule, suicide: boolean, random: Random): OracleGame {
  const game = new ReferenceGame(size, size, ko, suicide);
  const plies = 20 + Math.ceil(1.1 * size * size);
  const spacing = Math.ceil(plies / checksOn(size));
  const moves: number[] = [];
  const checks: OracleCheck[] = [];
  while (moves.length < plies && !endsWithPasses(moves)) {
    if ((plies - moves.length - 1) % spacing === 0) checks.push(checkOf(game, moves.length));
    const move = drawLegalMove(game, moves, random);
    game.play(move);
    moves.push(move === game.pass ? -1 : move);
  }
  const komi = 7.5 - random.below(16) / 2;
  return { size, ko, suicide, komi, moves, checks, final: finalOf(game, komi) };
}

/** Fewer checks on large boards, where one says more. */
function checksOn(size: number): number {
  return Math.min(10, Math.max(2, Math.floor(350 / (size * size))));
}

/** Draws until the move is legal; a second pass, which ends the game, only if no other is found. */
function drawLegalMove(game: ReferenceGame, moves: readonly number[], random: Random): number {
  const empty = game.points.filter((point) => game.stones[point] === '.');
  for (let tries = 0; tries < 100; tries++) {
    const move = drawMove(game, empty, moves.at(-1), random);
    if (move === game.pass ? moves.at(-1) !== -1 : game.isLegal(move)) return move;
  }
  return game.pass;
}

function checkOf(game: ReferenceGame, ply: number): OracleCheck {
  const legal = game.points.map((point) => (game.isLegal(point) ? '1' : '0')).join('');
  return { ply, board: game.stones, legal };
}

function finalOf(game: ReferenceGame, komi: number): OracleGame['final'] {
  const area = game.area(replaced(game.stones, hopelessStones(game), '.'));
  const count = (player: string): number => area.split(player).length - 1;
  return { board: game.stones, area, whiteMinusBlack: count('O') + komi - count('X') };
}

function endsWithPasses(moves: readonly number[]): boolean {
  return moves.at(-1) === -1 && moves.at(-2) === -1;
}

for (const size of SIZES) {
  for (const [i, { ko, suicide }] of RULE_SETS.entries()) {
    const game = makeGame(size, ko, suicide, new Random(10 * size + i));
    process.stdout.write(JSON.stringify(game) + '\n');
  }
}
