import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hopelessStones } from '../../engine/benson.js';
import { hasPoint } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';
import type { Sides } from '../../engine/territory.js';
import { readOracle, type OracleGame } from './oracle-file.js';
import { stateOfGame } from './random-games.js';

const FIXTURE = new URL('../../../test/engine/fixtures/rules-oracle.jsonl', import.meta.url);

/** The engine's game at the oracle's start. */
function gameOf({ size, ko, suicide, komi }: OracleGame): Game {
  return new Game(Board.of(size), { ...RULE_PRESETS['tromp-taylor'], ko, suicide, komi });
}

function legalMap(game: Game): string {
  const { legal } = stateOfGame(game);
  return Array.from({ length: game.board.area }, (_, p) => (legal.includes(p) ? '1' : '0')).join(
    '',
  );
}

function ownersMap(board: Board, { black, white }: Sides): string {
  const owner = (point: number): string =>
    hasPoint(board, black, point) ? 'X' : hasPoint(board, white, point) ? 'O' : '.';
  return Array.from({ length: board.area }, (_, point) => owner(point)).join('');
}

/** Compares one game with what the oracle says of it; returns how many checks that were. */
function compare(oracle: OracleGame, name: string): number {
  const game = gameOf(oracle);
  const checks = new Map(oracle.checks.map((check) => [check.ply, check]));
  const compareNow = (): void => {
    const check = checks.get(game.length);
    if (check === undefined) return;
    const where = `${name}, ply ${check.ply}`;
    assert.equal(stateOfGame(game).stones, check.board, `board: ${where}`);
    assert.equal(legalMap(game), check.legal, `legal points: ${where}`);
    checks.delete(game.length);
  };
  compareNow();
  for (const move of oracle.moves) {
    const result = game.tryPlay(move === -1 ? game.board.pass : move);
    assert.ok(result.ok, `a move is refused: ${name}, ply ${game.length}`);
    compareNow();
  }
  assert.equal(checks.size, 0, `a check beyond the last move: ${name}`);
  compareEnd(game, oracle, name);
  return oracle.checks.length + 1;
}

function compareEnd(game: Game, { final }: OracleGame, name: string): void {
  // The referee takes stones off that cannot live whatever their owner does.
  const hopeless = hopelessStones(game.position, game.rules.suicide);
  const { counted, margin } = score(game.position, game.rules, 0, hopeless);
  assert.equal(stateOfGame(game).stones, final.board, `final board: ${name}`);
  assert.equal(ownersMap(game.board, counted), final.area, `area: ${name}`);
  assert.equal(margin, final.whiteMinusBlack, `score: ${name}`);
}

describe('the rules agree with the oracle', () => {
  it('on boards, legal points, areas and scores', (t) => {
    const file = process.env['RULES_ORACLE'];
    const games = readOracle(file ?? FIXTURE);
    assert.ok(games.length > 0, 'the oracle file has no game');
    let compared = 0;
    for (const [i, game] of games.entries()) {
      compared += compare(game, `game ${i + 1}, ${game.size}×${game.size}`);
    }
    const name = file ?? 'the small fixture (RULES_ORACLE names another file)';
    t.diagnostic(`${name}: ${games.length} games, ${compared} checks compared`);
  });
});
