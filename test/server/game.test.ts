import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GameSettings } from '../../server/messages/settings.js';
import { Page } from './support/page.js';
import { serverFor, startPool, startServer } from './support/server.js';
import type { Thinkers } from '../../server/thinking/pool.js';

const SMALL: GameSettings = {
  width: 5,
  height: 5,
  rules: 'chinese',
  komi: 0.5,
  handicap: 0,
  people: 'black',
  strength: { kind: 'visits', visits: 30 },
  time: { kind: 'none' },
};
const PASS = 25;

describe('a game over a WebSocket', () => {
  it('is played to its end: moves, passes, dead stones, count', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'new-game', settings: SMALL });
    for (let moves = 0; page.last('state').state.phase === 'playing' && moves < 60; moves += 2) {
      await page.reaches(moves);
      const { legal } = page.last('position').position;
      const move = legal.includes(12) ? 12 : moves < 20 && legal.length > 8 ? legal[0] : PASS;
      const answer = await page.play(move);
      assert.equal(answer.type, 'done');
      await page.hears(
        () =>
          page.last('state').state.phase !== 'playing' ||
          page.last('position').position.moveNumber === moves + 2,
      );
    }
    // The engine may not want to pass while there is something to win: a person can go on only so long.
    if (page.last('state').state.phase === 'marking') {
      const { count } = page.last('state').state;
      assert.ok(count);
      assert.equal(await page.code({ type: 'accept-count' }), 'done');
      const margin = page.last('state').state.count!;
      const lead = margin.white - margin.black;
      const expected = `${lead > 0 ? 'W' : 'B'}+${Math.abs(lead)}`;
      assert.equal(page.last('state').state.result, expected);
    }
    assert.equal(page.last('state').state.phase, 'finished');
    await page.close();
  });

  it('does not tell of a board that was given up before its network was ready', async (t) => {
    const pool = await startPool();
    let nineIsReady = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      nineIsReady = resolve;
    });
    const slow = Object.create(pool, {
      describe: {
        value: async (width: number, height: number) => {
          if (width === 9) await waiting;
          return pool.describe(width, height);
        },
      },
    }) as Thinkers;
    const server = await startServer(slow);
    t.after(async () => {
      await server.close();
      await pool.close();
    });
    const page = await Page.open(server.address); // on 9×9
    await page.ask({ type: 'new-game', settings: { ...SMALL, people: 'both' } });
    await page.hears(({ type }) => type === 'thinker', 0);
    nineIsReady();
    await pool.describe(9, 9); // the answer that waited has come by then
    await page.play(12);
    const sides = page.told.flatMap((told) => (told.type === 'thinker' ? told.thinker.width : []));
    assert.deepEqual(sides, [5]);
    await page.close();
  });

  it('lets both mark dead stones, and counts by them', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'new-game', settings: { ...SMALL, people: 'both', komi: 0 } });
    // A wall of Black's in the middle column, one white stone at A5.
    for (const [black, white] of [
      [2, 0],
      [7, PASS],
      [12, PASS],
      [17, PASS],
      [22, PASS],
    ]) {
      await page.play(black);
      await page.play(white);
    }
    assert.equal(await page.code({ type: 'toggle-dead', point: 0 }), 'ERR_NOT_MARKING');
    await page.play(PASS);
    assert.equal(page.last('state').state.phase, 'marking');
    assert.equal(await page.code({ type: 'toggle-dead', point: 1 }), 'ERR_NO_STONE');
    const marks = (): number[] => page.last('state').state.count!.dead;
    if (!marks().includes(0)) await page.ask({ type: 'toggle-dead', point: 0 });
    assert.deepEqual(marks(), [0]);
    assert.equal(page.last('state').state.count!.black, 25);
    await page.ask({ type: 'toggle-dead', point: 0 });
    // Alive, the white stone leaves the left side to nobody: 5 stones, 10 points on the right.
    assert.equal(page.last('state').state.count!.black, 15);
    assert.equal(page.last('state').state.count!.white, 1);
    await page.ask({ type: 'toggle-dead', point: 0 });
    await page.ask({ type: 'accept-count' });
    assert.equal(page.last('state').state.result, 'B+25');
    assert.equal(await page.code({ type: 'accept-count' }), 'ERR_NOT_MARKING');
    await page.close();
  });

  it('takes back the last move of a person with the answer', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'new-game', settings: SMALL });
    assert.equal(await page.code({ type: 'undo' }), 'ERR_NOTHING_TO_UNDO');
    await page.play(12);
    await page.reaches(2);
    assert.equal(await page.code({ type: 'undo' }), 'done');
    const { position } = page.last('position');
    assert.equal(position.moveNumber, 0);
    assert.ok(position.stones.every((stone) => stone === 0));
    assert.equal(page.last('nodes').removed.length, 2);
    await page.play(6);
    await page.reaches(2);
    await page.close();
  });

  it('refuses what the rules forbid, and what comes too late or out of turn', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'new-game', settings: { ...SMALL, people: 'white' } });
    const early = page.last('position').position.node;
    assert.equal(await page.code({ type: 'play', node: early, move: 3 }), 'ERR_NOT_YOUR_TURN');
    await page.reaches(1);
    assert.equal(await page.code({ type: 'play', node: early, move: 3 }), 'ERR_STALE');
    const occupied = page.last('position').position.last!;
    if (occupied !== PASS) {
      assert.equal((await page.play(occupied)).type, 'error');
      const refused = page.last('error');
      assert.equal(refused.code, 'ERR_MOVE_OCCUPIED');
    }
    assert.equal((await page.play(26)).type, 'error');
    assert.equal(page.last('error').code, 'ERR_MOVE_OFF_BOARD');
    const wish = { ...SMALL, handicap: 9 };
    assert.equal(await page.code({ type: 'new-game', settings: wish }), 'ERR_HANDICAP');
    await page.close();
  });

  it('ends when a player resigns, and goes on when that is wished', async (t) => {
    const page = await Page.open(await serverFor(t));
    await page.ask({ type: 'new-game', settings: SMALL });
    await page.ask({ type: 'resign' });
    assert.deepEqual(
      [page.last('state').state.phase, page.last('state').state.result],
      ['finished', 'W+R'],
    );
    assert.equal(await page.code({ type: 'resign' }), 'ERR_GAME_OVER');
    await page.ask({ type: 'resume' });
    await page.play(12);
    await page.reaches(2);
    await page.close();
  });

  it('survives a reload and a lost connection', async (t) => {
    const address = await serverFor(t);
    const page = await Page.open(address);
    const { token } = page.last('welcome');
    await page.ask({ type: 'new-game', settings: SMALL });
    await page.play(12);
    await page.reaches(2);
    await page.ask({ type: 'comment', node: 1, text: 'the middle' });
    const before = page.last('position').position;
    page.socket.terminate();
    const again = await Page.open(address, token);
    assert.equal(again.last('welcome').resumed, true);
    assert.deepEqual(again.last('position').position, before);
    const { nodes, info } = again.last('game');
    assert.equal(nodes.length, 3);
    assert.equal(info.width, 5);
    assert.ok(nodes.some(({ comment }) => comment === 'the middle'));
    await again.play(PASS);
    const stranger = await Page.open(address, 'no such token');
    assert.equal(stranger.last('welcome').resumed, false);
    assert.notEqual(stranger.last('welcome').token, token);
    await Promise.all([again.close(), stranger.close()]);
  });
});
