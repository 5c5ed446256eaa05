import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passAlive } from '../../engine/benson.js';
import { pointsOf } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { deadStones, playoutOwnership } from '../../engine/dead-stones.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type Rules } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';

const AREA: Rules = { ...RULE_PRESETS['tromp-taylor'], komi: 0 };
const TERRITORY: Rules = { ...RULE_PRESETS.japanese, komi: 0 };

function position(diagram: string): Position {
  return unwrap(Position.from(unwrap(parseDiagram(diagram))));
}

/** A seki with two shared liberties inside a white wall that has three eyes. */
const SEKI = `
  O O O O O O O O .
  O X X X X X X O O
  O X . O O . X O .
  O X X X X X X O O
  O O O O O O O O .`;

/** A seki with an eye each and one shared liberty. */
const SEKI_WITH_EYES = `
  X X X O O O
  . X . O O .
  X X X O O O`;

const WHITE_STONE_IN_BLACK = `
  . X . X O O . O .
  . X X X O . O O O
  . . X X O O O . O
  . O . X X O O O O
  . . . X O O . O .
  X X X X O O O O O`;

describe('area scoring', () => {
  it('gives an empty board to nobody and a lone stone everything', () => {
    const empty = new Position(Board.of(9));
    assert.equal(score(empty, AREA).margin, 0);
    empty.play(40);
    assert.deepEqual([score(empty, AREA).black, score(empty, AREA).white], [81, 0]);
  });

  it('adds komi and the compensation for handicap to White', () => {
    const empty = new Position(Board.of(9));
    assert.equal(score(empty, RULE_PRESETS.chinese).margin, 7.5);
    assert.equal(score(empty, RULE_PRESETS.chinese, 4).margin, 11.5);
    assert.equal(score(empty, RULE_PRESETS.aga, 4).margin, 10.5);
    assert.equal(score(empty, RULE_PRESETS.japanese, 4).margin, 6.5);
    assert.equal(score(empty, RULE_PRESETS.chinese, 1).margin, 7.5);
  });

  it('counts stones and eyes of a seki, and its shared liberties for nobody', () => {
    const { black, white } = score(position(SEKI), AREA);
    assert.deepEqual([black, white], [14, 24 + 2 + 3]);
    const eyes = score(position(SEKI_WITH_EYES), AREA);
    assert.deepEqual([eyes.black, eyes.white], [7 + 1, 8 + 1]);
  });

  it('counts a false eye like any point that one colour surrounds', () => {
    const { black, white } = score(
      position(`
        X . X X .
        O X X . X
        O O X X X
        . O O O O
        O . O . O`),
      AREA,
    );
    assert.deepEqual([black, white], [9 + 3, 10 + 3]);
  });

  it('counts dead stones as the points of their captor', () => {
    const p = position(WHITE_STONE_IN_BLACK);
    const dead = new Int32Array(6);
    dead[3] = 1 << 1;
    assert.equal(score(p, AREA).black, 14 + 1);
    assert.equal(score(p, AREA, 0, dead).black, 14 + 11);
  });
});

describe('territory scoring', () => {
  it('counts nothing in a seki', () => {
    const { black, white } = score(position(SEKI), TERRITORY);
    assert.deepEqual([black, white], [0, 3]);
    const eyes = score(position(SEKI_WITH_EYES), TERRITORY);
    assert.deepEqual([eyes.black, eyes.white], [0, 0]);
  });

  it('does not take unfilled neutral points for a seki', () => {
    const { black, white } = score(
      position(`
        . X . O .
        X X . O O
        . X . O .`),
      TERRITORY,
    );
    assert.deepEqual([black, white], [2, 2]);
  });

  it('charges the move that a last neutral point will cost', () => {
    // White fills the point between the chains, and Black must then connect the stone in the corner.
    const { black } = score(
      position(`
        X . X X .
        . X X . X
        O O X X X
        . O O O O
        O . O . O`),
      TERRITORY,
    );
    assert.equal(black, 3);
  });

  it('counts prisoners and dead stones', () => {
    const p = position(WHITE_STONE_IN_BLACK);
    const dead = new Int32Array(6);
    dead[3] = 1 << 1;
    assert.equal(score(p, TERRITORY, 0, dead).black, 11 + 1);
    const played = new Position(Board.of(3));
    for (const point of [1, 0, 3]) played.play(point);
    assert.equal(played.captured(WHITE), 1);
    assert.deepEqual(score(played, TERRITORY).black, 7 + 1);
  });
});

describe('unconditional life', () => {
  it('needs two eyes', () => {
    const { stones, territory } = passAlive(
      position(`
        . X . X O
        X X X X O
        O O O O O
        . . . . .`),
      BLACK,
      false,
    );
    assert.equal(pointsOf(Board.of(5, 4), stones).length, 6);
    assert.deepEqual(pointsOf(Board.of(5, 4), territory), [0, 2]);
  });

  it('is denied to one eye, to a false second eye, and to a large empty region', () => {
    for (const diagram of [
      `. X X X
       X X O O
       O O O .
       . . . .`,
      `. X . X .
       X X X O O
       X O O O .
       . O . . .`,
      `. . . .
       . X X .
       . . . .`,
    ]) {
      assert.deepEqual(
        [...passAlive(position(diagram), BLACK, false).stones].filter((row) => row !== 0),
        [],
      );
    }
  });

  it('joins chains that share their eyes', () => {
    const { stones } = passAlive(
      position(`
        . X X O .
        X . X O .
        X X O O .`),
      BLACK,
      false,
    );
    assert.equal(pointsOf(Board.of(5, 3), stones).length, 6);
  });

  it('takes enemy stones without room into the territory', () => {
    const p = position(`
      . O . X . X
      . . X X X X
      X X X O O O
      O O O O . O`);
    const board = Board.of(6, 4);
    assert.deepEqual(pointsOf(board, passAlive(p, BLACK, false).stones), []);
    const q = position(`
      . O X . X .
      X X X X X X`);
    assert.deepEqual(pointsOf(Board.of(6, 2), passAlive(q, BLACK, false).territory), [0, 1, 3, 5]);
  });
});

describe('dead stones', () => {
  const seed = 2016;
  const dead = (p: Position): number[] =>
    pointsOf(p.board, deadStones(p, playoutOwnership(p, new Random(seed), 400)));

  it('finds a lone stone inside territory', () => {
    const p = position(WHITE_STONE_IN_BLACK);
    assert.deepEqual(dead(p), [p.board.point(1, 3)]);
  });

  it('leaves the chains of a seki alive', () => {
    assert.deepEqual(dead(position(SEKI_WITH_EYES)), []);
  });

  it('believes certain life and death over the estimate', () => {
    const p = position(`
      . O X . X .
      X X X X X X`);
    const wrong = new Float32Array(p.board.area).fill(-1);
    assert.deepEqual(pointsOf(p.board, deadStones(p, wrong)), [1]);
  });

  it('sees ownership from both sides alike', () => {
    const p = position(`
      . . X O . .
      . . X O . .
      . . X O . .`);
    const own = playoutOwnership(p, new Random(seed), 2000);
    for (const point of p.board.cellOf.keys()) {
      const mirrored = p.board.point(5 - p.board.x(point), p.board.y(point));
      assert.ok(Math.abs(own[point] + own[mirrored]) < 0.25, `point ${point}`);
    }
  });

  it('leaves the position as it was', () => {
    const p = position(SEKI);
    p.toMove = WHITE;
    const before = p.clone();
    playoutOwnership(p, new Random(seed), 10);
    assert.deepEqual([...p.color], [...before.color]);
    assert.equal(p.toMove, WHITE);
  });
});
