import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { budgetFor } from '../../gtp/time/budget.js';
import { afterMove, newClock, toldClock, type Clock } from '../../engine/clock/clock.js';
import { standardTime, type TimeSystem } from '../../engine/clock/time-system.js';

const S = 1000;
const absolute: TimeSystem = { kind: 'absolute', main: 60 * S };
const canadian: TimeSystem = { kind: 'canadian', main: 10 * S, period: 30 * S, stones: 5 };
const byoYomi: TimeSystem = { kind: 'byo-yomi', main: 5 * S, period: 0.2 * S, periods: 10 };
const fischer: TimeSystem = { kind: 'fischer', main: 5 * S, increment: 1 * S };

/** The clock after moves that took so long. */
function after(system: TimeSystem, ...moves: readonly number[]): Clock {
  return moves.reduce((clock, ms) => afterMove(system, clock, ms), newClock(system));
}

describe('clocks', () => {
  it('count down to a loss in absolute time', () => {
    assert.equal(after(absolute, 20 * S, 30 * S).left, 10 * S);
    assert.ok(after(absolute, 60 * S + 1).left < 0);
  });

  it('ask for all stones of a Canadian period, and give a fresh one after them', () => {
    const begun = after(canadian, 12 * S);
    assert.deepEqual(begun, { left: 28 * S, overtime: true, count: 4 });
    assert.deepEqual(after(canadian, 12 * S, 1 * S, 1 * S, 1 * S), {
      left: 25 * S,
      overtime: true,
      count: 1,
    });
    assert.deepEqual(after(canadian, 12 * S, 1 * S, 1 * S, 1 * S, 25 * S), {
      left: 30 * S,
      overtime: true,
      count: 5,
    });
    assert.ok(after(canadian, 12 * S, 29 * S).left < 0);
  });

  it('take a Japanese period only from a move that outlasts it', () => {
    assert.deepEqual(after(byoYomi, 5 * S, 190), { left: 200, overtime: true, count: 10 });
    assert.deepEqual(after(byoYomi, 5 * S, 210), { left: 200, overtime: true, count: 9 });
    assert.deepEqual(after(byoYomi, 5 * S, 450), { left: 200, overtime: true, count: 8 });
    assert.ok(after(byoYomi, 5 * S, 2 * S).left >= 0, 'the last moment of the last period');
    assert.ok(after(byoYomi, 5 * S, 2 * S + 1).left < 0);
  });

  it('add the increment of Fischer after a move in time', () => {
    assert.equal(after(fischer, 2 * S).left, 4 * S);
    assert.ok(after(fischer, 5 * S + 1).left < 0);
  });

  it('understand time_settings and time_left as GTP 2 has them', () => {
    assert.deepEqual(standardTime(60 * S, 0, 0), absolute);
    assert.deepEqual(standardTime(10 * S, 30 * S, 5), canadian);
    assert.deepEqual(standardTime(0, 1 * S, 0), { kind: 'none' });
    assert.deepEqual(toldClock(canadian, 7 * S, 3), { left: 7 * S, overtime: true, count: 3 });
    assert.deepEqual(toldClock(canadian, 7 * S, 0), { left: 7 * S, overtime: false, count: 0 });
  });
});

/**
 * The least left on the clock in a game of so many own moves, each of which uses all that it may and
 * then as much of the lag as chance has it.
 */
function leastLeft(system: TimeSystem, moves: number, lag: number, seed: number): number {
  const random = new Random(seed);
  let clock = newClock(system);
  let least = Infinity;
  for (let i = 0; i < moves; i++) {
    const budget = budgetFor(system, clock, { area: 81, ply: 2 * i, lag })!;
    assert.ok(budget.planned >= 0 && budget.most >= budget.planned, JSON.stringify(budget));
    const used = random.float() < 0.5 ? budget.planned : budget.most;
    clock = afterMove(system, clock, used + random.float() * Math.min(lag, 0.4 * used + 5));
    least = Math.min(least, clock.left);
  }
  return least;
}

describe('the time for a move', () => {
  const systems: readonly TimeSystem[] = [
    absolute,
    canadian,
    { kind: 'canadian', main: 0, period: 2 * S, stones: 10 },
    byoYomi,
    { kind: 'byo-yomi', main: 0, period: 1 * S, periods: 1 },
    fischer,
    { kind: 'fischer', main: 1 * S, increment: 0.1 * S },
  ];
  for (const system of systems) {
    it(`never loses a game of 60 moves: ${JSON.stringify(system)}`, () => {
      for (let seed = 0; seed < 50; seed++) assert.ok(leastLeft(system, 60, 100, seed) >= 0);
    });
  }

  it('keeps all Japanese periods', () => {
    let clock = newClock(byoYomi);
    for (let i = 0; i < 80; i++) {
      const { most } = budgetFor(byoYomi, clock, { area: 81, ply: 2 * i, lag: 50 })!;
      clock = afterMove(byoYomi, clock, most + 40);
    }
    assert.deepEqual(clock, { left: 200, overtime: true, count: 10 });
  });

  it('uses most of an absolute time in a game of usual length, and less early than it could', () => {
    let clock = newClock(absolute);
    for (let ply = 0; ply < 56; ply += 2) {
      const { planned } = budgetFor(absolute, clock, { area: 81, ply, lag: 50 })!;
      clock = afterMove(absolute, clock, planned);
    }
    assert.ok(clock.left < 20 * S && clock.left > 2 * S, `${clock.left} ms left`);
  });

  it('asks for none where there is no clock', () => {
    const system: TimeSystem = { kind: 'none' };
    assert.equal(budgetFor(system, newClock(system), { area: 81, ply: 0, lag: 50 }), undefined);
  });
});
