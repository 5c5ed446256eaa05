import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { Report, ThinkRequest } from '../../gtp/thinking/engine.js';
import { copyGame } from '../../engine/game-copy.js';
import { ThinkingDesk } from '../../gtp/thinking/thinking-desk.js';
import { ThreadEngine } from '../../gtp/thinking/thread-engine.js';

const SETTINGS = { device: 'cpu', threads: 1, treeBytes: 1 << 26, seed: 1 } as const;
const REQUEST: ThinkRequest = {
  visits: 500,
  playouts: Infinity,
  endsEarly: false,
  ownership: false,
  bans: [],
};

function newGame(side = 5): Game {
  return new Game(Board.of(side), RULE_PRESETS['tromp-taylor']);
}

describe('a thinking desk', () => {
  const notices: string[] = [];
  const open = (settings: Partial<typeof SETTINGS> & { network?: string } = {}) =>
    new ThinkingDesk({ ...SETTINGS, ...settings }, (text) => notices.push(text));
  const think = (desk: ThinkingDesk, game: Game, request: Partial<ThinkRequest> = {}) =>
    desk.think(
      copyGame(game),
      { ...REQUEST, ...request },
      () => false,
      () => undefined,
    );

  it('keeps the tree from move to move, and begins afresh where the game did not go on', async () => {
    const desk = open();
    const game = newGame();
    const { moves } = await think(desk, game);
    for (const point of moves[0].line.slice(0, 2)) game.play(point);
    const kept = await think(desk, game, { playouts: 1, visits: Infinity });
    assert.equal(kept.visits, moves[0].lineVisits[1] + 1);
    game.undo();
    assert.equal((await think(desk, game, { playouts: 1 })).visits, 1);
    game.rules = { ...game.rules, komi: 0 };
    assert.equal((await think(desk, game, { playouts: 1 })).visits, 1);
    await desk.close();
  });

  it('keeps nothing of a search in which moves were banned', async () => {
    const desk = open();
    const game = newGame();
    await think(desk, game, { bans: [{ color: 1, points: [12], depth: 1 }] });
    const report = await think(desk, game, { playouts: 1 });
    assert.equal(report.visits, 1);
    assert.ok(report.moves.some(({ move }) => move === 12));
    await desk.close();
  });

  it('plays without a network where there is none, and says so', async () => {
    const desk = open();
    await think(desk, newGame(3), { visits: 10 });
    assert.match(notices.at(-1)!, /^no network for 3×3; playing with UCT and learnt playouts$/);
    await desk.close();
  });

  it('fails with a network that cannot be read, each time it is asked', async () => {
    const desk = open({ network: process.execPath });
    for (let i = 0; i < 2; i++) await assert.rejects(think(desk, newGame()), /ERR_NETWORK_/);
    await desk.close();
  });
});

describe('an engine in a thread', () => {
  it('ends what is under way when something else is asked, and when it is stopped', async () => {
    const engine = new ThreadEngine(SETTINGS);
    const copy = copyGame(newGame(9));
    const endless = { ...REQUEST, visits: Infinity, interval: 10 };
    let report: (report: Report) => void = () => undefined;
    const reported = new Promise<Report>((resolve) => {
      report = resolve;
    });
    const first = engine.think(copy, endless, report);
    assert.ok((await reported).visits > 0);
    const second = engine.think(copy, endless);
    assert.ok((await first.done).visits > 0);
    second.stop();
    assert.ok((await second.done).visits > 0);
    const third = engine.think(copy, endless);
    const evaluation = await engine.evaluate(copy);
    assert.equal(evaluation.policy.length, 82);
    await third.done;
    const fourth = engine.think(copy, endless);
    await Promise.all([fourth.done, engine.close()]);
  });

  it('stops nothing that is asked later', async () => {
    const engine = new ThreadEngine(SETTINGS);
    const copy = copyGame(newGame());
    const first = engine.think(copy, REQUEST);
    await first.done;
    first.stop();
    assert.equal((await engine.think(copy, { ...REQUEST, visits: 600 }).done).visits, 600);
    await engine.close();
  });
});
