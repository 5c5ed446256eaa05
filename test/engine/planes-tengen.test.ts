import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Board } from '../../engine/board.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type HandicapCompensation, type Rules } from '../../engine/rules.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import { mappedPlanes, pictures, planesOf } from './planes.js';
import { randomGames, RULE_SETS } from './random-games.js';
import { other, type ReferenceGame } from './reference-board.js';
import { playBoth, twinsOf, type BothGames } from './twin-games.js';

const SET = PLANE_SETS.tengen;

/** What White is given besides komi for a handicap of at least two stones. */
const COMPENSATION: Record<HandicapCompensation, (stones: number) => number> = {
  none: () => 0,
  stones: (stones) => stones,
  'stones-less-one': (stones) => stones - 1,
};

/** Whether a move on an empty point would take off what is not allowed to go. */
function isSuicide(game: ReferenceGame, point: number): boolean {
  const { ownTaken } = game.after(point, game.toMove);
  return ownTaken === 1 || (ownTaken > 1 && !game.suicide);
}

/** Where only what was on the board before forbids to play. */
function bannedByKo(game: ReferenceGame): Set<number> {
  const empty = game.points.filter((point) => game.stones[point] === '.');
  return new Set(empty.filter((point) => !game.isLegal(point) && !isSuicide(game, point)));
}

/** The planes by their definition, point by point; `moves` are all of the game, `margin` White's. */
function expected(game: ReferenceGame, moves: readonly number[], margin: number): number[][] {
  const { points, stones, toMove, pass } = game;
  const where = (holds: (point: number) => boolean): number[] =>
    points.map((point) => Number(holds(point)));
  const liberties = points.map((point) =>
    stones[point] === '.' ? 0 : game.borders(stones, game.chain(stones, point), '.').size,
  );
  const banned = bannedByKo(game);
  const gained = (toMove === 'O' ? margin : -margin) / 14;
  const komi = Math.fround(Math.max(-3, Math.min(3, gained))) + 0; // no minus zero
  return [
    where((point) => stones[point] === toMove),
    where((point) => stones[point] === other(toMove)),
    where(() => true),
    ...[1, 2, 3].map((count) => where((point) => liberties[point] === count)),
    where((point) => banned.has(point)),
    ...[1, 2, 3, 4, 5].map((ago) => where((point) => moves.at(-ago) === point)),
    where(() => moves.at(-1) === pass),
    points.map(() => komi),
  ];
}

function assertPlanes({ game, reference }: BothGames): void {
  const { komi, handicapCompensation } = game.rules;
  const given = game.handicap < 2 ? 0 : COMPENSATION[handicapCompensation](game.handicap);
  const moves = Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
  const planes = expected(reference, moves, komi + given);
  for (let symmetry = 0; symmetry < symmetryCount(game.board); symmetry++) {
    const seen = mappedPlanes(planes, symmetryMap(game.board, symmetry));
    for (const [i, plane] of planesOf(SET, game, symmetry).entries()) {
      assert.deepEqual(plane, seen[i], SET.names[i]);
    }
  }
}

/** Black, to move, takes a ko on the second line. */
const KO = `
  . X O . .
  X O . O .
  . X O . .
  . . . . .`;

/** A column and a row, counted from 0 at the top left, or a pass. */
type Move = readonly [x: number, y: number] | 'pass';

function koGame(rules: Rules, ...moves: readonly Move[]): Game {
  const setup = unwrap(parseDiagram(KO));
  const game = new Game(setup.board, rules, { setup });
  const { board } = game;
  for (const move of moves) game.play(move === 'pass' ? board.pass : board.point(...move));
  return game;
}

/** The planes that show anything, drawn, by their names; without stones, ones and komi. */
function shown(game: Game): Record<string, string> {
  const drawn = pictures(planesOf(SET, game, 0), game.board.width);
  const named = SET.names.map((name, i): [string, string] => [name, drawn[i]]);
  const marked = named.slice(3, -1).filter(([, picture]) => picture.includes('1'));
  return Object.fromEntries(marked);
}

/** Pictures without the indentation that they are written with. */
function drawn(pictures: Record<string, string>): Record<string, string> {
  const plain = Object.entries(pictures).map(([name, picture]) => [
    name,
    picture.trim().replaceAll(/\n\s+/g, '\n'),
  ]);
  return Object.fromEntries(plain) as Record<string, string>;
}

/** The one number in the plane of komi. */
function komiShown(rules: Partial<Rules>, moves: number, handicap = 0): number {
  const game = new Game(Board.of(3), { ...RULE_PRESETS.chinese, ...rules }, { handicap });
  for (let i = 0; i < moves; i++) game.play(game.board.pass);
  const values = new Set(planesOf(SET, game, 0).at(-1));
  assert.equal(values.size, 1);
  return [...values][0];
}

describe('the planes of Tengen', () => {
  it('are 14, each with a name of its own', () => {
    assert.equal(SET.planes, 14);
    assert.equal(new Set(SET.names).size, 14);
    assert.deepEqual([SET.names[6], SET.names.at(-1)], ['forbidden by ko', 'komi']);
  });

  it('show chains short of liberties, a ko and the move that took it', () => {
    const pictures = {
      'chains with 1 liberty': `
        . . 1 . .
        . . 1 . .
        . . . . .
        . . . . .`,
      'chains with 2 liberties': `
        . 1 . . .
        . . . . .
        . . 1 . .
        . . . . .`,
      'chains with 3 liberties': `
        . . . . .
        1 . . 1 .
        . 1 . . .
        . . . . .`,
      'forbidden by ko': `
        . . . . .
        . 1 . . .
        . . . . .
        . . . . .`,
      'last move': `
        . . . . .
        . . 1 . .
        . . . . .
        . . . . .`,
    };
    assert.deepEqual(shown(koGame(RULE_PRESETS.chinese, [2, 1])), drawn(pictures));
  });

  it('show a pass, and the moves before it, the latest first', () => {
    const planes = shown(koGame(RULE_PRESETS.chinese, [2, 1], [4, 3], [0, 3], 'pass'));
    assert.equal(planes['last move'], undefined);
    assert.equal(planes['last move but one'], '. . . . .\n. . . . .\n. . . . .\n1 . . . .');
    assert.equal(planes['last move but two'], '. . . . .\n. . . . .\n. . . . .\n. . . . 1');
    assert.equal(planes['last move but three'], '. . . . .\n. . 1 . .\n. . . . .\n. . . . .');
    assert.equal(planes['last move but four'], undefined, 'it is of the setup');
    assert.doesNotMatch(planes['last move was a pass'], /\./);
  });

  it('show a ko that only superko forbids to retake, where the rules have it', () => {
    const ban = (rules: Rules) => shown(koGame(rules, [2, 1], 'pass', 'pass'))['forbidden by ko'];
    assert.equal(ban(RULE_PRESETS.chinese), undefined);
    assert.equal(ban(RULE_PRESETS['tromp-taylor']), '. . . . .\n. 1 . . .\n. . . . .\n. . . . .');
  });

  it('hold what the side to move gets of komi and compensation, in 14 points', () => {
    assert.equal(komiShown({ komi: 7 }, 1), 0.5);
    assert.equal(komiShown({ komi: 7 }, 0), -0.5);
    assert.equal(komiShown({ komi: 24.5 }, 0), -1.75, 'komi of 5×5');
    assert.equal(komiShown({ komi: 5 }, 1, 9), 1, 'Chinese rules give a point for each stone');
    assert.equal(komiShown({ komi: 5 }, 1, 1), Math.fround(5 / 14));
    assert.deepEqual([komiShown({ komi: 1e9 }, 1), komiShown({ komi: 1e9 }, 0)], [3, -3]);
    for (const moves of [0, 1]) assert.ok(Object.is(komiShown({ komi: 0 }, moves), 0));
  });

  it('are those of the definition under every symmetry, in random games', () => {
    let repetitions = 0;
    const komis = fc.integer({ min: -100, max: 100 }).map((half) => half / 2);
    const compensations = fc.constantFrom(...(['none', 'stones', 'stones-less-one'] as const));
    const parts = [randomGames(7, 60), komis, compensations, fc.nat(9)] as const;
    fc.assert(
      fc.property(...parts, (random, komi, handicapCompensation, handicap) => {
        const both = playBoth(random);
        both.game.rules = { ...both.game.rules, komi, handicapCompensation };
        both.game.handicap = handicap;
        assertPlanes(both);
        const { koPoint } = both.reference;
        for (const point of bannedByKo(both.reference)) if (point !== koPoint) repetitions++;
      }),
      { numRuns: 300, seed: 14 },
    );
    assert.ok(repetitions > 0, 'superko should forbid something in some of them');
  });

  it('are those of the definition on large boards', () => {
    for (const [seed, [width, height]] of [
      [19, 19],
      [9, 9],
      [25, 7],
      [1, 19],
    ].entries()) {
      assertPlanes(playBoth({ width, height, rules: RULE_SETS[2], filled: 0.6, seed, length: 30 }));
    }
  });

  it('are the same with the colours exchanged and the komi turned', () => {
    fc.assert(
      fc.property(randomGames(6, 40), (random) => {
        const { game } = playBoth(random);
        for (const twin of twinsOf(game)) {
          if (twin.exchanged) twin.game.rules = { ...game.rules, komi: -game.rules.komi };
          assert.deepEqual(planesOf(SET, twin.game, 0), planesOf(SET, game, twin.symmetry));
        }
      }),
      { numRuns: 40 },
    );
  });
});
