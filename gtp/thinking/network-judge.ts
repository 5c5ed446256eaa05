import type { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { NETWORK_PLAY } from '../../engine/search/playing.js';
import { inverseSymmetry, symmetryMap } from '../../engine/symmetry.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import type { Device, DeviceChoice, DeviceFailure } from '../../network/runtime/device.js';
import { chooseRuntime, type Choice } from '../../network/runtime/open.js';
import { playableForms } from '../../network/runtime/playable-network.js';
import { remoteRuntime } from '../../network/runtime/shared/client.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import type { Evaluation } from './engine.js';
import { copyGame, restoreGame, turnGame } from '../../engine/game-copy.js';
import type { Judge } from './judge.js';
import { ownershipByPlayouts } from './rollout-judge.js';
import { laneOf, SpreadBatch } from './spread-batch.js';

/** Leaves that a thread evaluates at a time on the CPU, and elsewhere. */
const LEAVES = { cpu: 8, other: 32 };

/** Memory for positions that were judged before, in each thread. */
const CACHE_BYTES = 16 << 20;

/** How the network is run. */
export interface NetworkJudgeOptions {
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly seed: number;
}

/**
 * A network that judges, for PUCT. On the CPU every thread has its own session, one of them this
 * thread's; another device is asked by this thread alone, in larger batches.
 */
export async function openNetworkJudge(
  saved: SavedNetwork,
  name: string,
  board: Board,
  { device, threads, seed }: NetworkJudgeOptions,
): Promise<Result<Judge, DeviceFailure>> {
  const workload = { forms: playableForms(saved, name), board, batch: LEAVES.cpu };
  const chosen = await chooseRuntime(device, workload);
  if (!chosen.ok) return chosen;
  const chosenDevice = chosen.value.runtime.device;
  const onCpu = chosenDevice === 'cpu';
  const others = await startThreads(onCpu ? threads - 1 : 0);
  if (!others.ok) return others;
  const evaluators = [
    ...others.value.map((thread) => evaluatorOn(chosen.value, board, seed, thread)),
    evaluatorOn(chosen.value, board, seed),
  ];
  for (const evaluator of evaluators) {
    const ready = await evaluator.prepare(board);
    if (!ready.ok) return ready;
  }
  const plain = new NetworkEvaluator(chosen.value.network, chosen.value.runtime);
  const leaves = onCpu ? LEAVES.cpu : LEAVES.other;
  return ok(new NetworkJudge(board, chosenDevice, evaluators, plain, others.value, leaves));
}

class NetworkJudge implements Judge {
  readonly description: string;
  readonly search = NETWORK_PLAY;
  readonly batch: SpreadBatch;
  private readonly random = new Random(0);

  constructor(
    readonly board: Board,
    readonly device: Device,
    /** Those of the search, a lane each. */
    private readonly evaluators: readonly NetworkEvaluator[],
    /** The one that sees positions as they are. */
    private readonly plain: NetworkEvaluator,
    private readonly threads: readonly RuntimeThread[],
    leaves: number,
  ) {
    const lanes = evaluators.map((each) => laneOf(each, each.batch(board, leaves)));
    this.batch = new SpreadBatch(board, lanes);
    const times = lanes.length === 1 ? '' : `, ${lanes.length} times`;
    this.description = `${evaluators[evaluators.length - 1].description}${times}`;
  }

  async evaluate(game: Game, symmetry = 0): Promise<Evaluation> {
    const { plain, board, random } = this;
    const batch = plain.batch(board, 1);
    batch.add(restoreGame(turnGame(copyGame(game), symmetry)));
    await plain.evaluate(batch);
    const map = symmetryMap(board, inverseSymmetry(symmetry));
    return {
      description: plain.description,
      policy: turnedBack(batch.policy, map),
      value: batch.value[0],
      ...scoreOf(batch),
      ownership:
        batch.ownership === undefined
          ? ownershipByPlayouts(game, random)
          : turnedBack(batch.ownership, map),
    };
  }

  async close(): Promise<void> {
    const evaluators = [...this.evaluators, this.plain];
    await Promise.all(evaluators.map((evaluator) => evaluator.close()));
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

function scoreOf({ score }: Batch): { score?: number } {
  return score === undefined ? {} : { score: score[0] };
}

async function startThreads(count: number): Promise<Result<RuntimeThread[], DeviceFailure>> {
  const options = { device: 'cpu', threads: 1, maxBatch: LEAVES.cpu } as const;
  const started = await Promise.all(
    Array.from({ length: count }, () => RuntimeThread.start(options)),
  );
  const threads: RuntimeThread[] = [];
  for (const thread of started) {
    if (!thread.ok) return thread;
    threads.push(thread.value);
  }
  return ok(threads);
}

function evaluatorOn(
  { network, runtime }: Choice,
  { area }: Board,
  seed: number,
  thread?: RuntimeThread,
): NetworkEvaluator {
  const where = thread === undefined ? runtime : remoteRuntime(thread.connect());
  return new NetworkEvaluator(network, where, {
    symmetry: { kind: 'random', random: new Random(seed) },
    cacheEntries: Math.floor(CACHE_BYTES / (8 * (area + 2))),
  });
}

/** What was seen under a symmetry, by the points as they are. */
function turnedBack(seen: Float32Array, map: Int32Array): Float32Array {
  const real = new Float32Array(seen.length);
  for (let point = 0; point < seen.length; point++) real[map[point]] = seen[point];
  return real;
}
