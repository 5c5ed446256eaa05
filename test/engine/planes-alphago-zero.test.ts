import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import { mappedPlanes, pictures, planesOf } from './planes.js';
import { randomGames, RULE_SETS } from './random-games.js';
import { other, type ReferenceGame } from './reference-board.js';
import { playBoth, twinsOf, type BothGames } from './twin-games.js';

const SET = PLANE_SETS['alphago-zero'];

/** The planes by their definition, point by point from the boards of the whole game. */
function expected({ situations, toMove, points }: ReferenceGame): number[][] {
  const planes: number[][] = [];
  for (let t = 0; t < 8; t++) {
    const stones = situations.at(-1 - t)?.stones ?? '';
    const holds = (player: string): number[] => points.map((p) => Number(stones[p] === player));
    planes.push(holds(toMove), holds(other(toMove)));
  }
  return [...planes, points.map(() => Number(toMove === 'X'))];
}

function assertPlanes({ game, reference }: BothGames): void {
  const planes = expected(reference);
  for (let symmetry = 0; symmetry < symmetryCount(game.board); symmetry++) {
    const map = symmetryMap(game.board, symmetry);
    assert.deepEqual(planesOf(SET, game, symmetry), mappedPlanes(planes, map));
  }
}

describe('the planes of AlphaGo Zero', () => {
  it('are 17, each with a name of its own', () => {
    assert.equal(SET.planes, 17);
    assert.equal(new Set(SET.names).size, 17);
    assert.equal(SET.names[3], "opponent's stones 1 move ago");
  });

  it('show a capture, a pass and times before the start', () => {
    const game = new Game(Board.of(3, 2), RULE_PRESETS['tromp-taylor']);
    for (const point of [0, 1, 5, game.board.pass, 2, 3]) game.play(point);
    const [none, all] = ['. . .\n. . .', '1 1 1\n1 1 1'];
    assert.deepEqual(pictures(planesOf(SET, game, 0), 3), [
      ...['. . 1\n. . 1', '. 1 .\n1 . .'], // White has taken the corner on the left
      ...['1 . 1\n. . 1', '. 1 .\n. . .'],
      ...['1 . .\n. . 1', '. 1 .\n. . .'], // after the pass as before it
      ...['1 . .\n. . 1', '. 1 .\n. . .'],
      ...['1 . .\n. . .', '. 1 .\n. . .'],
      ...['1 . .\n. . .', none],
      ...[none, none],
      ...[none, none],
      all,
    ]);
  });

  it('are those of the definition under every symmetry, in random games', () => {
    fc.assert(
      fc.property(randomGames(9, 60), (random) => {
        assertPlanes(playBoth(random));
      }),
      { numRuns: 150 },
    );
  });

  it('are those of the definition on large boards', () => {
    for (const [seed, [width, height]] of [
      [19, 19],
      [13, 13],
      [25, 7],
      [1, 19],
    ].entries()) {
      assertPlanes(playBoth({ width, height, rules: RULE_SETS[0], filled: 0.5, seed, length: 12 }));
    }
  });

  it('differ for the other colour in the last plane only', () => {
    fc.assert(
      fc.property(randomGames(6, 40), (random) => {
        const { game } = playBoth(random);
        for (const twin of twinsOf(game)) {
          const planes = planesOf(SET, game, twin.symmetry);
          if (twin.exchanged) planes[16] = planes[16].map((entry) => 1 - entry);
          assert.deepEqual(planesOf(SET, twin.game, 0), planes);
        }
      }),
      { numRuns: 40 },
    );
  });
});
