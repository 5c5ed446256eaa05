import { Worker } from 'node:worker_threads';
import type { Board } from '../../engine/board.js';
import type { Batch } from '../../engine/evaluator.js';
import { cellPlayed } from '../../engine/evaluators/rollout.js';
import type { Game } from '../../engine/game.js';
import type { RolloutWeights } from '../../engine/rollouts/weights.js';
import { compensation } from '../../engine/rules.js';
import { snapshotWords } from '../../engine/stones.js';
import type { Lane } from './spread-batch.js';

/** What the first word of the control words says. */
export const IDLE = 0;
export const ASKED = 1;
export const DONE = 2;

/** Memory through which a thread is asked for playouts; it holds one batch. */
export interface RolloutMemory {
  readonly width: number;
  readonly height: number;
  readonly weights: RolloutWeights;
  readonly seed: number;
  /** State, and how many positions there are. */
  readonly control: Int32Array;
  /** [capacity, words]: snapshots of positions. */
  readonly positions: Int32Array;
  /** [capacity, 2]: the cells of the last move and the one before; 0 for a pass or none. */
  readonly played: Int32Array;
  /** [capacity]: what White has been given, komi and compensation. */
  readonly given: Float64Array;
  /** [capacity], for the side to move: see Batch. */
  readonly value: Float32Array;
  readonly score: Float32Array;
}

/** A thread that plays positions out, as one lane of a batch. Asked and answered without messages. */
export class RolloutThread implements Lane {
  readonly batch: RemoteRollouts;
  private readonly worker: Worker;

  constructor(board: Board, capacity: number, how: Pick<RolloutMemory, 'weights' | 'seed'>) {
    const memory = { ...newMemory(board, capacity), ...how };
    this.batch = new RemoteRollouts(board, capacity, memory);
    this.worker = new Worker(new URL('./rollout-worker.js', import.meta.url), {
      workerData: memory,
    });
  }

  begin(): undefined {
    this.batch.ask();
  }

  finish(): void {
    this.batch.wait();
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

class RemoteRollouts implements Batch {
  readonly policy: Float32Array;
  readonly value: Float32Array;
  readonly score: Float32Array;
  size = 0;
  private readonly words: number;

  constructor(
    readonly board: Board,
    readonly capacity: number,
    private readonly memory: RolloutMemory,
  ) {
    const moves = board.area + 1;
    this.policy = new Float32Array(capacity * moves).fill(1 / moves);
    this.value = memory.value;
    this.score = memory.score;
    this.words = snapshotWords(board);
  }

  add(game: Game): number {
    const { positions, played, given } = this.memory;
    game.position.save(positions, this.size * this.words);
    played[2 * this.size] = cellPlayed(game, 1);
    played[2 * this.size + 1] = cellPlayed(game, 2);
    given[this.size] = game.rules.komi + compensation(game.rules, game.handicap);
    return this.size++;
  }

  clear(): void {
    this.size = 0;
  }

  ask(): void {
    const { control } = this.memory;
    control[1] = this.size;
    Atomics.store(control, 0, ASKED);
    Atomics.notify(control, 0);
  }

  wait(): void {
    Atomics.wait(this.memory.control, 0, ASKED);
  }
}

function newMemory(board: Board, capacity: number): Omit<RolloutMemory, 'weights' | 'seed'> {
  const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);
  return {
    width: board.width,
    height: board.height,
    control: new Int32Array(shared(8)),
    positions: new Int32Array(shared(4 * capacity * snapshotWords(board))),
    played: new Int32Array(shared(8 * capacity)),
    given: new Float64Array(shared(8 * capacity)),
    value: new Float32Array(shared(4 * capacity)),
    score: new Float32Array(shared(4 * capacity)),
  };
}
