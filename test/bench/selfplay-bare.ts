/* A thread that evaluates the same positions again and again, and posts how many a second. */
import { parentPort, workerData } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { openEvaluatorAt, usualForm } from '../../selfplay/play/open-evaluator.js';

export interface BareTask {
  readonly file: string;
  readonly board: number;
  readonly capacity: number;
  /** Seconds that do not count, and those that do. */
  readonly warm: number;
  readonly seconds: number;
}

const { file, board: size, capacity, warm, seconds } = workerData as BareTask;
const board = Board.of(size, size);
const form = usualForm('cpu', capacity);
const plan = { board, capacity, device: 'cpu', form } as const;
const evaluator = unwrap(await openEvaluatorAt(file, plan));
const batch = evaluator.batch(board, capacity);
const random = new Random(1);
const games = Array.from({ length: capacity }, () => {
  const game = new Game(board, RULE_PRESETS['tromp-taylor']);
  while (game.length < board.area / 3) game.tryPlay(random.below(board.area));
  return game;
});

async function evaluateFor(length: number): Promise<number> {
  const start = performance.now();
  let positions = 0;
  while (performance.now() - start < 1000 * length) {
    batch.clear();
    for (const game of games) batch.add(game);
    await evaluator.evaluate(batch);
    positions += capacity;
  }
  return (1000 * positions) / (performance.now() - start);
}

await evaluateFor(warm);
parentPort!.postMessage(await evaluateFor(seconds));
await evaluator.close();
