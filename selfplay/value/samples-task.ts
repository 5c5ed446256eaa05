import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { remoteRuntime, type RuntimeConnection } from '../../network/runtime/shared/client.js';
import { openShared } from '../play/open-saved.js';
import type { SharedEvaluator } from '../play/shared-evaluator.js';
import { makeSample, type Sample, type SampleTable } from './sample.js';
import type { ValueSettings } from './settings.js';

/** What one thread of several is to do that make samples: they share the numbers out as they go. */
export interface SamplesTask {
  readonly settings: ValueSettings;
  /** A byte for each sample, not 0 for one that is there already. */
  readonly known: SharedArrayBuffer;
  /** One word: the number from which on nobody has taken samples. */
  readonly next: SharedArrayBuffer;
  /** Games at once. */
  readonly atOnce: number;
  readonly before: SavedNetwork;
  readonly after: SavedNetwork;
  /** One word, not 0 when they are to be left. */
  readonly stop: SharedArrayBuffer;
  /** Where the networks are computed, if that is not this thread. */
  readonly connection?: RuntimeConnection | undefined;
  /** Told of every sample as soon as its game is over. */
  readonly port: MessagePort;
}

/** A sample that was made. */
export interface SampleMessage {
  readonly number: number;
  readonly sample: Sample;
}

/**
 * Makes samples until none is left to be taken or it was told to stop, a new game beginning when one
 * ends. @throws Error where a network cannot be computed.
 */
export async function makeSamples(task: SamplesTask): Promise<void> {
  const { settings, before, after, atOnce, port } = task;
  try {
    const board = Board.of(settings.board, settings.board);
    const runtime = task.connection && remoteRuntime(task.connection);
    const open = (network: SavedNetwork, name: string): Promise<SharedEvaluator> =>
      openShared(network, name, board, atOnce, runtime);
    const earlier = await open(before, 'policy');
    const later = before === after ? earlier : await open(after, 'reinforced');
    try {
      const table = tableOf(task, board, { before: earlier, after: later });
      await Promise.all(Array.from({ length: atOnce }, () => makeInTurn(task, table)));
    } finally {
      await Promise.all([...new Set([earlier, later])].map((evaluator) => evaluator.close()));
    }
  } finally {
    port.close();
  }
}

function tableOf(
  { settings, stop }: SamplesTask,
  board: Board,
  players: Pick<SampleTable, 'before' | 'after'>,
): SampleTable {
  const stopWord = new Int32Array(stop);
  return {
    ...players,
    board,
    rules: { ...RULE_PRESETS[settings.rules], komi: settings.komi },
    seed: settings.seed,
    latest: Math.max(1, Math.floor(settings.latestMove * board.area)),
    longest: settings.longestGame * board.area,
    isStopped: () => Atomics.load(stopWord, 0) !== 0,
  };
}

/** One sample after the other. */
async function makeInTurn(task: SamplesTask, table: SampleTable): Promise<void> {
  const next = new Int32Array(task.next);
  const known = new Uint8Array(task.known);
  while (!table.isStopped()) {
    const number = Atomics.add(next, 0, 1);
    if (number >= known.length) return;
    if (known[number] !== 0) continue;
    const sample = await makeSample(table, number);
    if (sample !== undefined) task.port.postMessage({ number, sample } satisfies SampleMessage);
  }
}
