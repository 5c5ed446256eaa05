import assert from 'node:assert/strict';
import { Board } from '../../../engine/board.js';
import type { Batch } from '../../../engine/evaluator.js';
import type { Game } from '../../../engine/game.js';
import { PLANE_SETS } from '../../../engine/planes/table.js';
import { unwrap } from '../../../engine/result.js';
import { symmetryMap } from '../../../engine/symmetry.js';
import {
  NetworkEvaluator,
  type NetworkEvaluatorOptions,
} from '../../../network/evaluator/network-evaluator.js';
import {
  networkOutputs,
  weightsOf,
  type SavedNetwork,
} from '../../../network/files/saved-network.js';
import { cpuRuntime } from '../../../network/runtime/onnx-runtime.js';
import { playable } from '../../../network/runtime/playable-network.js';
import type { Runtime } from '../../../network/runtime/runtime.js';
import { parseNetworkSpec } from '../../../network/spec/network-spec.js';
import { smallNetwork } from './saved-networks.js';
import { assertClose } from './tensors.js';
import { runTfjs } from './tfjs.js';

const POOLED = { type: 'global-pooling', filters: 3 };
export const EVERY_HEAD = {
  policy: POOLED,
  value: { ...POOLED, hidden: 4 },
  ownership: { type: 'convolution' },
  score: { ...POOLED, hidden: 4 },
};

export function networkWith(heads: object, parts: Partial<SavedNetwork> = {}): SavedNetwork {
  const spec = { stem: { filters: 3 }, trunk: [{ type: 'residual' }], heads };
  return smallNetwork({ spec: unwrap(parseNetworkSpec(spec)), ...parts });
}

export const EVERY_SIZE = networkWith(EVERY_HEAD);
/** As EVERY_SIZE, on planes of which one holds the komi. */
export const TELLS_KOMI = smallNetwork({
  spec: { ...EVERY_SIZE.spec, inputPlanes: PLANE_SETS.tengen.planes },
  planes: 'tengen',
});
export const BOARD = Board.of(5);

export const opened: NetworkEvaluator[] = [];

/** Closes all that a file's tests have opened. */
export async function closeEvaluators(): Promise<void> {
  await Promise.all(opened.map((evaluator) => evaluator.close()));
}

export function evaluatorOf(
  saved: SavedNetwork,
  options: NetworkEvaluatorOptions = {},
  runtime: Runtime = cpuRuntime(),
): NetworkEvaluator {
  const evaluator = new NetworkEvaluator(playable(saved, 'test'), runtime, options);
  opened.push(evaluator);
  return evaluator;
}

export async function evaluated(
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
export interface Answer {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly ownership: Float32Array;
  readonly score: Float32Array;
}

export function answerAt(batch: Batch, row: number): Answer {
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
export function referenceAnswer(saved: SavedNetwork, game: Game, symmetry: number): Answer {
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
export function straightened(
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

export function meanOf(answers: readonly Answer[]): Answer {
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

export function assertSame(actual: Answer, expected: Answer, what: string, tolerance = 1e-5): void {
  for (const part of ['policy', 'value', 'ownership', 'score'] as const) {
    assertClose(actual[part], expected[part], tolerance, `${what}: ${part}`);
  }
}

export const differs = (a: Answer, b: Answer): boolean =>
  a.policy.some((x, i) => Math.abs(x - b.policy[i]) > 1e-4);

/** The CPU, with a list of how many rows each run had. */
export function countingRuntime(): { runtime: Runtime; runs: number[] } {
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
