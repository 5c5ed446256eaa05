import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TreeNode } from '../../server/messages/game.js';
import * as numbers from '../../server/web/app/numbers.js';
import { middle, moveCursor } from '../../server/web/board/cursor.js';
import { pointName } from '../../server/web/board/names.js';
import { actionOf, KEYS } from '../../server/web/keys/keys.js';
import { lastPoint, stonesAt } from '../../server/web/learn/replay.js';
import { replaySgf } from '../../server/web/learn/replay-sgf.js';
import { paceColumns } from '../../server/web/learn/series.js';
import { clockAfter, showTime } from '../../server/web/play/clock.js';
import { changed, mostHandicap } from '../../server/web/play/setup.js';
import { DEFAULTS } from '../../server/web/state/preferences.js';
import { graphSeries, scoreBounds } from '../../server/web/think/series.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { unwrap } from '../../engine/result.js';

describe('numbers for people', () => {
  it('are short', () => {
    const shown = [0, 950, 1000, 1234, 9949, 34_000, 999_499, 1_500_000].map(numbers.short);
    assert.deepEqual(shown, ['0', '950', '1.0k', '1.2k', '9.9k', '34k', '999k', '1.5M']);
  });

  it('have their sign, and none where they are nothing', () => {
    assert.deepEqual(
      [3.5, -0.5, 0.04, -0.04].map((n) => numbers.signed(n)),
      ['+3.5', '−0.5', '0', '0'],
    );
    assert.deepEqual([3.5, -0.5, 0].map(numbers.lead), ['B+3.5', 'W+0.5', 'even']);
  });

  it('are seen by the player who asks', () => {
    assert.equal(numbers.seenBy('white', 0.25), 0.75);
    assert.equal(numbers.scoreSeenBy('white', 3), -3);
    assert.equal(numbers.seenBy('black', 0.25), 0.25);
  });

  it('tell a result in words', () => {
    assert.equal(numbers.resultInWords('B+3.5'), 'Black wins by 3.5 points');
    assert.equal(numbers.resultInWords('W+R'), 'White wins by resignation');
    assert.equal(numbers.resultInWords('W+T'), 'White wins on time');
    assert.equal(numbers.resultInWords('0'), 'A draw');
    assert.equal(numbers.resultInWords('?'), 'No result');
  });
});

describe('a clock', () => {
  const byoYomi = { kind: 'byo-yomi', main: 60, period: 20, periods: 3 } as const;
  const main = { left: 5000, overtime: false, count: 0 };

  it('runs down, through its periods, until none is left', () => {
    assert.deepEqual(clockAfter(byoYomi, main, 2000), { left: 3000, overtime: false, count: 0 });
    assert.deepEqual(clockAfter(byoYomi, main, 6000), { left: 19_000, overtime: true, count: 3 });
    assert.deepEqual(clockAfter(byoYomi, main, 26_000), { left: 19_000, overtime: true, count: 2 });
    assert.deepEqual(clockAfter(byoYomi, main, 64_000), { left: 1000, overtime: true, count: 1 });
    assert.ok(clockAfter(byoYomi, main, 66_000).left < 0);
    const last = { left: 1000, overtime: true, count: 1 };
    assert.ok(clockAfter(byoYomi, last, 1500).left < 0);
  });

  it('gives Canadian overtime once', () => {
    const canadian = { kind: 'canadian', main: 60, period: 180, stones: 15 } as const;
    assert.deepEqual(clockAfter(canadian, main, 6000), {
      left: 179_000,
      overtime: true,
      count: 15,
    });
    assert.ok(clockAfter(canadian, { left: 1000, overtime: true, count: 3 }, 2000).left < 0);
  });

  it('is read like a clock', () => {
    const shown = [3_900_000, 598_000, 59_100, 9_460, 0, -5].map(showTime);
    assert.deepEqual(shown, ['1:05:00', '9:58', '1:00', '9.4', '0:00', '0:00']);
  });
});

describe('the cursor', () => {
  const shape = { width: 9, height: 9 };

  it('begins in the middle and stays on the board', () => {
    assert.equal(pointName(shape, middle(shape)), 'E5');
    assert.equal(pointName(shape, moveCursor(shape, middle(shape), 'ArrowUp') ?? -1), 'E6');
    assert.equal(moveCursor(shape, 8, 'ArrowRight'), 8);
    assert.equal(moveCursor(shape, 8, 'ArrowDown'), 17);
    assert.equal(moveCursor(shape, 8, 'Tab'), undefined);
  });
});

describe('keys', () => {
  it('do one thing each', () => {
    assert.equal(new Set(KEYS.map(({ key }) => key)).size, KEYS.length);
    assert.equal(new Set(KEYS.map(({ action }) => action)).size, KEYS.length);
    assert.equal(actionOf('P'), 'pass');
    assert.equal(actionOf('Home'), 'first');
    assert.equal(actionOf('q'), undefined);
  });
});

describe('a new game', () => {
  it('has no more handicap than its board, and the komi that goes with it', () => {
    assert.equal(mostHandicap({ width: 19, height: 19 }), 9);
    const handicap = changed({ ...DEFAULTS.game, width: 19, height: 19 }, { handicap: 9 });
    assert.equal(handicap.komi, 0.5);
    const small = changed(handicap, { width: 5, height: 5 });
    assert.equal(small.handicap, 0);
    assert.equal(small.komi, 7.5);
    assert.equal(changed(small, { rules: 'japanese' }).komi, 6.5);
    assert.equal(changed(small, { komi: -3 }).komi, -3);
  });
});

describe('the graph of a game', () => {
  const node = (color: 'black' | 'white', winrate: number | null): TreeNode => ({
    id: 0,
    parent: null,
    children: [],
    move: { color, point: 0 },
    comment: '',
    evaluation: winrate === null ? null : { winrate, score: null, visits: 1 },
  });

  it('marks the moves that cost their own player much', () => {
    const line = [
      { ...node('white', 0.5), move: null },
      node('black', 0.3),
      node('white', 0.1),
      node('black', null),
      node('white', 0.9),
    ];
    const { winrate, blunder } = graphSeries(line);
    assert.deepEqual(winrate, [50, 30, 10, null, 90]);
    assert.deepEqual(blunder, [null, 30, null, null, null]);
  });

  it('has an even scale of points', () => {
    assert.deepEqual(scoreBounds([null, 1, -2]), [-5, 5]);
    assert.deepEqual(scoreBounds([12, -2]), [-15, 15]);
  });
});

describe('a recorded game', () => {
  const game = {
    number: 3,
    width: 3,
    height: 3,
    komi: 0.5,
    result: 'B+1.5',
    moves: [1, 0, 3, 9],
    captures: { 2: [0] },
    values: [],
  };

  it('is shown after any of its moves', () => {
    assert.deepEqual(stonesAt(game, 2), [-1, 1, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(stonesAt(game, 3), [0, 1, 0, 1, 0, 0, 0, 0, 0]);
    assert.equal(lastPoint(game, 0), undefined);
    assert.equal(lastPoint(game, 3), 3);
    assert.equal(lastPoint(game, 4), undefined);
  });

  it('becomes SGF with the same moves', () => {
    const [record] = readRecords(replaySgf(game), 'game');
    const { moves, rules, outcome } = unwrap(record);
    assert.deepEqual(
      moves.map(({ point }) => point),
      game.moves,
    );
    assert.equal(rules.komi, 0.5);
    assert.deepEqual(outcome, { kind: 'win', winner: 1, by: 1.5 });
  });
});

describe('the pace of a run', () => {
  it('is what was done between two metrics', () => {
    const metrics = [0, 1, 2].map((hours) => ({
      hours,
      games: 60 * hours,
      positions: 7200 * hours,
      steps: 0,
    }));
    assert.deepEqual(paceColumns(metrics, 1), [
      [1, 2],
      [60, 60],
      [2, 2],
    ]);
  });
});
