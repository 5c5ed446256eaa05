import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unwrap } from '../../engine/result.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { Crew } from '../../selfplay/loop/crew.js';
import { Players } from '../../selfplay/loop/players.js';
import { Run } from '../../selfplay/loop/run.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { temporaryFolder } from './support/temporary.js';
import { TINY } from './support/tiny-settings.js';

const GAMES = 12;

/** The games that players end, whose networks one thread computes, or each for itself. */
async function gamesBy(folder: string, evaluation?: RuntimeThread): Promise<PlayedGame[]> {
  const run = unwrap(Run.open(folder, TINY, () => undefined));
  const crew = new Crew(2);
  const games: PlayedGame[] = [];
  const plan = {
    folder: run.folder,
    settings: TINY,
    device: 'cpu',
    form: 'direct',
    missing: [],
    first: 0,
    end: GAMES,
  } as const;
  const listener = {
    onGame: (game: PlayedGame) => games.push(game),
    onFailure: (failure: unknown) => {
      throw failure as Error;
    },
  };
  const players = new Players(crew, plan, [], listener, evaluation);
  await players.setCount(2);
  await players.allLeft();
  await crew.close();
  run.close();
  return games.sort((a, b) => a.number - b.number);
}

describe('one thread that computes for all players', () => {
  it('gives the games that they would play by themselves', async (t) => {
    const alone = await gamesBy(temporaryFolder(t));
    const thread = unwrap(await RuntimeThread.start({ device: 'cpu', maxBatch: 16 }));
    const together = await gamesBy(temporaryFolder(t), thread);
    await thread.close();
    assert.equal(alone.length, GAMES);
    assert.deepEqual(
      together.map(({ moves }) => [...moves]),
      alone.map(({ moves }) => [...moves]),
    );
  });
});
