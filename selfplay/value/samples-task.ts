import { Board } from '../../engine/board.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { openShared } from '../play/open-saved.js';
import { makeSample, type Sample, type SampleTable } from './sample.js';
import type { ValueSettings } from './settings.js';

/** Samples that one thread is to make. */
export interface SamplesTask {
  readonly settings: ValueSettings;
  /** Which ones: from `first` to below `end`. */
  readonly first: number;
  readonly end: number;
  readonly before: SavedNetwork;
  readonly after: SavedNetwork;
  /** One word, not 0 when they are to be left. */
  readonly stop: SharedArrayBuffer;
}

/**
 * Makes samples, all games at once; undefined where it was told to stop.
 * @throws Error where a network cannot be computed.
 */
export async function makeSamples({
  settings,
  first,
  end,
  before,
  after,
  stop,
}: SamplesTask): Promise<Sample[] | undefined> {
  const stopWord = new Int32Array(stop);
  const board = Board.of(settings.board, settings.board);
  const capacity = end - first;
  const earlier = await openShared(before, 'policy', board, capacity);
  const later = before === after ? earlier : await openShared(after, 'reinforced', board, capacity);
  const table: SampleTable = {
    board,
    rules: { ...RULE_PRESETS[settings.rules], komi: settings.komi },
    seed: settings.seed,
    latest: Math.max(1, Math.floor(settings.latestMove * board.area)),
    longest: settings.longestGame * board.area,
    before: earlier,
    after: later,
    isStopped: () => Atomics.load(stopWord, 0) !== 0,
  };
  try {
    const numbers = Array.from({ length: capacity }, (_, i) => first + i);
    const made = await Promise.all(numbers.map((number) => makeSample(table, number)));
    const whole = made.filter((sample) => sample !== undefined);
    return whole.length === capacity ? whole : undefined;
  } finally {
    await Promise.all([...new Set([earlier, later])].map((evaluator) => evaluator.close()));
  }
}
