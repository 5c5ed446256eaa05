import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FromServer } from '../../server/messages/from-server.js';
import { soundsOf } from '../../server/web/sound/events.js';
import { withNotice, withoutNotice } from '../../server/web/state/notices.js';
import { NOTHING, type PageState } from '../../server/web/state/page-state.js';
import { DEFAULTS, readPreferences } from '../../server/web/state/preferences.js';
import { receive } from '../../server/web/state/receive.js';
import { later } from '../../server/web/state/later.js';
import { createStore } from '../../server/web/state/store.js';
import { FakeGame } from './support/fake-game.js';
import { fakeRun } from './support/fake-run.js';

const info = {
  width: 5,
  height: 5,
  rules: 'chinese',
  komi: 7,
  handicap: 0,
  black: { name: '', rank: '' },
  white: { name: '', rank: '' },
  people: 'both',
  strength: { kind: 'level', level: 1 },
  time: { kind: 'none' },
} as const;

/** What a page knows after a few messages. */
function after(messages: readonly FromServer[], page: PageState = NOTHING): PageState {
  return messages.reduce((state, message) => receive(state, message, 100), page);
}

function told(game: FakeGame): FromServer[] {
  return [
    { type: 'game', info: game.info, root: 0, nodes: structuredClone(game.nodes) },
    { type: 'position', position: game.position() },
    { type: 'state', state: game.state() },
  ];
}

describe('the state of the page', () => {
  it('holds the game, and takes nodes in and out', () => {
    const game = new FakeGame(info);
    game.play(12);
    const page = after([
      ...told(game),
      {
        type: 'nodes',
        changed: [{ ...game.nodes[0], comment: 'hello' }],
        removed: [1],
      },
    ]);
    assert.deepEqual([...(page.game?.nodes.keys() ?? [])], [0]);
    assert.equal(page.game?.nodes.get(0)?.comment, 'hello');
    assert.equal(page.stateAt, 100);
  });

  it('forgets the analysis of another position, and what was pending', () => {
    const game = new FakeGame(info);
    const analysed = after([...told(game), { type: 'analysis', analysis: game.analysis(10) }]);
    assert.equal(analysed.analysis?.visits, 10);
    game.play(12);
    const next = after([{ type: 'position', position: game.position() }], {
      ...analysed,
      pending: 12,
      wanted: 1,
      probe: 3,
    });
    assert.equal(next.analysis, undefined);
    assert.equal(next.pending, undefined);
    assert.equal(next.wanted, undefined);
    assert.equal(next.probe, undefined);
  });

  it('goes on wanting a node that has not been reached', () => {
    const game = new FakeGame(info);
    const page = after(told(game), { ...NOTHING });
    const still = after([{ type: 'position', position: game.position() }], { ...page, wanted: 7 });
    assert.equal(still.wanted, 7);
  });

  it('shows what was refused, once, and takes the pending move back', () => {
    const error = { type: 'error', id: 1, code: 'ERR_STALE', message: 'moved on' } as const;
    const page = after([error, error], { ...NOTHING, pending: 3 });
    assert.deepEqual(
      page.notices.map(({ text }) => text),
      ['moved on'],
    );
    assert.equal(page.pending, undefined);
  });

  it('adds to a run what is new of it, and leaves other runs alone', () => {
    const run = fakeRun();
    const page = after([{ type: 'run', run }]);
    const gate = { ...run.gates[25], verdict: 'promote' as const };
    const update = { ...run, metrics: run.metrics.slice(0, 1), gates: [gate] };
    const updated = after([{ type: 'run-update', run: update }], page).learning.run;
    assert.equal(updated?.metrics.length, 161);
    assert.equal(updated.gates.length, 26);
    assert.equal(updated.gates[25].verdict, 'promote');
    const other = after([{ type: 'run-update', run: { ...update, run: 1 } }], page);
    assert.equal(other.learning, page.learning);
  });

  it('lists each game once, the newest first', () => {
    const page = after([{ type: 'run', run: fakeRun() }]);
    const game = (number: number) =>
      ({ number, width: 9, height: 9, moves: 1, result: '0', champion: 0 }) as const;
    const listed = after(
      [
        { type: 'run-games', id: 1, run: 0, more: true, games: [game(9), game(8)] },
        { type: 'run-games', id: 2, run: 0, more: false, games: [game(8), game(7)] },
      ],
      page,
    );
    assert.deepEqual(
      listed.learning.games.map(({ number }) => number),
      [9, 8, 7],
    );
    assert.equal(listed.learning.more, false);
  });
});

describe('notices', () => {
  it('are at most three, and can be taken away', () => {
    const page = ['a', 'b', 'c', 'd'].reduce((p, text) => withNotice(p, 'notice', text), NOTHING);
    assert.deepEqual(
      page.notices.map(({ text }) => text),
      ['b', 'c', 'd'],
    );
    const fewer = withoutNotice(page, page.notices[1].key);
    assert.deepEqual(
      fewer.notices.map(({ text }) => text),
      ['b', 'd'],
    );
  });
});

describe('preferences', () => {
  it('are the defaults where nothing that makes sense was kept', () => {
    assert.deepEqual(readPreferences(null), DEFAULTS);
    assert.deepEqual(readPreferences('{nonsense'), DEFAULTS);
    assert.deepEqual(readPreferences('[1]'), DEFAULTS);
  });

  it('keep what makes sense, and only that', () => {
    const read = readPreferences(JSON.stringify({ sound: false, theme: 'pink', other: 1 }));
    assert.deepEqual(read, { ...DEFAULTS, sound: false });
  });
});

describe('sounds', () => {
  it('are one for each stone, whoever plays it', () => {
    const game = new FakeGame(info);
    const start = after(told(game));
    const clicked = { ...start, pending: 12 };
    assert.deepEqual(soundsOf(start, clicked), ['stone']);
    game.play(12);
    const mine = after([{ type: 'position', position: game.position() }], clicked);
    assert.deepEqual(soundsOf(clicked, mine), []);
    game.play(13);
    const answered = after([{ type: 'position', position: game.position() }], mine);
    assert.deepEqual(soundsOf(mine, answered), ['stone']);
  });

  it('tell of captures, passes and the end', () => {
    const game = new FakeGame(info);
    for (const point of [0, 1, 24]) game.play(point);
    const before = after(told(game));
    game.play(5);
    const taken = after([{ type: 'position', position: game.position() }], before);
    assert.deepEqual(soundsOf(before, taken), ['capture']);
    game.play(25);
    const passed = after([{ type: 'position', position: game.position() }], taken);
    assert.deepEqual(soundsOf(taken, passed), ['pass']);
    const over = after(
      [{ type: 'state', state: { ...game.state(), phase: 'finished', result: 'W+R' } }],
      passed,
    );
    assert.deepEqual(soundsOf(passed, over), ['end']);
  });
});

describe('a store', () => {
  it('tells of changes, and only of those, until one no longer listens', () => {
    const store = createStore(1);
    const heard: number[] = [];
    const stop = store.subscribe(() => heard.push(store.get()));
    store.update(() => 2);
    store.update((value) => value);
    stop();
    store.update(() => 3);
    assert.deepEqual(heard, [2]);
  });

  it('tells those who can wait once, when it is time, and nobody who has left', () => {
    const store = createStore(1);
    const tasks: (() => void)[] = [];
    const slow = later(store, (task) => tasks.push(task));
    const heard: string[] = [];
    const stop = slow.subscribe(() => heard.push(`first ${slow.get()}`));
    slow.subscribe(() => heard.push(`second ${slow.get()}`));
    slow.update(() => 2);
    store.update(() => 3);
    assert.deepEqual(heard, []);
    assert.equal(tasks.length, 2);
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(heard, ['first 3', 'second 3']);
    store.update(() => 4);
    stop();
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(heard, ['first 3', 'second 3', 'second 4']);
  });
});
