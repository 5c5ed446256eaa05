import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { symmetryCount } from '../../engine/symmetry.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { randomGame, randomGames } from './support/positions.js';
import { smallNetwork } from './support/saved-networks.js';
import { assertClose } from './support/tensors.js';
import {
  BOARD,
  EVERY_HEAD,
  EVERY_SIZE,
  TELLS_KOMI,
  answerAt,
  assertSame,
  closeEvaluators,
  countingRuntime,
  differs,
  evaluated,
  evaluatorOf,
  meanOf,
  networkWith,
  opened,
  referenceAnswer,
} from './support/evaluators.js';

after(closeEvaluators);

describe('an evaluator of a network', () => {
  it('answers as TensorFlow.js does, on boards of several sizes at once', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE);
    const random = new Random(1);
    const boards = [Board.of(5), Board.of(4, 3), Board.of(9)];
    const batches = boards.map((board) => {
      const games = randomGames(board, 4, random);
      const batch = evaluator.batch(board, 6);
      games.forEach((game) => batch.add(game));
      return { games, batch };
    });
    for (const { batch } of batches) await evaluator.evaluate(batch);
    for (const { games, batch } of batches) {
      games.forEach((game, row) => {
        const expected = referenceAnswer(EVERY_SIZE, game, 0);
        assertSame(answerAt(batch, row), expected, `${batch.board.toString()} row ${row}`);
      });
    }
  });

  it('answers alike whichever way its convolutions are computed', async () => {
    const games = randomGames(BOARD, 3, new Random(14));
    const evaluator = new NetworkEvaluator(playable(EVERY_SIZE, 'test', 'tiles'), cpuRuntime());
    opened.push(evaluator);
    assert.match(evaluator.description, /^test, float32, tiles, on/);
    const batch = await evaluated(evaluator, games);
    games.forEach((game, row) => {
      assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, 0), `row ${row}`);
    });
  });

  it('reads every set of planes, and the value of a network that speaks for Black', async () => {
    for (const planes of ['alphago-zero', 'leela-zero', 'alphago-value'] as const) {
      const spec = unwrap(
        parseNetworkSpec({ ...EVERY_SIZE.spec, inputPlanes: PLANE_SETS[planes].planes }),
      );
      const saved = smallNetwork({ spec, planes, valueView: 'black' });
      const games = [3, 4].map((moves) => randomGame(BOARD, moves, new Random(moves)));
      const batch = await evaluated(evaluatorOf(saved), games);
      games.forEach((game, row) => {
        assertSame(answerAt(batch, row), referenceAnswer(saved, game, 0), `${planes} row ${row}`);
      });
    }
  });

  it('reads planes of other numbers than 0 and 1', async () => {
    const games = [-9, 0, 6.5, 30].map((komi) => {
      const game = randomGame(BOARD, 5, new Random(4));
      game.rules = { ...game.rules, komi };
      return game;
    });
    const batch = await evaluated(evaluatorOf(TELLS_KOMI), games);
    games.forEach((game, row) => {
      assertSame(answerAt(batch, row), referenceAnswer(TELLS_KOMI, game, 0), `row ${row}`);
    });
    assert.equal(new Set(batch.value).size, games.length, 'the komi should matter');
  });

  it('computes no more rows than there are positions, and can go on after clear', async () => {
    const { runtime, runs } = countingRuntime();
    const evaluator = evaluatorOf(EVERY_SIZE, {}, runtime);
    const games = randomGames(BOARD, 3, new Random(2));
    const batch = evaluator.batch(BOARD, 8);
    for (const game of games) batch.add(game);
    await evaluator.evaluate(batch);
    assert.equal(evaluator.evaluate(batch), undefined, 'there is nothing left to wait for');
    batch.clear();
    assert.equal(batch.size, 0);
    batch.add(games[2]);
    await evaluator.evaluate(batch);
    assert.deepEqual(runs, [3, 1]);
    assertSame(answerAt(batch, 0), referenceAnswer(EVERY_SIZE, games[2], 0), 'after clear');
  });

  it('keeps the position that was added, though its game goes on', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE);
    const game = randomGame(BOARD, 6, new Random(3));
    const expected = referenceAnswer(EVERY_SIZE, game, 0);
    const batch = evaluator.batch(BOARD, 2);
    batch.add(game);
    game.undo();
    batch.add(game);
    await evaluator.evaluate(batch);
    assertSame(answerAt(batch, 0), expected, 'row 0');
    assertSame(answerAt(batch, 1), referenceAnswer(EVERY_SIZE, game, 0), 'row 1');
  });

  it('takes a missing policy as no preference and a missing value as 0', async () => {
    const games = [randomGame(BOARD, 5, new Random(4))];
    const { policy, value } = EVERY_HEAD;
    const blind = await evaluated(evaluatorOf(networkWith({ value })), games);
    assertClose(blind.policy, new Float32Array(26).fill(1 / 26), 1e-6, 'policy');
    const mute = await evaluated(evaluatorOf(networkWith({ policy })), games);
    assert.deepEqual([...mute.value], [0]);
    assert.equal(mute.ownership, undefined);
    assert.equal(mute.score, undefined);
  });

  it('refuses boards that the network cannot play, full batches, and those of others', async () => {
    const heads = { policy: { type: 'alphago-zero' } };
    const boards: SavedNetwork['boards'] = [{ width: 5, height: 5 }];
    const evaluator = evaluatorOf(networkWith(heads, { boards }));
    assert.throws(() => evaluator.batch(Board.of(9), 1), /test plays 5×5 only, not 9×9/);
    const batch = evaluator.batch(BOARD, 1);
    const game = randomGame(BOARD, 1, new Random(5));
    batch.add(game);
    assert.throws(() => batch.add(game), RangeError);
    assert.throws(() => evaluator.evaluate({} as Batch), TypeError);
    await evaluator.evaluate(batch);
  });

  it('says what it is', () => {
    const evaluator = evaluatorOf(EVERY_SIZE, { symmetry: { kind: 'average' }, cacheEntries: 10 });
    assert.match(
      evaluator.description,
      /^test, float32, on ONNX Runtime [\d.]+, CPU, 1 thread, mean of all symmetries, cache of 10$/,
    );
  });
});

describe('symmetries', () => {
  for (const board of [BOARD, Board.of(4, 3)]) {
    it(`averages all of ${board.toString()}`, async () => {
      const { runtime, runs } = countingRuntime();
      const evaluator = evaluatorOf(EVERY_SIZE, { symmetry: { kind: 'average' } }, runtime);
      const games = randomGames(board, 2, new Random(6));
      const batch = await evaluated(evaluator, games, 3);
      assert.deepEqual(runs, [2 * symmetryCount(board)]);
      games.forEach((game, row) => {
        const views = Array.from({ length: symmetryCount(board) }, (_, symmetry) =>
          referenceAnswer(EVERY_SIZE, game, symmetry),
        );
        assert.ok(differs(views[0], views[1]), 'the network itself is not symmetric');
        assertSame(answerAt(batch, row), meanOf(views), `row ${row}`);
      });
    });
  }

  it('draws one for each position, by the generator it is given', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, {
      symmetry: { kind: 'random', random: new Random(7) },
    });
    const game = randomGame(BOARD, 7, new Random(8));
    const batch = await evaluated(evaluator, Array<Game>(16).fill(game));
    const draws = new Random(7);
    const drawn = Array.from({ length: 16 }, () => draws.below(8));
    assert.ok(new Set(drawn).size > 4);
    drawn.forEach((symmetry, row) => {
      assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, symmetry), `row ${row}`);
    });
  });
});
