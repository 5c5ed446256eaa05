/* The program of a RolloutThread: plays out what it finds in the memory, until it is terminated. */
import { workerData } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { playedOut } from '../../engine/evaluators/rollout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import { snapshotWords } from '../../engine/stones.js';
import { ASKED, DONE, type RolloutMemory } from './rollout-thread.js';

const { control, positions, played, given, value, score, ...how } = workerData as RolloutMemory;
const board = Board.of(how.width, how.height);
const rollout = softmaxPolicy(how.weights).on(board);
const random = new Random(how.seed);
const position = new Position(board);
const words = snapshotWords(board);

for (;;) {
  const state = Atomics.load(control, 0);
  if (state !== ASKED) {
    Atomics.wait(control, 0, state);
    continue;
  }
  for (let row = 0; row < control[1]; row++) playOut(row);
  Atomics.store(control, 0, DONE);
  Atomics.notify(control, 0);
}

/** A playout from a position, judged for the side to move there. */
function playOut(row: number): void {
  position.load(positions, row * words);
  rollout.begin(position, played[2 * row], played[2 * row + 1]);
  const points = playedOut(rollout, random) - given[row];
  const sign = position.toMove === BLACK ? 1 : -1;
  value[row] = sign * Math.sign(points);
  score[row] = sign * points;
}
