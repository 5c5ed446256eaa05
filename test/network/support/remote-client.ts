/* A client thread of remote-evaluator.test.ts: evaluates random positions, and posts the answers. */
import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../../../engine/random.js';
import { NetworkEvaluator } from '../../../network/evaluator/network-evaluator.js';
import { playable } from '../../../network/runtime/playable-network.js';
import { remoteRuntime, type RuntimeConnection } from '../../../network/runtime/shared/client.js';
import { randomGames } from './positions.js';
import { BOARD, NETWORK } from './webgpu-work.js';

const { connection, seed } = workerData as { connection: RuntimeConnection; seed: number };
const evaluator = new NetworkEvaluator(playable(NETWORK, 'test'), remoteRuntime(connection));
const games = randomGames(BOARD, 5, new Random(seed));
const batch = evaluator.batch(BOARD, games.length);
for (const game of games) batch.add(game);
await evaluator.evaluate(batch);
parentPort!.postMessage({ policy: batch.policy, value: batch.value });
await evaluator.close();
