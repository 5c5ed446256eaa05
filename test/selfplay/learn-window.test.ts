import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Random } from '../../engine/random.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { stepsDue, windowSize } from '../../selfplay/learn/window-size.js';
import { ReplayWindow } from '../../selfplay/learn/window.js';
import { randomPlayedGame } from './learn-games.js';

/** Wu 2019, appendix C: c = 250,000, β = 0.4, α = 0.75. */
const KATAGO = { smallest: 250_000, largest: Infinity, growth: 0.4, exponent: 0.75 };

describe('the size of the replay window', () => {
  it('is that of the formula, by hand', () => {
    // 16^0.75 = 8: 250,000 · (1 + 0.4 · 7 / 0.75). 256^0.75 = 64: 250,000 · (1 + 0.4 · 63 / 0.75).
    for (const [made, size] of [
      [0, 250_000],
      [100_000, 250_000],
      [250_000, 250_000],
      [16 * 250_000, 1_183_333],
      [256 * 250_000, 8_650_000],
    ]) {
      assert.equal(windowSize(KATAGO, made), size);
    }
    // 4^0.5 = 2: 10,000 · (1 + 0.5 · 1 / 0.5).
    const settings = { smallest: 10_000, largest: 25_000, growth: 0.5, exponent: 0.5 };
    assert.equal(windowSize(settings, 40_000), 20_000);
    // 9^0.5 = 3 would make 30,000.
    assert.equal(windowSize(settings, 90_000), 25_000);
  });

  it('sets the pace: each position is seen so often', () => {
    const settings = { batch: 64, samplesPerPosition: 4 };
    assert.equal(stepsDue(settings, 1000, 0), 62);
    assert.equal(stepsDue(settings, 1000, 60), 2);
    assert.equal(stepsDue(settings, 1000, 70), 0);
    assert.equal(stepsDue(settings, 0, 0), 0);
  });
});

const learnt = ({ turns }: PlayedGame): number => turns.filter(({ full }) => full).length;

function games(count: number): PlayedGame[] {
  const random = new Random(1);
  return Array.from({ length: count }, (_, i) => randomPlayedGame(i, 5, 30, random));
}

describe('a replay window', () => {
  it('keeps the newest whole games within its size, and tells positions apart', () => {
    const settings = { smallest: 60, largest: 100, growth: 1, exponent: 1 };
    const window = new ReplayWindow(Board.of(5), settings);
    const all = games(40);
    for (const [i, game] of all.entries()) {
      window.add(game);
      const made = all.slice(0, i + 1).reduce((sum, each) => sum + learnt(each), 0);
      assert.deepEqual(window.made, { games: i + 1, positions: made });
      // With growth and exponent 1 the formula is the number made, up to the largest.
      const most = Math.min(Math.max(made, 60), 100);
      const kept = keptOf(all.slice(0, i + 1), most);
      assert.deepEqual(positionsOf(window), kept.flatMap(pliesOf));
      assert.equal(
        window.size,
        kept.reduce((sum, each) => sum + learnt(each), 0),
      );
    }
  });

  it('goes on from what was made before, and keeps at least the newest game', () => {
    const before = { games: 7, positions: 1000 };
    const settings = { smallest: 1, largest: 1, growth: 0, exponent: 1 };
    const window = new ReplayWindow(Board.of(5), settings, before);
    assert.equal(window.size, 0);
    const [game] = games(1);
    window.add(game);
    assert.equal(window.size, learnt(game));
    assert.deepEqual(window.made, { games: 8, positions: 1000 + learnt(game) });
    window.add({ ...game, turns: [] });
    assert.equal(window.gameCount, 1);
    assert.equal(window.made.games, 9);
  });

  it('copies games, and refuses those of another board', () => {
    const window = new ReplayWindow(Board.of(5), KATAGO);
    const [game] = games(1);
    const before = game.moves.slice();
    window.add(game);
    game.moves.fill(0);
    assert.deepEqual(window.game(0).moves, before);
    assert.throws(() => {
      window.add({ ...game, width: 9, height: 9 });
    }, /game 0 is on 9×9, not on 5×5/);
  });
});

/** The newest games that together have at most so many positions. */
function keptOf(all: readonly PlayedGame[], most: number): PlayedGame[] {
  let left = most;
  const first = all.findLastIndex((game) => (left -= learnt(game)) < 0);
  return all.slice(first + 1);
}

const pliesOf = ({ moves, turns }: PlayedGame): string[] =>
  turns.filter(({ full }) => full).map(({ ply }) => `${moves.join()} after ${ply}`);

function positionsOf(window: ReplayWindow): string[] {
  return Array.from({ length: window.size }, (_, position) => {
    const index = window.gameOf(position);
    const { moves, plies } = window.game(index);
    return `${moves.join()} after ${plies[window.turnOf(position, index)]}`;
  });
}
