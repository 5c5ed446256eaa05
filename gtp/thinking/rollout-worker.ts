/* The program of a RolloutThread: plays out what it finds in the memory, until it is terminated. */
import { workerData } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { snapshotWords } from '../../engine/stones.js';
import { ASKED, DONE, type RolloutMemory } from './rollout-thread.js';

const memory = workerData as RolloutMemory;
const board = Board.of(memory.width, memory.height);
const batch = rolloutEvaluator(new Random(memory.seed)).batch(board, memory.given.length);
const game = new Game(board, RULE_PRESETS['tromp-taylor']);
const words = snapshotWords(board);

for (;;) {
  const state = Atomics.load(memory.control, 0);
  if (state !== ASKED) {
    Atomics.wait(memory.control, 0, state);
    continue;
  }
  playOut(memory.control[1]);
  Atomics.store(memory.control, 0, DONE);
  Atomics.notify(memory.control, 0);
}

/** Playouts from the first so many positions. */
function playOut(positions: number): void {
  batch.clear();
  for (let row = 0; row < positions; row++) {
    game.position.load(memory.positions, row * words);
    game.rules = { ...game.rules, komi: memory.given[row] };
    batch.add(game);
  }
  memory.value.set(batch.value);
  memory.score.set(batch.score!);
}
