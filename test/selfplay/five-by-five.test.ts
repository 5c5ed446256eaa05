import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { Loop } from '../../selfplay/loop/loop.js';
import { Run } from '../../selfplay/loop/run.js';
import { networkPath } from '../../selfplay/run/folder.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { bestGame, CENTRE, WHOLE_BOARD, type BestGame } from './support/five-by-five.js';
import { temporaryFolder } from './support/temporary.js';

/** A twelfth of what the preset learns in its ten minutes; see five-by-five.slow.ts for all of it. */
const GAMES = 1800;
const VISITS = 400;

const TINY = PRESETS['tiny-5x5'];

/** Nothing but learning: every candidate plays on. */
const SETTINGS = { ...TINY, gate: null, rating: { ...TINY.rating, games: 0 } };

describe('the preset tiny-5x5', () => {
  it(`finds the solution of 5×5 within ${GAMES} games, and keeps to its first move`, async (t) => {
    const run = unwrap(Run.open(temporaryFolder(t), SETTINGS, () => undefined));
    const options = { games: GAMES, threads: 2, device: 'cpu' } as const;
    const loop = unwrap(await Loop.open(run, options, () => undefined));
    await loop.play();
    const games: BestGame[] = [];
    for (let n = 1; existsSync(networkPath(run.folder, n)); n++) {
      const game = await bestGame(networkPath(run.folder, n), VISITS);
      t.diagnostic(`network ${n} opens at ${game.moves[0]}, Black's margin ${game.margin}`);
      games.push(game);
    }
    run.close();
    const isOpening = ({ moves }: BestGame): boolean => moves[0] === CENTRE;
    // A network that has learnt for seconds may still forget how it goes on.
    assert.ok(games.some((game) => isOpening(game) && game.margin === WHOLE_BOARD));
    assert.ok(games.slice(-3).filter(isOpening).length >= 2);
  });
});
