import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addPoint, emptyBits, type Bits } from '../../engine/bits.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { parseVertex } from '../../engine/coordinates.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { makeOutcome } from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import { judgeGame } from '../../selfplay/opponents/judge-game.js';
import { judge } from '../../selfplay/opponents/verdict.js';

const RULES: Rules = { ...RULE_PRESETS.chinese, komi: 7 };

/** White's stones at B4 and B5 cannot make two eyes; Black's wall around them is not alive for certain. */
const DEAD_WHITE = `
  . O X . .
  . O X . .
  X X X . .
  . . . . .
  . . . . .`;

function finished(diagram: string, rules = RULES): Game {
  const setup = unwrap(parseDiagram(diagram));
  const game = new Game(setup.board, rules, { setup });
  game.play(game.board.pass);
  game.play(game.board.pass);
  return game;
}

function stones(game: Game, vertices: string): Bits {
  const bits = emptyBits(game.board);
  for (const vertex of vertices.split(' ').filter((v) => v !== '')) {
    addPoint(game.board, bits, unwrap(parseVertex(game.board, vertex)));
  }
  return bits;
}

function verdict(game: Game, ours: string, ...claims: string[]): [string, string] {
  const { outcome, by } = judge(
    game,
    stones(game, ours),
    claims.map((claim) => stones(game, claim)),
  );
  return [makeOutcome(outcome), by];
}

describe('the verdict on a game', () => {
  it('is what both sides come to', () => {
    // All 25 points are Black's, or 21, with two stones White's and the corner nobody's.
    const game = finished(DEAD_WHITE);
    assert.deepEqual(verdict(game, 'B4 B5', 'B4 B5'), ['B+18', 'agreed']);
    // Two programs need no third opinion.
    assert.deepEqual(verdict(game, '', 'B5 B4', 'B4 B5'), ['B+18', 'agreed']);
    assert.deepEqual(verdict(game, '', ''), ['B+12', 'agreed']);
  });

  it('is ours, and disputed, where they do not', () => {
    const game = finished(DEAD_WHITE);
    assert.deepEqual(verdict(game, 'B4 B5', ''), ['B+18', 'disputed']);
    assert.deepEqual(verdict(game, '', 'B4 B5'), ['B+12', 'disputed']);
    assert.deepEqual(verdict(game, 'B4 B5', 'B4 B5', ''), ['B+18', 'disputed']);
  });

  it('is the board where nobody claims a stone to be dead', () => {
    assert.deepEqual(verdict(finished(DEAD_WHITE), 'B4 B5'), ['B+12', 'board']);
  });

  it('is what was declared, or no result after a repetition', () => {
    const resigned = finished(DEAD_WHITE);
    resigned.resign(BLACK);
    assert.deepEqual(verdict(resigned, 'B4 B5', ''), ['W+R', 'declared']);
    assert.deepEqual(verdict(repeated(), '', ''), ['Void', 'repetition']);
  });
});

/** White sends two stones and Black returns one, without end under simple ko. */
function repeated(): Game {
  const setup = unwrap(parseDiagram('. O . O .\nX X O O .\n. . . . .', WHITE));
  const game = new Game(setup.board, RULES, { setup });
  for (const vertex of ['A3', 'C3', 'B3', 'pass', 'A3', 'C3', 'B3', 'pass']) {
    unwrap(game.tryPlay(unwrap(parseVertex(game.board, vertex))));
  }
  return game;
}

describe('the jury', () => {
  const jury = (game: Game, claim?: string) => {
    const dead = claim === undefined ? undefined : stones(game, claim);
    const claimants = [{ deadStones: () => Promise.resolve(dead) }];
    return judgeGame({ claimants, seed: 1 }, game);
  };

  it('holds for dead what playouts do', async () => {
    const game = finished(DEAD_WHITE);
    const { outcome, by } = await jury(game, 'B4 B5');
    assert.deepEqual([makeOutcome(outcome), by], ['B+18', 'agreed']);
    assert.equal((await jury(game, '')).by, 'disputed');
    assert.equal((await jury(game)).by, 'board');
  });
});
