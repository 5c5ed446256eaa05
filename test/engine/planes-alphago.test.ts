import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import { mappedPlanes, pictures, planesOf } from './planes.js';
import { randomGames, RULE_SETS } from './random-games.js';
import { other, type ReferenceGame } from './reference-board.js';
import { ReferenceLadder } from './reference-ladder.js';
import { playBoth, twinsOf, type BothGames } from './twin-games.js';

const POLICY = PLANE_SETS.alphago;
const VALUE = PLANE_SETS['alphago-value'];

/** What a move leads to: stones taken, own stones to be lost next, liberties of the new chain. */
interface Effects {
  readonly taken: number;
  readonly lost: number;
  readonly liberties: number;
}

/** The effects of a legal move, found by playing it. */
function effectsOf(game: ReferenceGame, move: number): Effects {
  const { stones, taken, ownTaken } = game.after(move, game.toMove);
  if (ownTaken > 0) return { taken, lost: ownTaken, liberties: 0 };
  const chain = game.chain(stones, move);
  const liberties = game.borders(stones, chain, '.').size;
  return { taken, lost: liberties === 1 ? chain.size : 0, liberties };
}

/** Turns since the stone on the point came there, Infinity if it was there from the start. */
function turnsSince({ situations }: ReferenceGame, point: number): number {
  const letters = situations.map(({ stones }) => stones[point]);
  const before = letters.findLastIndex((letter) => letter !== letters.at(-1));
  return before < 0 ? Infinity : situations.length - 1 - before;
}

/** An eye as playouts see it: own stones around, and no two enemies at the corners, none at the edge. */
function isOwnEye(game: ReferenceGame, point: number): boolean {
  const { width, height, stones, toMove } = game;
  if (game.neighbours(point).some((near) => stones[near] !== toMove)) return false;
  const [x, y] = [point % width, Math.floor(point / width)];
  const inside = x > 0 && x < width - 1 && y > 0 && y < height - 1;
  const corners = [-1, 1].flatMap((dx) => [-1, 1].map((dy) => [x + dx, y + dy]));
  const enemies = corners.filter(
    ([cx, cy]) =>
      cx >= 0 && cx < width && cy >= 0 && cy < height && stones[cy * width + cx] === other(toMove),
  );
  return enemies.length < (inside ? 2 : 1);
}

/** The 48 planes by their definition, point by point. */
function expected(game: ReferenceGame): number[][] {
  const { points, stones, toMove } = game;
  const legal = new Set(game.legalPoints());
  const ladder = new ReferenceLadder(game);
  const [captures, escapes] = [new Set(ladder.captures()), new Set(ladder.escapes())];
  const where = (holds: (point: number) => boolean): number[] =>
    points.map((point) => Number(holds(point)));
  const ofStones = (count: (point: number) => number): number[][] =>
    oneHot(points.map((point) => (stones[point] === '.' ? 0 : count(point))));
  const ofMoves = (count: (effects: Effects) => number): number[][] =>
    oneHot(points.map((point) => (legal.has(point) ? count(effectsOf(game, point)) : 0)));
  return [
    where((point) => stones[point] === toMove),
    where((point) => stones[point] === other(toMove)),
    where((point) => stones[point] === '.'),
    where(() => true),
    ...ofStones((point) => turnsSince(game, point)),
    ...ofStones((point) => game.borders(stones, game.chain(stones, point), '.').size),
    ...ofMoves(({ taken }) => taken),
    ...ofMoves(({ lost }) => lost),
    ...ofMoves(({ liberties }) => liberties),
    where((point) => legal.has(point) && captures.has(point)),
    where((point) => legal.has(point) && escapes.has(point)),
    where((point) => legal.has(point) && !isOwnEye(game, point)),
    where(() => false),
  ];
}

/** Eight planes for 1, 2, … and 8 or more; 0 is in none. */
function oneHot(values: readonly number[]): number[][] {
  return Array.from({ length: 8 }, (_, i) =>
    values.map((value) => Number(i < 7 ? value === i + 1 : value >= 8)),
  );
}

function assertPlanes({ game, reference }: BothGames): void {
  const planes = expected(reference);
  const color = reference.points.map(() => Number(reference.toMove === 'X'));
  for (let symmetry = 0; symmetry < symmetryCount(game.board); symmetry++) {
    const seen = mappedPlanes(planes, symmetryMap(game.board, symmetry));
    assertSame(planesOf(POLICY, game, symmetry), seen);
    assertSame(planesOf(VALUE, game, symmetry), [...seen, color]);
  }
}

/** As deepEqual, but says which planes differ and how. */
function assertSame(planes: readonly number[][], wanted: readonly number[][]): void {
  assert.equal(planes.length, wanted.length);
  for (const [i, plane] of planes.entries()) assert.deepEqual(plane, wanted[i], VALUE.names[i]);
}

function gameOn(diagram: string): Game {
  const setup = unwrap(parseDiagram(diagram));
  return new Game(setup.board, RULE_PRESETS['tromp-taylor'], { setup });
}

/** The planes of one feature that show anything, drawn, by their names. */
function shown(game: Game, feature: string): Record<string, string> {
  const drawn = pictures(planesOf(VALUE, game, 0), game.board.width);
  const named = VALUE.names.map((name, i): [string, string] => [name, drawn[i]]);
  return Object.fromEntries(
    named.filter(([name, picture]) => name.startsWith(feature) && picture.includes('1')),
  );
}

/** Checks which planes of a feature show anything, and what. */
function assertShown(game: Game, feature: string, pictures: Record<string, string>): void {
  const wanted = Object.entries(pictures).map(([name, picture]) => [
    name,
    picture.trim().replaceAll(/\n\s+/g, '\n'),
  ]);
  assert.deepEqual(shown(game, feature), Object.fromEntries(wanted));
}

/** Black, to move, may capture in the corner, where White has an eye. */
const FIGHT = `
  . O X . .
  O O X . .
  X X X O .
  . . . . .`;

/** Black has a ladder, unless White has a stone at `*`. */
const LADDER = `
  . X X . .
  X O . . .
  . . . . .
  . . . * .
  . . . . .`;

describe('the planes of AlphaGo', () => {
  it('are 48 and 49, each with a name of its own', () => {
    assert.equal(POLICY.planes, 48);
    assert.equal(new Set(POLICY.names).size, 48);
    assert.equal(VALUE.planes, 49);
    assert.deepEqual(VALUE.names, [...POLICY.names, 'black to move']);
    assert.equal(POLICY.names[4 + 8 + 8 + 7], 'capture size 8+');
  });

  it('show the chains, and what moves of Black would take and leave', () => {
    const game = gameOn(FIGHT);
    assertShown(game, 'liberties', {
      'liberties 1': `
        . 1 . . .
        1 1 . . .
        . . . . .
        . . . . .`,
      'liberties 3': `
        . . . . .
        . . . . .
        . . . 1 .
        . . . . .`,
      'liberties 5': `
        . . 1 . .
        . . 1 . .
        1 1 1 . .
        . . . . .`,
      'liberties after the move 2': `
        1 . . . 1
        . . . . .
        . . . . 1
        . . . 1 1`,
      'liberties after the move 3': `
        . . . . .
        . . . . 1
        . . . . .
        . . . . .`,
      'liberties after the move 4': `
        . . . . .
        . . . . .
        . . . . .
        1 1 . . .`,
      'liberties after the move 5': `
        . . . 1 .
        . . . 1 .
        . . . . .
        . . 1 . .`,
    });
    assertShown(game, 'capture size', {
      'capture size 3': `
        1 . . . .
        . . . . .
        . . . . .
        . . . . .`,
    });
    assertShown(game, 'self-atari size', {});
  });

  it('show the suicide and the eye of White', () => {
    const game = gameOn(FIGHT);
    game.play(game.board.pass);
    assertShown(game, 'capture size', {});
    assertShown(game, 'self-atari size', {
      'self-atari size 1': `
        . . . . .
        . . . . .
        . . . . .
        1 . . . .`,
      'self-atari size 4': `
        1 . . . .
        . . . . .
        . . . . .
        . . . . .`,
    });
    assertShown(game, 'sensibleness', {
      sensibleness: `
        . . . 1 1
        . . . 1 1
        . . . . 1
        1 1 1 1 1`,
    });
  });

  it('show how long ago stones were played, a pass being a turn', () => {
    const game = gameOn(FIGHT);
    const { board } = game;
    for (const point of [board.point(4, 3), board.pass, 0, board.point(3, 0)]) game.play(point);
    assertShown(game, 'turns since', {
      'turns since 1': `
        . . . 1 .
        . . . . .
        . . . . .
        . . . . .`,
      'turns since 2': `
        1 . . . .
        . . . . .
        . . . . .
        . . . . .`,
      'turns since 4': `
        . . . . .
        . . . . .
        . . . . .
        . . . . 1`,
      'turns since 8+': `
        . . 1 . .
        . . 1 . .
        1 1 1 1 .
        . . . . .`,
    });
  });

  it('show a ladder to the player who wins it', () => {
    const atari = `
      . . . . .
      . . . . .
      . 1 . . .
      . . . . .
      . . . . .`;
    const extension = `
      . . . . .
      . . 1 . .
      . . . . .
      . . . . .
      . . . . .`;
    for (const breaker of ['.', 'O']) {
      const game = gameOn(LADDER.replace('*', breaker));
      assertShown(game, 'ladder', breaker === '.' ? { 'ladder capture': atari } : {});
      game.play(game.board.point(1, 2));
      assertShown(game, 'ladder', breaker === '.' ? {} : { 'ladder escape': extension });
    }
  });

  it('are those of the definition under every symmetry, in random games', () => {
    fc.assert(
      fc.property(randomGames(9, 60), (random) => {
        assertPlanes(playBoth(random));
      }),
      { numRuns: 150 },
    );
  });

  it('are those of the definition in crowded small games, with suicide and superko', () => {
    fc.assert(
      fc.property(randomGames(4, 120), (random) => {
        assertPlanes(playBoth(random));
      }),
      { numRuns: 200 },
    );
  });

  it('are those of the definition on large boards', () => {
    for (const [seed, [width, height]] of [
      [19, 19],
      [13, 13],
      [25, 7],
      [1, 19],
    ].entries()) {
      assertPlanes(playBoth({ width, height, rules: RULE_SETS[3], filled: 0.5, seed, length: 12 }));
    }
  });

  it('are the same for the other colour, but for that colour, in a mirror', () => {
    fc.assert(
      fc.property(randomGames(7, 60), (random) => {
        const { game } = playBoth(random);
        for (const twin of twinsOf(game)) {
          const planes = planesOf(VALUE, game, twin.symmetry);
          if (twin.exchanged) planes[48] = planes[48].map((entry) => 1 - entry);
          assertSame(planesOf(VALUE, twin.game, 0), planes);
        }
      }),
      { numRuns: 40 },
    );
  });
});
