import type { Board } from '../../engine/board.js';
import type { PlaneWriter } from '../../engine/planes/plane-set.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import type { Result } from '../../engine/result.js';
import type { DeviceFailure } from '../runtime/device.js';
import type { PlayableNetwork } from '../runtime/playable-network.js';
import type { Runner, Runtime } from '../runtime/runtime.js';
import { HEAD_NAMES, type HeadName } from '../spec/heads/table.js';
import { PositionCache } from './position-cache.js';
import { Rows } from './rows.js';

/** What an evaluator has for one board: the network made for it, its planes, its cache. */
export class BoardDesk {
  readonly heads: readonly HeadName[];
  /** Numbers in the planes of one view of a position. */
  readonly planesLength: number;
  readonly writer: PlaneWriter;
  readonly rows: Rows;
  readonly cache?: PositionCache;
  private loading: Promise<Result<Runner, DeviceFailure>> | undefined;

  constructor(
    readonly board: Board,
    /** Under how many symmetries each position is seen. */
    readonly views: number,
    private readonly network: PlayableNetwork,
    private readonly runtime: Runtime,
    cacheEntries: number,
  ) {
    const { spec, planes } = network.saved;
    this.heads = HEAD_NAMES.filter((name) => spec.heads[name] !== undefined);
    this.planesLength = spec.inputPlanes * board.area;
    this.writer = PLANE_SETS[planes].writer(board);
    this.rows = new Rows(board, this.heads);
    if (cacheEntries > 0) this.cache = new PositionCache(cacheEntries, this.rows.recordLength);
  }

  /** The network on this board, made ready at the first call. */
  load(): Promise<Result<Runner, DeviceFailure>> {
    this.loading ??= this.runtime.load(this.network, this.board);
    return this.loading;
  }

  async close(): Promise<void> {
    const loaded = await this.loading?.catch(() => undefined);
    if (loaded?.ok) await loaded.value.close();
  }
}
