import type { Batch } from '../../engine/evaluator.js';
import type { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import type { HeadOutputs } from '../runtime/runtime.js';
import type { BoardDesk } from './board-desk.js';
import { hashWords } from './position-cache.js';
import { newResults, type Results } from './rows.js';
import { firstSymmetry, type SymmetryPolicy } from './symmetries.js';

/**
 * A batch whose input planes are written as positions are added, in one array that the network reads
 * as it is. Positions that the cache knows get their results at once and take no room in it.
 */
export class NetworkBatch implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly ownership?: Float32Array;
  readonly score?: Float32Array;
  private readonly results: Results;

  /** [capacity · views, planes, height, width], the views of one position together. */
  private readonly planes: Float32Array;
  private readonly words: Int32Array;
  /** Of each position that waits for the network: its row, first symmetry and key. */
  private readonly waitingRow: Int32Array;
  private readonly waitingSymmetry: Uint8Array;
  private readonly waitingKey: Int32Array;
  private waiting = 0;
  private rows = 0;
  /** Runs the network on so many views; tied to the planes when first needed. */
  private run: ((views: number) => Promise<HeadOutputs>) | undefined;

  constructor(
    private readonly desk: BoardDesk,
    private readonly symmetry: SymmetryPolicy,
    readonly capacity: number,
  ) {
    this.results = newResults(desk.board, capacity, desk.heads);
    const { policy, value, ownership, score } = this.results;
    this.policy = policy;
    this.value = value;
    if (ownership !== undefined) this.ownership = ownership;
    if (score !== undefined) this.score = score;
    this.planes = new Float32Array(capacity * desk.views * desk.planesLength);
    this.words = new Int32Array(this.planes.buffer);
    this.waitingRow = new Int32Array(capacity);
    this.waitingSymmetry = new Uint8Array(capacity);
    this.waitingKey = new Int32Array(2 * capacity);
  }

  get board(): BoardDesk['board'] {
    return this.desk.board;
  }

  get size(): number {
    return this.rows;
  }

  get known(): number {
    return this.rows - this.waiting;
  }

  clear(): void {
    this.rows = 0;
    this.waiting = 0;
  }

  add(game: Game): number {
    const { desk, waiting } = this;
    if (this.rows === this.capacity) throw new RangeError(`a batch of ${this.capacity} is full`);
    const row = this.rows++;
    const symmetry = firstSymmetry(this.symmetry, desk.board);
    const at = waiting * desk.views * desk.planesLength;
    desk.writer.write(game, symmetry, this.planes, at);
    if (this.recall(row, symmetry, at)) return row;
    for (let view = 1; view < desk.views; view++) {
      desk.writer.write(game, view, this.planes, at + view * desk.planesLength);
    }
    this.waitingRow[waiting] = row;
    this.waitingSymmetry[waiting] = symmetry;
    this.waiting++;
    return row;
  }

  /** Whether the cache knows the planes at `at`; if so the row has its results. */
  private recall(row: number, symmetry: number, at: number): boolean {
    const { desk, waiting, waitingKey } = this;
    const { cache, rows } = desk;
    if (cache === undefined) return false;
    hashWords(this.words, at, at + desk.planesLength, waitingKey, 2 * waiting);
    const found = cache.find(waitingKey[2 * waiting], waitingKey[2 * waiting + 1]);
    if (found < 0) return false;
    rows.recall(this.results, row, symmetry, cache.records, found);
    return true;
  }

  /** Has the network answer what waits for it; nothing may be added until then. */
  async evaluate(): Promise<void> {
    this.run ??= unwrap(await this.desk.load()).bind(this.planes);
    const outputs = await this.run(this.waiting * this.desk.views);
    for (let i = 0; i < this.waiting; i++) this.take(outputs, i);
    this.waiting = 0;
  }

  get isSettled(): boolean {
    return this.waiting === 0;
  }

  private take(outputs: HeadOutputs, i: number): void {
    const { results, waitingKey } = this;
    const { rows, cache, views } = this.desk;
    const row = this.waitingRow[i];
    const first = this.waitingSymmetry[i];
    rows.clear(results, row);
    for (let view = 0; view < views; view++) {
      rows.add(outputs, i * views + view, first + view, 1 / views, results, row);
    }
    if (cache === undefined) return;
    const at = cache.insert(waitingKey[2 * i], waitingKey[2 * i + 1]);
    rows.keep(results, row, first, cache.records, at);
  }
}
