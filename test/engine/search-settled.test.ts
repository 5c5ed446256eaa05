import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hopelessStones } from '../../engine/benson.js';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { drawMove } from '../../engine/playout.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { score } from '../../engine/scoring.js';
import { isSettled, usefulMoves } from '../../engine/search/settled.js';
import { RULES } from './searching.js';

/** Both live; the white stone at the top left is dead. */
const SETTLED = `
  O . X O .
  . X X O .
  X . X O O
  . X X O .
  X X X O O`;

function gameOf(diagram: string): Game {
  const setup = unwrap(parseDiagram(diagram, BLACK));
  return new Game(setup.board, RULES, { setup });
}

describe('a game is settled', () => {
  it('where every point is somebody’s for good', () => {
    assert.ok(isSettled(gameOf(SETTLED)));
  });

  it('and not where a point is open, or a group has one eye', () => {
    assert.ok(!isSettled(gameOf(SETTLED.replace('. X X O .', '. X . O .'))));
    assert.ok(!isSettled(gameOf(SETTLED.replace(/O \.\n {2}X X X/, 'O O\n  X X X'))));
    assert.ok(!isSettled(new Game(Board.of(5), RULES)));
  });

  it('so that no moves of one player make him better off, the other always passing', () => {
    const random = new Random(5);
    let settled = 0;
    for (let i = 0; i < 40; i++) {
      const game = playedUntilSettled(random);
      if (game === undefined) continue;
      settled++;
      for (const mover of [BLACK, WHITE] as const) {
        const before = pointsOf(game, mover);
        const after = pointsOf(playedOnBy(mover, game, random), mover);
        assert.ok(after <= before, `${before} points become ${after}`);
      }
    }
    assert.ok(settled > 10, `${settled} games`);
  });
});

describe('the useful moves', () => {
  it('are passing, and those outside pass-alive territory', () => {
    const open = gameOf(SETTLED.replace('. X X O .', '. X X . .'));
    const useful = usefulMoves(open);
    const moves = Array.from({ length: 26 }, (_, move) => move).filter(useful);
    // Black's corner is his; White, without his wall, owns nothing yet.
    assert.deepEqual(
      moves.filter((move) => move === 25 || open.isLegal(move)),
      [4, 8, 9, 25],
    );
  });
});

/** A random game without filled eyes on a small board, as soon as it is settled, if ever. */
function playedUntilSettled(random: Random): Game | undefined {
  const game = new Game(Board.of(4 + random.below(2)), RULES);
  while (game.length < 150 && game.end === undefined) {
    const cell = drawMove(game.position, random);
    const point = cell === 0 ? game.board.pass : game.board.pointOf[cell];
    game.play(game.isLegal(point) ? point : game.board.pass);
    if (isSettled(game)) return game;
  }
  return undefined;
}

/** The game after many random legal moves of one player. */
function playedOnBy(mover: Color, from: Game, random: Random): Game {
  const game = new Game(from.board, from.rules);
  game.copyFrom(from);
  for (let i = 0; i < 60; i++) {
    if (game.toMove !== mover) game.play(game.board.pass);
    const point = random.below(game.board.area);
    game.play(game.isLegal(point) ? point : game.board.pass);
  }
  return game;
}

function pointsOf({ position, rules }: Game, color: Color): number {
  const { margin } = score(position, rules, 0, hopelessStones(position, rules.suicide));
  return color === WHITE ? margin : -margin;
}
