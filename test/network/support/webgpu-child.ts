/*
 * What webgpu.test.ts runs with a software driver for Vulkan: evaluates positions and trains on
 * WebGPU, and prints what came of it as one line of JSON.
 */
import { unwrap } from '../../../engine/result.js';
import { openNetworkEvaluator } from '../../../network/evaluator/network-evaluator.js';
import { playable } from '../../../network/runtime/playable-network.js';
import { calibrateNetwork, playableInt8 } from '../../../network/shrink/int8/quantise.js';
import { Trainer } from '../../../network/training/trainer.js';
import { BOARD, CALIBRATION, drawBatches, GAMES, NETWORK, PLAN, WEIGHTS } from './webgpu-work.js';

const evaluator = unwrap(
  await openNetworkEvaluator([playable(NETWORK, 'test')], {
    device: 'webgpu',
    board: BOARD,
    batch: GAMES.length,
  }),
);
const batch = evaluator.batch(BOARD, GAMES.length);
for (const game of GAMES) batch.add(game);
await evaluator.evaluate(batch);

const trainer = unwrap(await Trainer.start(PLAN, WEIGHTS, { device: 'webgpu' }));
const losses: number[] = [];
for (const drawn of drawBatches()) {
  losses.push((await trainer.train(drawn)).numbers.get('loss')!);
}
const { slots } = await trainer.progress();
const bytes = playableInt8(NETWORK, 'test', await calibrateNetwork(NETWORK, CALIBRATION));
const onBytes = await openNetworkEvaluator([bytes], { device: 'webgpu', board: BOARD, batch: 1 });

const report = {
  int8: onBytes.ok ? 'runs' : `${onBytes.error.code}: ${onBytes.error.message}`,
  evaluator: evaluator.description,
  policy: [...batch.policy],
  value: [...batch.value],
  trainer: trainer.description,
  losses,
  slots: Object.fromEntries([...slots].map(([name, data]) => [name, [...data]])),
};
await trainer.close();
await evaluator.close();
console.log(JSON.stringify(report));
