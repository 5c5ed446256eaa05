import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { MessageChannel, Worker } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable, type PlayableNetwork } from '../../network/runtime/playable-network.js';
import { remoteRuntime } from '../../network/runtime/shared/client.js';
import { RuntimeServer } from '../../network/runtime/shared/server.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import type { Runtime } from '../../network/runtime/runtime.js';
import { randomGames } from './support/positions.js';
import { assertClose } from './support/tensors.js';
import { BOARD, NETWORK } from './support/webgpu-work.js';

const PLAYABLE = playable(NETWORK, 'test');

type Answers = Pick<Batch, 'policy' | 'value'>;

async function evaluated(evaluator: NetworkEvaluator, seed: number, count = 5): Promise<Answers> {
  const batch = evaluator.batch(BOARD, count);
  for (const game of randomGames(BOARD, count, new Random(seed))) batch.add(game);
  await evaluator.evaluate(batch);
  return batch;
}

/** The answers of an evaluator in this thread. */
async function expectedFor(seed: number, count?: number): Promise<Answers> {
  const evaluator = new NetworkEvaluator(PLAYABLE, cpuRuntime());
  const answers = await evaluated(evaluator, seed, count);
  await evaluator.close();
  return answers;
}

function assertSame(actual: Answers, expected: Answers, what: string): void {
  assertClose(actual.policy, expected.policy, 1e-6, `${what}: policy`);
  assertClose(actual.value, expected.value, 1e-6, `${what}: value`);
}

/** The CPU, with a list of how many rows each run had, and a count of networks loaded. */
function countingRuntime() {
  const cpu = cpuRuntime();
  const counts = { runs: [] as number[], loads: 0 };
  const runtime: Runtime = {
    ...cpu,
    async load(network, board) {
      counts.loads++;
      const runner = unwrap(await cpu.load(network, board));
      const bind = (planes: Float32Array) => {
        const run = runner.bind(planes);
        return (rows: number) => (counts.runs.push(rows), run(rows));
      };
      return { ok: true, value: { bind, close: () => runner.close() } };
    },
  };
  return { runtime, counts };
}

/** Evaluators that all ask one server in this thread. */
function clientsOf(runtime: Runtime, maxBatch: number, clients: number, network = PLAYABLE) {
  const server = new RuntimeServer(runtime, maxBatch);
  const ports: MessageChannel[] = [];
  const evaluators = Array.from({ length: clients }, () => {
    const channel = new MessageChannel();
    ports.push(channel);
    server.attach(channel.port1);
    const { device, description } = runtime;
    const remote = remoteRuntime({ device, description, port: channel.port2 });
    return new NetworkEvaluator(network, remote);
  });
  const close = () => {
    for (const { port1 } of ports) port1.close();
  };
  return { evaluators, close };
}

describe('a thread that evaluates for others', () => {
  it('answers several threads as an evaluator of their own would', async () => {
    const thread = unwrap(await RuntimeThread.start({ device: 'cpu', maxBatch: 16 }));
    const script = new URL('./support/remote-client.js', import.meta.url);
    const seeds = [1, 2, 3];
    const answers = await Promise.all(
      seeds.map(async (seed) => {
        const connection = thread.connect();
        const { port } = connection;
        const worker = new Worker(script, {
          workerData: { connection, seed },
          transferList: [port],
        });
        const [answer] = (await once(worker, 'message')) as [Answers];
        return answer;
      }),
    );
    await thread.close();
    for (const [i, seed] of seeds.entries()) {
      assertSame(answers[i], await expectedFor(seed), `client ${i}`);
    }
  });

  it('says where it runs, and lets calls fail when it ends', async () => {
    const thread = unwrap(await RuntimeThread.start({ device: 'cpu', threads: 2, maxBatch: 4 }));
    const evaluator = new NetworkEvaluator(PLAYABLE, remoteRuntime(thread.connect()));
    assert.match(evaluator.description, /CPU, 2 threads, in a thread of its own$/);
    await evaluated(evaluator, 1);
    await thread.close();
    await assert.rejects(evaluated(evaluator, 2), /thread that evaluates has ended/);
    await thread.close(); // again, which must not wait for ever
  });
});

describe('a server of evaluations', () => {
  it('loads a network once, and puts what several clients ask into one batch', async () => {
    const { runtime, counts } = countingRuntime();
    const { evaluators, close } = clientsOf(runtime, 32, 3);
    await Promise.all(evaluators.map((evaluator) => evaluator.prepare(BOARD)));
    const answers = await Promise.all(
      evaluators.map((evaluator, i) => evaluated(evaluator, i, 2 + i)),
    );
    assert.equal(counts.loads, 1);
    assert.deepEqual(counts.runs, [2 + 3 + 4]);
    for (const [i, answer] of answers.entries()) {
      assertSame(answer, await expectedFor(i, 2 + i), `client ${i}`);
    }
    close();
  });

  it('keeps to its largest batch, but takes one request that is larger', async () => {
    const { runtime, counts } = countingRuntime();
    const { evaluators, close } = clientsOf(runtime, 5, 3);
    await Promise.all(evaluators.map((evaluator) => evaluator.prepare(BOARD)));
    await Promise.all(evaluators.map((evaluator) => evaluated(evaluator, 1, 2)));
    assert.deepEqual(counts.runs, [4, 2]);
    assertSame(await evaluated(evaluators[0], 7, 9), await expectedFor(7, 9), 'a large request');
    assert.deepEqual(counts.runs, [4, 2, 9]);
    close();
  });

  it('keeps networks and boards apart', async () => {
    const { runtime, counts } = countingRuntime();
    const { evaluators, close } = clientsOf(runtime, 8, 1);
    const weights = new Map(
      [...NETWORK.weights].map(([name, data]) => [name, data.map((x) => x / 2)]),
    );
    const other = playable({ ...NETWORK, weights }, 'test');
    const more = clientsOf(runtime, 8, 1, other);
    const answers = [await evaluated(evaluators[0], 1), await evaluated(more.evaluators[0], 1)];
    assert.equal(counts.loads, 2);
    assertSame(answers[0], await expectedFor(1), 'the first');
    assert.notDeepEqual([...answers[1].policy], [...answers[0].policy]);
    close();
    more.close();
  });

  it('hands back what went wrong', async () => {
    const broken: PlayableNetwork = { ...PLAYABLE, makeModel: () => Uint8Array.of(1, 2, 3) };
    const { evaluators, close } = clientsOf(cpuRuntime(), 8, 1, broken);
    await assert.rejects(evaluated(evaluators[0], 1), /protobuf|model|parse/i);
    assert.throws(() => evaluators[0].batch(Board.of(9), 1), RangeError);
    close();
  });
});
