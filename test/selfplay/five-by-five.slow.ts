import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { Loop } from '../../selfplay/loop/loop.js';
import { Run } from '../../selfplay/loop/run.js';
import { networkPath } from '../../selfplay/run/folder.js';
import { PRESETS } from '../../selfplay/settings/presets.js';
import { bestGame, CENTRE, WHOLE_BOARD } from './support/five-by-five.js';
import { temporaryFolder } from './support/temporary.js';

const MINUTES = 10;
const VISITS = 400;

describe('the preset tiny-5x5', () => {
  it(`learns perfect play from nothing in ${MINUTES} minutes on two threads`, async (t) => {
    const run = unwrap(Run.open(temporaryFolder(t), PRESETS['tiny-5x5'], () => undefined));
    const options = { games: 1e6, threads: 2, device: 'cpu', hours: MINUTES / 60 } as const;
    const loop = unwrap(
      await Loop.open(run, options, ({ text }) => {
        t.diagnostic(text);
      }),
    );
    await loop.play();
    const { games, champion } = loop.status();
    t.diagnostic(`${games} games, champion ${champion}`);
    const { moves, margin } = await bestGame(networkPath(run.folder, champion), VISITS);
    run.close();
    assert.equal(moves[0], CENTRE, `opened at ${moves[0]}`);
    assert.equal(margin, WHOLE_BOARD, `moves: ${moves.join(' ')}`);
  });
});
