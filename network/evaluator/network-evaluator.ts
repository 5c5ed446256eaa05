import type { Board } from '../../engine/board.js';
import type { Batch, Evaluator } from '../../engine/evaluator.js';
import { ok, type Result } from '../../engine/result.js';
import type { DeviceChoice, DeviceFailure } from '../runtime/device.js';
import { chooseRuntime, type RuntimeOptions, type Trial } from '../runtime/open.js';
import { whyNotOn, type PlayableNetwork } from '../runtime/playable-network.js';
import type { Runtime } from '../runtime/runtime.js';
import { BoardDesk } from './board-desk.js';
import { NetworkBatch } from './network-batch.js';
import { viewsOf, type SymmetryPolicy } from './symmetries.js';

export interface NetworkEvaluatorOptions {
  /** Under which symmetries positions are seen; as they are where it is not given. */
  readonly symmetry?: SymmetryPolicy;
  /** Positions that are kept with their results, for each board; none where it is not given. */
  readonly cacheEntries?: number;
}

export interface OpenOptions extends NetworkEvaluatorOptions, RuntimeOptions {
  readonly device: DeviceChoice;
  /** The board and the batch that will be asked for most: what `auto` is measured with. */
  readonly board: Board;
  readonly batch: number;
}

/**
 * An evaluator of positions by a network, for one thread. A board's size is made ready when a batch
 * for it is first evaluated. On the CPU evaluation blocks the thread while the network runs.
 */
export class NetworkEvaluator implements Evaluator {
  readonly description: string;
  private readonly symmetry: SymmetryPolicy;
  private readonly cacheEntries: number;
  private readonly desks = new Map<Board, BoardDesk>();

  constructor(
    private readonly network: PlayableNetwork,
    private readonly runtime: Runtime,
    options: NetworkEvaluatorOptions = {},
    /** What became of each device, where the runtime was chosen by trial. */
    readonly trials: readonly Trial[] = [],
  ) {
    this.symmetry = options.symmetry ?? { kind: 'none' };
    this.cacheEntries = options.cacheEntries ?? 0;
    this.description = describe(network, runtime, this.symmetry, this.cacheEntries);
  }

  /** @throws RangeError where the network cannot play on that board. */
  batch(board: Board, capacity: number): NetworkBatch {
    return new NetworkBatch(this.deskFor(board), this.symmetry, capacity);
  }

  /** Nothing may be added to the batch until it is done. @throws Error where a device fails. */
  evaluate(batch: Batch): Promise<void> | undefined {
    if (!(batch instanceof NetworkBatch)) throw new TypeError('a batch of another evaluator');
    return batch.isSettled ? undefined : batch.evaluate();
  }

  /**
   * Makes the network ready for a board, which otherwise its first evaluation does.
   * ERR_DEVICE_UNSUITED where the device would leave the work to the CPU.
   * @throws RangeError where the network cannot play on that board.
   */
  async prepare(board: Board): Promise<Result<void, DeviceFailure>> {
    const loaded = await this.deskFor(board).load();
    return loaded.ok ? ok(undefined) : loaded;
  }

  /** How often positions were looked up in the cache, and found, over all boards. */
  get cacheUse(): { readonly lookups: number; readonly hits: number } {
    const caches = [...this.desks.values()].flatMap(({ cache }) => cache ?? []);
    return {
      lookups: caches.reduce((sum, { lookups }) => sum + lookups, 0),
      hits: caches.reduce((sum, { hits }) => sum + hits, 0),
    };
  }

  async close(): Promise<void> {
    const desks = [...this.desks.values()];
    this.desks.clear();
    await Promise.all(desks.map((desk) => desk.close()));
  }

  private deskFor(board: Board): BoardDesk {
    const known = this.desks.get(board);
    if (known !== undefined) return known;
    requirePlays(this.network, board);
    const views = viewsOf(this.symmetry, board);
    const desk = new BoardDesk(board, views, this.network, this.runtime, this.cacheEntries);
    this.desks.set(board, desk);
    return desk;
  }
}

/**
 * An evaluator on the device asked for, or on the fastest, by the fastest of the forms of one network
 * that are given; a failure says what is missing.
 * @throws RangeError where the network cannot play on that board.
 */
export async function openNetworkEvaluator(
  forms: readonly PlayableNetwork[],
  options: OpenOptions,
): Promise<Result<NetworkEvaluator, DeviceFailure>> {
  const { device, board, batch } = options;
  for (const form of forms) requirePlays(form, board);
  const chosen = await chooseRuntime(device, { forms, board, batch }, options);
  if (!chosen.ok) return chosen;
  const { runtime, network, trials } = chosen.value;
  const evaluator = new NetworkEvaluator(network, runtime, options, trials);
  const ready = await evaluator.prepare(board);
  return ready.ok ? ok(evaluator) : ready;
}

function requirePlays(network: PlayableNetwork, board: Board): void {
  const why = whyNotOn(network, board);
  if (why !== undefined) throw new RangeError(why);
}

function describe(
  { name, form }: PlayableNetwork,
  runtime: Runtime,
  symmetry: SymmetryPolicy,
  cacheEntries: number,
): string {
  const seen = { none: '', random: ', random symmetries', average: ', mean of all symmetries' };
  const cache = cacheEntries > 0 ? `, cache of ${cacheEntries}` : '';
  return `${name}, ${form}, on ${runtime.description}${seen[symmetry.kind]}${cache}`;
}
