import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { ok, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { openNetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { DEVICES, type Device, type DeviceFailure } from '../../network/runtime/device.js';
import { playableForms } from '../../network/runtime/playable-network.js';
import { HEAD_NAMES } from '../../network/spec/heads/table.js';
import type { NetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import { Trainer } from '../../network/training/trainer.js';
import type { RunSettings } from '../settings/run-settings.js';

/** A device that does a kind of work, and what really does it, for people. */
export interface Fit {
  readonly device: Device;
  readonly description: string;
  /** Positions played or steps learnt in a second. */
  readonly perSecond: number;
}

/** Or what the device lacks. */
export type Checkup = Fit | { readonly device: Device; readonly failure: DeviceFailure };

/** What every device makes of the network of some settings. */
export interface DeviceReport {
  /** In one thread. */
  readonly playing: readonly Checkup[];
  readonly training: readonly Checkup[];
}

/** Rounds of a trial, of which the fastest counts: others can only slow it down. The first warms up. */
const ROUNDS = 6;

/** Tries every device with the network of some settings; training with so many threads. */
export async function checkDevices(settings: RunSettings, threads: number): Promise<DeviceReport> {
  const board = Board.of(settings.board, settings.board);
  const saved = newNetwork(settings);
  const playing: Checkup[] = [];
  const training: Checkup[] = [];
  for (const device of DEVICES) {
    const plays = await playOn(device, settings, saved, board);
    playing.push(plays.ok ? plays.value : { device, failure: plays.error });
    const trains = await trainOn(device, settings, saved, board, threads);
    training.push(trains.ok ? trains.value : { device, failure: trains.error });
  }
  return { playing, training };
}

/**
 * The device that `--device auto` takes; undefined where there is none. Of the CPU there are as many
 * as threads that work apart from each other.
 */
export function fastestOf(checkups: readonly Checkup[], threads = 1): Fit | undefined {
  const rateOf = ({ device, perSecond }: Fit): number =>
    device === 'cpu' ? perSecond * threads : perSecond;
  const fit = checkups.filter((checkup) => 'perSecond' in checkup);
  return fit.sort((a, b) => rateOf(b) - rateOf(a)).at(0);
}

function newNetwork({ network, board, seed }: RunSettings): SavedNetwork {
  const size = { width: board, height: board };
  const { spec, planes } = network;
  const weights = initialiseWeights(weightsOf(spec, size), new Random(seed));
  return { spec, planes, valueView: 'side-to-move', boards: [size], weights, history: {} };
}

async function playOn(
  device: Device,
  { play, rules }: RunSettings,
  saved: SavedNetwork,
  board: Board,
): Promise<Result<Fit, DeviceFailure>> {
  const capacity = play.gamesAtOnce;
  const forms = playableForms(saved, 'a new network');
  const opened = await openNetworkEvaluator(forms, { device, board, batch: capacity });
  if (!opened.ok) return opened;
  const evaluator = opened.value;
  try {
    const batch = evaluator.batch(board, capacity);
    const game = new Game(board, RULE_PRESETS[rules]);
    const seconds = await fastestRound(async () => {
      batch.clear();
      while (batch.size < capacity) batch.add(game);
      await evaluator.evaluate(batch);
    });
    return ok({ device, description: evaluator.description, perSecond: capacity / seconds });
  } finally {
    await evaluator.close();
  }
}

async function trainOn(
  device: Device,
  { network, learning }: RunSettings,
  { weights }: SavedNetwork,
  board: Board,
  threads: number,
): Promise<Result<Fit, DeviceFailure>> {
  const { training, schedule, batch: rows } = learning;
  const plan = { spec: network.spec, board, settings: training, schedule };
  const opened = await Trainer.start(plan, weights, { device, threads });
  if (!opened.ok) return opened;
  const trainer = opened.value;
  try {
    const batch = emptyBatch(network.spec, board, rows);
    const seconds = await fastestRound(async () => {
      await trainer.train(batch);
    });
    return ok({ device, description: trainer.description, perSecond: 1 / seconds });
  } finally {
    await trainer.close();
  }
}

/** Zeros for all that a step reads. */
function emptyBatch(
  { heads, inputPlanes }: NetworkSpec,
  { area }: Board,
  rows: number,
): TrainingBatch {
  const lengths = { policy: area + 1, value: 1, ownership: area, score: 1 };
  const named = HEAD_NAMES.filter((name) => heads[name] !== undefined);
  const targets = named.map((name) => [name, new Float32Array(rows * lengths[name])]);
  return {
    planes: new Float32Array(rows * inputPlanes * area),
    targets: Object.fromEntries(targets) as TrainingBatch['targets'],
  };
}

/** Seconds of the fastest round. */
async function fastestRound(round: () => Promise<void>): Promise<number> {
  let fastest = Infinity;
  for (let i = 0; i <= ROUNDS; i++) {
    const start = performance.now();
    await round();
    if (i > 0) fastest = Math.min(fastest, (performance.now() - start) / 1000);
  }
  return fastest;
}
