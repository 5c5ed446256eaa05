/* Runs the loop on a folder: `node loop-process.js FOLDER GAMES THREADS`. */
import { unwrap } from '../../../engine/result.js';
import { describeDamage } from '../../../selfplay/disk/damage.js';
import { Loop } from '../../../selfplay/loop/loop.js';
import { Run } from '../../../selfplay/loop/run.js';
import { TINY } from './tiny-settings.js';

const [folder, games, threads] = process.argv.slice(2);
const opened = Run.open(folder, TINY, (damage) => {
  console.log(`damage: ${describeDamage(damage)}`);
});
const run = unwrap(opened);
const options = { games: Number(games), threads: Number(threads), device: 'cpu' } as const;
const loop = unwrap(
  await Loop.open(run, options, (event) => {
    console.log(event.text);
  }),
);
process.on('SIGTERM', () => {
  loop.stop();
});
console.log(`ended: ${await loop.play()}`);
run.close();
