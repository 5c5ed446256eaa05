import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import type { CompactGame } from '../../selfplay/corpus/compact-game.js';
import { Corpus } from '../../selfplay/corpus/corpus.js';
import { PositionSet } from '../../selfplay/corpus/positions.js';
import { allGames } from '../../selfplay/corpus/split.js';
import { measure } from '../../selfplay/supervised/measure.js';

const BOARD = Board.of(3);
const MOVES = BOARD.area + 1;

/**
 * Likes the points in the order 0, 1, 2, …, pass last, each half as much as the one before, and gives
 * the side to move 0.5, or with `black` only Black, and White −0.5.
 */
class Fixed implements Evaluator {
  readonly description = 'fixed';

  batch(board: Board, capacity: number): FixedBatch {
    return new FixedBatch(board, capacity);
  }

  evaluate(): undefined {
    return undefined;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class FixedBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  size = 0;

  constructor(
    readonly board: Board,
    readonly capacity: number,
  ) {
    this.policy = new Float32Array(capacity * MOVES);
    this.value = new Float32Array(capacity);
  }

  add(game: Game): number {
    const row = this.size++;
    for (let move = 0; move < MOVES; move++) this.policy[row * MOVES + move] = 2 ** -(move + 1);
    this.value[row] = game.length % 2 === 0 ? 0.5 : -0.5;
    return row;
  }

  clear(): void {
    this.size = 0;
  }
}

function game(moves: readonly number[], result: number): CompactGame {
  return {
    moves: Int16Array.from(moves),
    result,
    margin: NaN,
    komi: 0,
    rules: 'japanese',
    hash: moves.length,
  };
}

describe('figures of a network', () => {
  // Ranks of the moves: 0, 1, 4, 5, then 8 and the pass, 9.
  const corpus = Corpus.of(BOARD, [game([0, 1, 4, 5], 1), game([8, 9], -1), game([0], NaN)]);
  const positions = new PositionSet(corpus, allGames(corpus)).spread();

  for (const batch of [1, 3, 64]) {
    it(`are those counted by hand, ${batch} at a time`, async () => {
      const { all } = await measure(new Fixed(), corpus, positions, { batch });
      assert.equal(all.positions, 7);
      // 0 twice: of the first game and the last.
      assert.equal(all.top1, 2 / 7);
      assert.equal(all.top5, 4 / 7);
      const halvings = 1 + 2 + 5 + 6 + 9 + 10 + 1;
      assert.ok(Math.abs(all.policyLoss - (halvings * Math.LN2) / 7) < 1e-6);
      // Black wins the first game, as the values say; White the second. The last has no result.
      assert.ok(Math.abs(all.valueError - (4 * 0.25 + 2 * 2.25) / 6) < 1e-6);
      assert.equal(all.signAccuracy, 4 / 6);
    });
  }

  it('are told by phase: on nine points the opening ends with the second move', async () => {
    const { phases } = await measure(new Fixed(), corpus, positions);
    assert.deepEqual(
      phases.map(({ phase, figures }) => [phase, figures.positions]),
      [
        ['opening', 5],
        ['middle game', 2],
      ],
    );
    assert.equal(phases[1].figures.top5, 1 / 2);
  });

  it('are of what was done where it is stopped', async () => {
    let asked = 0;
    const stop = () => asked++ > 0;
    const { all } = await measure(new Fixed(), corpus, positions, { batch: 2, stop });
    assert.equal(all.positions, 2);
  });
});
