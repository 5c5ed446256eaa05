import { readFileSync } from 'node:fs';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { ALPHAGO_ZERO } from '../../engine/planes/alphago-zero.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { decodeSgf } from '../../engine/sgf/bytes.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import type { GameRecord } from '../../engine/sgf/record.js';
import { symmetryMap } from '../../engine/symmetry.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable, type PlayableNetwork } from '../../network/runtime/playable-network.js';
import { calibrateNetwork, playableInt8 } from '../../network/shrink/int8/quantise.js';
import { parseNetworkSpec, type NetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import { ADAMW } from '../../network/training/optimisers.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { Trainer } from '../../network/training/trainer.js';
import type { Suite } from './report.js';

const SIDE = 19;
const BOARD = Board.of(SIDE);
const SHAPE = { width: SIDE, height: SIDE };
const BLOCKS = 6;
const FILTERS = 96;
const BATCH = 64;
const THREADS = 2;
const TRAINING_GAMES = 2000;
const TEST_GAMES = 200;
const POSITIONS = 1472;
const CALIBRATION = 256;
const WARM_UP = 30;
const RATE = 0.002;

/** A position of a game, and what was played there. */
interface Example {
  readonly record: GameRecord;
  readonly ply: number;
}

/**
 * How often int8 and float32 agree on the best move, and how far their values are apart: trains a
 * network on 19×19 games of an SGF file for some seconds, and compares on games it has not seen.
 */
export function agreementSuite(games: string | undefined, seconds: number): Suite {
  return async (report) => {
    if (games === undefined) {
      console.error('agreement needs games of 19×19: --games FILE.sgf or FILE.sgf.gz');
      return;
    }
    const random = new Random(2017);
    const records = readGames(games);
    const [seen, unseen] = [records.slice(TEST_GAMES), records.slice(0, TEST_GAMES)];
    const saved = await train(seen, seconds, random);
    const [calibration, test] = [draw(seen, CALIBRATION, random), draw(unseen, POSITIONS, random)];
    const { planes } = batchOf(calibration, () => 0);
    const positions = { board: SHAPE, planes, count: CALIBRATION };
    const int8 = playableInt8(saved, 'trained', await calibrateNetwork(saved, positions));
    const [exact, rounded] = [
      await answers(playable(saved, 'trained', 'direct'), test),
      await answers(int8, test),
    ];
    const config = { blocks: BLOCKS, filters: FILTERS, size: SIDE, positions: POSITIONS, seconds };
    const same = exact.moves.filter((move, i) => move === rounded.moves[i]).length;
    const apart = exact.values.reduce(
      (sum, value, i) => sum + Math.abs(value - rounded.values[i]),
      0,
    );
    const right = exact.moves.filter((move, i) => move === playedAt(test[i])).length;
    report({
      name: "float32: the game's move is the top one",
      value: (100 * right) / POSITIONS,
      unit: '%',
      config,
    });
    report({
      name: 'int8: top moves equal to float32',
      value: (100 * same) / POSITIONS,
      unit: '%',
      config,
    });
    report({ name: 'int8: mean difference of values', value: apart / POSITIONS, unit: '', config });
  };
}

/** Games of the board's size with a winner. */
function readGames(file: string): GameRecord[] {
  const text = unwrap(decodeSgf(readFileSync(file), file));
  const records: GameRecord[] = [];
  for (const read of readRecords(text, file)) {
    if (!read.ok) continue;
    const { board, outcome, moves } = read.value;
    if (board === BOARD && outcome.kind === 'win' && moves.length > 50) records.push(read.value);
    if (records.length === TRAINING_GAMES + TEST_GAMES) break;
  }
  return records;
}

function draw(records: readonly GameRecord[], count: number, random: Random): Example[] {
  return Array.from({ length: count }, () => {
    const record = records[Math.floor(random.float() * records.length)];
    return { record, ply: Math.floor(random.float() * record.moves.length) };
  });
}

function playedAt({ record, ply }: Example): number {
  return record.moves[ply].point;
}

/** Planes and targets: the move made, and who won. */
function batchOf(examples: readonly Example[], symmetryOf: () => number): TrainingBatch {
  const writer = ALPHAGO_ZERO.writer(BOARD);
  const { planes: count } = ALPHAGO_ZERO;
  const planes = new Float32Array(examples.length * count * BOARD.area);
  const policy = new Float32Array(examples.length * (BOARD.area + 1));
  const value = new Float32Array(examples.length);
  examples.forEach(({ record, ply }, row) => {
    const game = new Game(BOARD, record.rules);
    for (const { point, color } of record.moves.slice(0, ply)) game.play(point, color);
    const { point, color } = record.moves[ply];
    const symmetry = symmetryOf();
    writer.write(game, symmetry, planes, row * count * BOARD.area);
    policy[row * (BOARD.area + 1) + symmetryMap(BOARD, symmetry)[point]] = 1;
    value[row] = record.outcome.kind === 'win' && record.outcome.winner === color ? 1 : -1;
  });
  return { planes, targets: { policy, value } };
}

async function train(
  records: readonly GameRecord[],
  seconds: number,
  random: Random,
): Promise<SavedNetwork> {
  const spec = specOf();
  const settings = {
    ...ALPHAGO_ZERO_TRAINING,
    optimiser: ADAMW,
    l2: 0,
    statisticsDecay: 0.97,
    clipNorm: 4,
  };
  const started = performance.now();
  const share = (): number => (performance.now() - started) / 1000 / seconds;
  const weights = initialiseWeights(weightsOf(spec, SHAPE), random);
  const warmUp = [
    { from: 0, rate: RATE / 10 },
    { from: WARM_UP, rate: RATE },
  ];
  const plan = { spec, board: SHAPE, settings };
  const options = { device: 'cpu', threads: THREADS } as const;
  let trainer = unwrap(await Trainer.start({ ...plan, schedule: warmUp }, weights, options));
  const until = async (end: number): Promise<void> => {
    while (share() < end)
      await trainer.train(batchOf(draw(records, BATCH, random), () => random.below(8)));
  };
  await until(0.7);
  // The last part at a lower rate.
  const progress = await trainer.progress();
  await trainer.close();
  const schedule = [{ from: 0, rate: RATE / 10 }];
  trainer = unwrap(await Trainer.resume({ ...plan, schedule }, progress, options));
  await until(1);
  const trained = await trainer.weights('latest');
  await trainer.close();
  return {
    spec,
    planes: 'alphago-zero',
    valueView: 'side-to-move',
    boards: [SHAPE],
    weights: trained,
    history: {},
  };
}

function specOf(): NetworkSpec {
  const head = { type: 'global-pooling' };
  const trunk = [{ type: 'residual', count: BLOCKS }];
  return unwrap(
    parseNetworkSpec({ stem: { filters: FILTERS }, trunk, heads: { policy: head, value: head } }),
  );
}

/** The best move and the value of each position. */
async function answers(
  network: PlayableNetwork,
  examples: readonly Example[],
): Promise<{ moves: number[]; values: number[] }> {
  const runner = unwrap(await cpuRuntime(THREADS).load(network, SHAPE));
  const length = ALPHAGO_ZERO.planes * BOARD.area;
  const planes = new Float32Array(BATCH * length);
  const run = runner.bind(planes);
  const [moves, values]: [number[], number[]] = [[], []];
  for (let start = 0; start < examples.length; start += BATCH) {
    const part = examples.slice(start, start + BATCH);
    planes.set(batchOf(part, () => 0).planes);
    const { policy, value } = await run(part.length);
    for (let row = 0; row < part.length; row++) {
      const logits = policy!.subarray(row * (BOARD.area + 1), (row + 1) * (BOARD.area + 1));
      moves.push(logits.indexOf(logits.reduce((a, b) => Math.max(a, b))));
      values.push(value![row]);
    }
  }
  await runner.close();
  return { moves, values };
}
