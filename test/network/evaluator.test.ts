import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import {
  NetworkEvaluator,
  type NetworkEvaluatorOptions,
} from '../../network/evaluator/network-evaluator.js';
import { networkOutputs, weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { randomGame, randomGames } from './support/positions.js';
import { smallNetwork } from './support/saved-networks.js';
import { assertClose } from './support/tensors.js';
import { runTfjs } from './support/tfjs.js';

const POOLED = { type: 'global-pooling', filters: 3 };
const EVERY_HEAD = {
  policy: POOLED,
  value: { ...POOLED, hidden: 4 },
  ownership: { type: 'convolution' },
  score: { ...POOLED, hidden: 4 },
};

function networkWith(heads: object, parts: Partial<SavedNetwork> = {}): SavedNetwork {
  const spec = { stem: { filters: 3 }, trunk: [{ type: 'residual' }], heads };
  return smallNetwork({ spec: unwrap(parseNetworkSpec(spec)), ...parts });
}

const EVERY_SIZE = networkWith(EVERY_HEAD);
/** As EVERY_SIZE, on planes of which one holds the komi. */
const TELLS_KOMI = smallNetwork({
  spec: { ...EVERY_SIZE.spec, inputPlanes: PLANE_SETS.tengen.planes },
  planes: 'tengen',
});
const BOARD = Board.of(5);

const opened: NetworkEvaluator[] = [];
after(() => Promise.all(opened.map((evaluator) => evaluator.close())));

function evaluatorOf(
  saved: SavedNetwork,
  options: NetworkEvaluatorOptions = {},
  runtime: Runtime = cpuRuntime(),
): NetworkEvaluator {
  const evaluator = new NetworkEvaluator(playable(saved, 'test'), runtime, options);
  opened.push(evaluator);
  return evaluator;
}

async function evaluated(
  evaluator: NetworkEvaluator,
  games: readonly Game[],
  capacity = games.length,
): Promise<Batch> {
  const batch = evaluator.batch(games[0].board, capacity);
  for (const [i, game] of games.entries()) assert.equal(batch.add(game), i);
  await evaluator.evaluate(batch);
  return batch;
}

/** What one row of a batch holds. */
interface Answer {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly ownership: Float32Array;
  readonly score: Float32Array;
}

function answerAt(batch: Batch, row: number): Answer {
  const { area } = batch.board;
  const rowOf = (all: Float32Array | undefined, length: number) =>
    all?.slice(row * length, (row + 1) * length) ?? new Float32Array(length);
  return {
    policy: rowOf(batch.policy, area + 1),
    value: rowOf(batch.value, 1),
    ownership: rowOf(batch.ownership, area),
    score: rowOf(batch.score, 1),
  };
}

/** The network's answer by TensorFlow.js, to a position seen under a symmetry. */
function referenceAnswer(saved: SavedNetwork, game: Game, symmetry: number): Answer {
  const { board } = game;
  const set = PLANE_SETS[saved.planes];
  const data = new Float32Array(set.planes * board.area);
  set.writer(board).write(game, symmetry, data, 0);
  const heads = Object.entries(networkOutputs(saved, board));
  const weights = weightsOf(saved.spec, board).map(
    ({ name, shape }) => [name, { shape, data: saved.weights.get(name)! }] as const,
  );
  const shape = [1, set.planes, board.height, board.width];
  const leaves = new Map([...weights, ['planes', { shape, data }] as const]);
  const outputs = heads.map(([, value]) => value);
  const results = runTfjs(outputs, leaves);
  const seen = new Map(heads.map(([name], i) => [name, results[i].data]));
  return straightened(seen, board, symmetry);
}

/** A seen answer as it is for the board itself. */
function straightened(
  seen: ReadonlyMap<string, Float32Array>,
  board: Board,
  symmetry: number,
): Answer {
  const map = symmetryMap(board, symmetry);
  const logits = seen.get('policy') ?? new Float32Array(board.area + 1);
  const sum = logits.reduce((total, x) => total + Math.exp(x), 0);
  const ownership = seen.get('ownership') ?? new Float32Array(board.area);
  return {
    policy: logits.map((_, p) => Math.exp(logits[map[p]]) / sum),
    value: seen.get('value') ?? new Float32Array(1),
    ownership: ownership.map((_, p) => ownership[map[p]]),
    score: seen.get('score') ?? new Float32Array(1),
  };
}

function meanOf(answers: readonly Answer[]): Answer {
  const mean = (part: keyof Answer) =>
    answers[0][part].map(
      (_, i) => answers.reduce((sum, answer) => sum + answer[part][i], 0) / answers.length,
    );
  return {
    policy: mean('policy'),
    value: mean('value'),
    ownership: mean('ownership'),
    score: mean('score'),
  };
}

function assertSame(actual: Answer, expected: Answer, what: string, tolerance = 1e-5): void {
  for (const part of ['policy', 'value', 'ownership', 'score'] as const) {
    assertClose(actual[part], expected[part], tolerance, `${what}: ${part}`);
  }
}

const differs = (a: Answer, b: Answer): boolean =>
  a.policy.some((x, i) => Math.abs(x - b.policy[i]) > 1e-4);

/** The CPU, with a list of how many rows each run had. */
function countingRuntime(): { runtime: Runtime; runs: number[] } {
  const runs: number[] = [];
  const cpu = cpuRuntime();
  const runtime: Runtime = {
    ...cpu,
    async load(network, board) {
      const runner = unwrap(await cpu.load(network, board));
      return {
        ok: true,
        value: {
          bind(planes) {
            const run = runner.bind(planes);
            return (rows) => (runs.push(rows), run(rows));
          },
          close: () => runner.close(),
        },
      };
    },
  };
  return { runtime, runs };
}

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

describe('the cache of positions', () => {
  const CACHE = { cacheEntries: 64 };

  it('gives the same numbers again, without the network', async () => {
    const { runtime, runs } = countingRuntime();
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE, runtime);
    const games = [2, 3, 4, 5, 6].map((moves) => randomGame(BOARD, moves, new Random(9)));
    const first = await evaluated(evaluator, games);
    const second = await evaluated(evaluator, games.toReversed());
    assert.deepEqual(runs, [5]);
    assert.deepEqual(evaluator.cacheUse, { lookups: 10, hits: 5 });
    games.forEach((_, i) => {
      assert.deepEqual(answerAt(second, 4 - i), answerAt(first, i));
    });
  });

  it('mixes known and new positions in one batch', async () => {
    const { runtime, runs } = countingRuntime();
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE, runtime);
    const games = [2, 3, 4, 5].map((moves) => randomGame(BOARD, moves, new Random(10)));
    await evaluated(evaluator, [games[0], games[2]]);
    const batch = await evaluated(evaluator, games);
    assert.deepEqual(runs, [2, 2]);
    games.forEach((game, row) => {
      assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, 0), `row ${row}`);
    });
  });

  it('tells apart all that the planes show: stones, the way there, who is to move', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE);
    const played = (...points: number[]) => {
      const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
      for (const point of points) game.play(point);
      return game;
    };
    const { pass } = BOARD;
    const games = [
      played(1, 2, 3),
      played(3, 2, 1),
      played(1, 2, 4),
      played(1, 2, 3, pass),
      played(pass, pass, 1, 2, 3),
    ];
    for (const game of games) await evaluated(evaluator, [game]);
    // Empty boards before the game's start and within it look alike to the network.
    assert.deepEqual(evaluator.cacheUse, { lookups: 5, hits: 1 });
  });

  it('tells komis apart, and takes exchanged colours for the same, if the planes do', async () => {
    const evaluator = evaluatorOf(TELLS_KOMI, CACHE);
    const played = (komi: number, ...opening: number[]) => {
      const game = new Game(BOARD, { ...RULE_PRESETS['tromp-taylor'], komi });
      for (const point of [...opening, 3, 7, 12, 4, 6]) game.play(point);
      return game;
    };
    const games = [played(7), played(7.5), played(6.5), played(-7), played(-7, BOARD.pass)];
    for (const game of games) await evaluated(evaluator, [game]);
    assert.deepEqual(evaluator.cacheUse, { lookups: 5, hits: 1 });
  });

  it('looks back as far as the planes do, and no farther', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, CACHE);
    const played = (opening: readonly number[], quiet: number) => {
      const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
      for (const point of opening) game.play(point);
      for (let i = 0; i < quiet; i++) game.play(BOARD.pass);
      return game;
    };
    await evaluated(evaluator, [played([1, 2, 3], 6)]);
    await evaluated(evaluator, [played([3, 2, 1], 6)]);
    assert.equal(evaluator.cacheUse.hits, 0);
    await evaluated(evaluator, [played([1, 2, 3], 7)]);
    await evaluated(evaluator, [played([3, 2, 1], 7)]);
    assert.equal(evaluator.cacheUse.hits, 1);
  });

  for (const kind of ['random', 'average'] as const) {
    it(`changes nothing with ${kind} symmetries`, async () => {
      const games = [2, 3, 4].map((moves) => randomGame(BOARD, moves, new Random(11)));
      const answers = [0, 64].map(async (cacheEntries) => {
        const symmetry = { kind, random: new Random(12) };
        const evaluator = evaluatorOf(EVERY_SIZE, { symmetry, cacheEntries });
        const rounds: Answer[] = [];
        for (let i = 0; i < 6; i++) {
          const batch = await evaluated(evaluator, games);
          rounds.push(...games.map((_, row) => answerAt(batch, row)));
        }
        assert.equal(evaluator.cacheUse.hits > 0, cacheEntries > 0);
        return rounds;
      });
      const [without, withCache] = await Promise.all(answers);
      without.forEach((expected, i) => {
        assertSame(withCache[i], expected, `answer ${i}`, 1e-6);
      });
    });
  }

  it('stays within its bounds and stays right when far more positions come than it holds', async () => {
    const evaluator = evaluatorOf(EVERY_SIZE, { cacheEntries: 8 });
    const games = randomGames(BOARD, 60, new Random(13));
    for (let round = 0; round < 2; round++) {
      const batch = await evaluated(evaluator, games);
      games.forEach((game, row) => {
        if (row % 7 !== 0) return;
        assertSame(answerAt(batch, row), referenceAnswer(EVERY_SIZE, game, 0), `row ${row}`);
      });
    }
    assert.ok(evaluator.cacheUse.hits < 20);
  });
});
