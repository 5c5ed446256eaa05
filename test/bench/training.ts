import { Board } from '../../engine/board.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { DIRECT, TILES, type Lowerings } from '../../network/onnx/writer.js';
import { OnnxTrainer } from '../../network/runtime/onnx-trainer.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { batchTensors, type TrainingBatch } from '../../network/training/batch.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { initialSlots } from '../../network/training/slots.js';
import { buildTrainingStep } from '../../network/training/step.js';
import { randomGames } from '../network/support/positions.js';
import { TorchTraining } from './peers/torch.js';
import type { Suite } from './report.js';
import { speedsInTurns } from './turns.js';

const SHAPE = { blocks: 6, filters: 64, size: 9, batch: 64 };
const THREADS = [1, 2];
const LOWERINGS: readonly (readonly [form: string, Lowerings])[] = [
  ['tiles', TILES],
  ['direct', DIRECT],
];
const TURNS = { rounds: 5, turnMs: 1000 };
const RATE = 1e-3;

const BOARD = Board.of(SHAPE.size);
const SET = PLANE_SETS['alphago-zero'];

interface Contender {
  readonly name: string;
  /** Some steps; how many samples were in them. */
  readonly turn: () => Promise<number>;
  readonly close: () => unknown;
}

/** Samples a second in training, with momentum and L2 as AlphaGo Zero's, beside PyTorch. */
export const trainingSuite: Suite = async (report) => {
  const batch = batchTensors(drawBatch());
  for (const threads of THREADS) {
    const contenders = await ours(batch, threads);
    const peer = await pyTorch(threads);
    if (peer === undefined) console.error('python3-torch is not there: nothing to compare with');
    else contenders.push(peer);
    const speeds = await speedsInTurns(
      contenders.map(({ turn }) => turn),
      TURNS,
    );
    const config = { ...SHAPE, threads };
    for (const [i, { name }] of contenders.entries()) {
      report({ name, value: speeds[i].rate, unit: 'samples/s', config });
    }
    if (peer !== undefined) {
      const value = speeds[0].rate / speeds.at(-1)!.rate;
      report({ name: `${contenders[0].name} / ${peer.name}`, value, unit: 'times', config });
    }
    for (const { close } of contenders) await close();
  }
};

async function ours(batch: ReadonlyMap<string, Float32Array>, threads: number) {
  const spec = unwrap(
    parseNetworkSpec({
      inputPlanes: SET.planes,
      stem: { filters: SHAPE.filters },
      trunk: [{ type: 'residual', count: SHAPE.blocks }],
      heads: { policy: { type: 'alphago-zero' }, value: { type: 'alphago-zero' } },
    }),
  );
  const step = buildTrainingStep(spec, BOARD, ALPHAGO_ZERO_TRAINING);
  const slots = initialSlots(step.slots, initialiseWeights(step.network.weights, new Random(1)));
  const contenders: Contender[] = [];
  for (const [form, lowerings] of LOWERINGS) {
    const trainer = await OnnxTrainer.open(step, slots, { device: 'cpu', threads, lowerings });
    contenders.push({
      name: `train on ONNX Runtime, ${form}`,
      async turn() {
        await trainer.train(batch, RATE);
        return SHAPE.batch;
      },
      close: () => trainer.close(),
    });
  }
  return contenders;
}

async function pyTorch(threads: number): Promise<Contender | undefined> {
  const training = await TorchTraining.start(threads, SHAPE.batch);
  if (training === undefined) return undefined;
  return {
    name: `PyTorch ${training.version}`,
    async turn() {
      await training.train(1);
      return SHAPE.batch;
    },
    close() {
      training.close();
    },
  };
}

/** Positions of random games, each with one move to learn and an outcome. */
function drawBatch(): TrainingBatch {
  const random = new Random(2);
  const games = randomGames(BOARD, SHAPE.batch, random);
  const writer = SET.writer(BOARD);
  const length = SET.planes * BOARD.area;
  const planes = new Float32Array(games.length * length);
  const policy = new Float32Array(games.length * (BOARD.area + 1));
  games.forEach((game, row) => {
    writer.write(game, random.below(8), planes, row * length);
    policy[row * (BOARD.area + 1) + random.below(BOARD.area)] = 1;
  });
  const value = Float32Array.from(games, () => 2 * random.below(2) - 1);
  return { planes, targets: { policy, value } };
}
