import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { makeVertex, parseVertex } from '../../engine/coordinates.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { drawMove } from '../../engine/playout.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { afterMove, newClock, type Clock } from '../../engine/clock/clock.js';
import type { TimeSystem } from '../../engine/clock/time-system.js';
import { GtpProgram } from '../../selfplay/opponents/gtp-program.js';
import { MAIN } from './support/engine-process.js';
import { writeRandomNetwork } from './support/networks.js';

const GAMES = 50;
const BOARD = Board.of(9);
const SYSTEM: TimeSystem = { kind: 'byo-yomi', main: 5000, period: 200, periods: 10 };

/** A game against random moves; the engine's clock in the end, as a referee outside counts it. */
async function playGame(program: GtpProgram, random: Random): Promise<Clock> {
  const say = async (command: string): Promise<string> => unwrap(await program.send(command));
  await say('clear_board');
  await say('kgs-time_settings byoyomi 5 0.2 10');
  const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
  let clock = newClock(SYSTEM);
  while (game.end === undefined && game.length < 3 * BOARD.area && clock.left >= 0) {
    if (game.toMove === WHITE) {
      const cell = drawMove(game.position, random);
      const point = cell === 0 ? BOARD.pass : BOARD.pointOf[cell];
      if (!game.isLegal(point)) continue;
      game.play(point);
      await say(`play w ${makeVertex(BOARD, point)}`);
      continue;
    }
    await say(`time_left b ${(clock.left / 1000).toFixed(2)} ${clock.overtime ? clock.count : 0}`);
    const start = performance.now();
    const answer = await say('genmove b');
    clock = afterMove(SYSTEM, clock, performance.now() - start);
    if (answer === 'resign') break;
    unwrap(game.tryPlay(unwrap(parseVertex(BOARD, answer)), BLACK));
  }
  return clock;
}

describe('on the clock', () => {
  for (const kind of ['network', 'playouts'] as const) {
    it(`${GAMES / 2} games at 5 s + 10 × 0.2 s are not lost on time, by ${kind}`, async (t) => {
      const network = writeRandomNetwork({ blocks: 6, filters: 64, side: 9 });
      const options = kind === 'network' ? ['--device', 'cpu', '--network', network] : [];
      const program = unwrap(
        await GtpProgram.start([process.execPath, MAIN, ...options, '--resign', '0']),
      );
      const clocks: Clock[] = [];
      for (let i = 0; i < GAMES / 2; i++) clocks.push(await playGame(program, new Random(i)));
      await program.close();
      const periods = clocks.map(({ overtime, count }) => (overtime ? count : SYSTEM.periods));
      t.diagnostic(`periods left: ${periods.join(' ')}`);
      assert.ok(clocks.every(({ left }) => left >= 0));
    });
  }
});
