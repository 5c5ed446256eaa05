import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hopelessStones } from '../../engine/benson.js';
import { pointsOf } from '../../engine/bits.js';
import { playout } from '../../engine/playout.js';
import { Random } from '../../engine/random.js';
import { gameOf, randomGames, startOf } from './random-games.js';
import { ReferenceGame } from './reference-board.js';
import { hopelessStones as slowlyHopeless } from './reference-life.js';
import { makeDiagram } from '../../engine/diagram.js';

describe('hopeless stones', () => {
  it('are those of a slow reference, on boards late in random games', () => {
    let found = 0;
    fc.assert(
      fc.property(randomGames(7, 0), fc.nat(60), (random, moves) => {
        const draw = new Random(random.seed);
        const { board, position, rules } = gameOf(startOf(random, draw), random.rules);
        playout(position, draw, moves);
        const stones = makeDiagram(position).replaceAll('\n', '');
        const { width, height } = board;
        const reference = new ReferenceGame(width, height, rules.ko, rules.suicide, stones);
        const expected = slowlyHopeless(reference).sort((a, b) => a - b);
        found += expected.length;
        assert.deepEqual(pointsOf(board, hopelessStones(position, rules.suicide)), expected);
      }),
      { numRuns: 600, seed: 9 },
    );
    assert.ok(found > 20, `only ${found} hopeless stones came up`);
  });
});
