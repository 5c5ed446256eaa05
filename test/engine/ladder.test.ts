import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { makeDiagram, parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { LadderReader } from '../../engine/ladder.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { randomGames } from './random-games.js';
import { ReferenceLadder } from './reference-ladder.js';
import { mappedPoints, playBoth, twinsOf, type BothGames } from './twin-games.js';

const RULES = RULE_PRESETS.chinese;

/**
 * A named position, Black (X) to move. `+` are the points that are expected to work; they and `*` are
 * empty.
 */
interface Named {
  readonly name: string;
  readonly diagram: string;
}

/** A ladder from the third line to the opposite corner, whose path goes over `*`. */
const LONG = `
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . X X . . . . . . . . . . . . . .
  . . X O . . . . . . . . . . . . . . .
  . . . + . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . * . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .
  . . . . . . . . . . . . . . . . . . .`;

const CAPTURES: readonly Named[] = [
  { name: 'a ladder across the board', diagram: LONG },
  { name: 'a breaker on its path', diagram: LONG.replace('+', '.').replace('*', 'O') },
  { name: 'a stone of the hunter on its path', diagram: LONG.replace('*', 'X') },
  {
    name: 'a breaker beside the path, found only where the prey runs into it',
    diagram: `
      . X X . . .
      X O . . . .
      . . . . . .
      . . . . O .
      . . . . . .
      . . . . . .`,
  },
  {
    name: 'the first line: driven along it, or from the corner',
    diagram: `
      + O + . . . .
      X X . . . . .
      . . . . . . .
      . . . . . . .`,
  },
  {
    name: 'the first line, with a friend of the prey above it: only away from the friend',
    diagram: `
      . O + . . . .
      X X . O . . .
      . . . . . . .
      . . . . . . .`,
  },
  {
    name: 'a hunting stone in atari, that the prey captures to get out',
    diagram: `
      . . . . . .
      . O X X . .
      O X O . . .
      . . . . . .
      . . . . . .
      . . . . . .`,
  },
  {
    name: 'a snapback: what the prey takes is taken back with it',
    diagram: `
      . . . . . .
      . . X X X X
      . X O O O O
      . X O + + O`,
  },
  {
    name: 'a ko: from above only, for from the right the hunter could not retake in time',
    diagram: `
      . . . . .
      . . . . .
      . . + X .
      . X O . .`,
  },
  {
    name: 'a ko that the prey takes first, and that is not retaken in time',
    diagram: `
      X . X . .
      O + . . .
      . . . . .
      . . O . .`,
  },
  {
    name: 'three liberties are no ladder, and one is a plain capture',
    diagram: `
      . . . . X .
      . O . X O .
      . X . . X .
      . . . . . .`,
  },
];

const ESCAPES: readonly Named[] = [
  {
    name: 'into the open',
    diagram: `
      . . O . .
      . O X + .
      . . O . .
      . . . . .
      . . . . .`,
  },
  {
    name: 'nowhere: a ladder that works',
    diagram: `
      . O O . . .
      O X . . . .
      . O . . . .
      . . . . . .
      . . . . . .
      . . . . . .`,
  },
  {
    name: 'to a friend on the path of the ladder',
    diagram: `
      . O O . . .
      O X + . . .
      . O . . . .
      . . . . . .
      . . . . X .
      . . . . . .`,
  },
  {
    name: 'by capturing what gives atari',
    diagram: `
      . . . . . .
      . X O O . .
      X O X . . .
      . + O O . .
      . . . . . .`,
  },
  {
    name: 'not by capturing a stone that touches another chain only',
    diagram: `
      . O O . . . X O .
      O X . . . . . X .
      . O . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .`,
  },
  {
    name: 'not by an extension that fills the last liberty',
    diagram: `
      . O X
      . O X
      . O .`,
  },
];

function setUp({ diagram }: Named): Game {
  const setup = unwrap(parseDiagram(diagram.replaceAll(/[+*]/g, '.')));
  return new Game(setup.board, RULES, { setup });
}

function marked({ diagram }: Named): number[] {
  const letters = Array.from(diagram.replaceAll(/\s/g, ''));
  return letters.flatMap((letter, point) => (letter === '+' ? [point] : []));
}

function captures({ board, position }: Game, reader = new LadderReader(board)): number[] {
  const out = emptyBits(board).fill(-1);
  reader.captures(position, out);
  return pointsOf(board, out);
}

function escapes({ board, position }: Game, reader = new LadderReader(board)): number[] {
  const out = emptyBits(board).fill(-1);
  reader.escapes(position, out);
  return pointsOf(board, out);
}

describe('ladder captures', () => {
  for (const named of CAPTURES) {
    it(named.name, () => {
      assertEverywhere(setUp(named), marked(named), captures);
    });
  }

  it('are not claimed beyond the bound on positions', () => {
    const game = setUp({ name: '', diagram: LONG });
    assert.deepEqual(captures(game, new LadderReader(game.board, 20)), []);
    assert.deepEqual(captures(game, new LadderReader(game.board, 100)).length, 1);
  });
});

describe('ladder escapes', () => {
  for (const named of ESCAPES) {
    it(named.name, () => {
      assertEverywhere(setUp(named), marked(named), escapes);
    });
  }

  it('not by retaking a ko at once', () => {
    const game = setUp({
      name: '',
      diagram: `
        . . . . O
        . . . . .
        . . X O X
        . . O . O`,
    });
    const extension = game.board.point(3, 1);
    const ko = game.board.point(4, 3);
    game.play(game.board.point(3, 3));
    assert.equal(game.position.ko, ko);
    assertEverywhere(game, [extension], escapes);
    game.play(game.board.pass);
    game.play(game.board.pass);
    assertEverywhere(game, [extension, ko], escapes);
  });
});

describe('ladders', () => {
  it('are those of unbounded reading, in random games', () => {
    fc.assert(
      fc.property(randomGames(9, 40), (random) => {
        assertAsReference(playBoth(random));
      }),
      { numRuns: 400 },
    );
  });

  it('are the same in a mirror and for the other colour, in random games', () => {
    fc.assert(
      fc.property(randomGames(9, 40), (random) => {
        const { game } = playBoth(random);
        assertEverywhere(game, captures(game), captures);
        assertEverywhere(game, escapes(game), escapes);
      }),
      { numRuns: 60 },
    );
  });
});

function assertAsReference({ game, reference }: BothGames): void {
  const ladder = new ReferenceLadder(reference);
  assert.deepEqual(captures(game), ladder.captures());
  assert.deepEqual(escapes(game), ladder.escapes());
  assert.equal(makeDiagram(game.position).replaceAll('\n', ''), reference.stones);
}

/** Checks that reading finds those points, in every mirror and for both colours. */
function assertEverywhere(game: Game, expected: number[], read: (game: Game) => number[]): void {
  for (const twin of twinsOf(game)) {
    assert.deepEqual(read(twin.game), mappedPoints(expected, twin.map));
  }
}
