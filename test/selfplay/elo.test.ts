import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import {
  eloDifference,
  eloOfShare,
  shareOfElo,
  wilsonInterval,
} from '../../selfplay/rating/elo.js';
import { rate, type Pairing, type Rating } from '../../selfplay/rating/standings.js';

const ANCHOR = { player: 'random', elo: 0 };

function pairing(player: string, opponent: string, ...results: number[]): Pairing {
  const [wins, draws, losses] = results;
  return { player, opponent, wins, draws, losses };
}

function isNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('Elo', () => {
  it('is 400 for ten to one', () => {
    isNear(eloOfShare(10 / 11), 400, 1e-9);
    isNear(shareOfElo(400), 10 / 11, 1e-12);
    isNear(shareOfElo(-400), 1 / 11, 1e-12);
    assert.equal(eloOfShare(0.5), 0);
  });

  it("has Wilson's interval for a match", () => {
    // scipy.stats.binomtest(k, n).proportion_ci(method='wilson')
    const published = [
      [90, 100, 0.825634338, 0.944770863],
      [55, 100, 0.45244603, 0.643854618],
      [100, 100, 0.963006502, 1],
      [0, 7, 0, 0.354330435],
    ];
    for (const [wins, n, low, high] of published) {
      const interval = wilsonInterval(wins / n, n);
      isNear(interval.low, low, 1e-7);
      isNear(interval.high, high, 1e-7);
    }
  });

  it('says at least how much stronger who won every game is', () => {
    const { elo, low, high } = eloDifference({ wins: 100, draws: 0, losses: 0 });
    assert.equal(elo, Infinity);
    assert.equal(high, Infinity);
    isNear(low, 400 * Math.log10(0.9630065 / 0.0369935), 0.01);
  });

  it('says nothing where no game was played', () => {
    const none = { elo: 0, low: -Infinity, high: Infinity };
    assert.deepEqual(eloDifference({ wins: 0, draws: 0, losses: 0 }), none);
  });
});

/** A pool such as a run's: a player far below, one who never lost to it, draws, a triangle. */
const POOL = [
  pairing('random', 'uct:100', 3, 1, 96),
  pairing('first', 'random', 100, 0, 0),
  pairing('first', 'uct:100', 61, 5, 34),
  pairing('second', 'first', 58, 2, 40),
  pairing('second', 'uct:100', 80, 0, 20),
  pairing('gnugo', 'second', 70, 10, 20),
  pairing('gnugo', 'first', 44, 1, 5),
];

describe('ratings of a pool', () => {
  it('give the logarithm of the odds between two players', () => {
    // 0.5 of a point on each side from the virtual draw.
    const [strong, anchor] = rate([pairing('a', 'random', 75, 0, 25)], ANCHOR);
    const expected = 400 * Math.log10(75.5 / 25.5);
    const error = (1.959964 * 400) / Math.LN10 / Math.sqrt((75.5 * 25.5) / 101);
    isNear(strong.elo, expected, 1e-6);
    isNear(strong.low, expected - error, 1e-6);
    isNear(strong.high, expected + error, 1e-6);
    assert.deepEqual(anchor, {
      player: 'random',
      elo: 0,
      low: 0,
      high: 0,
      games: 100,
      share: 0.25,
    });
  });

  it('are those that another optimiser finds', () => {
    // scipy.optimize.minimize (Nelder–Mead) on the same likelihood; errors by its second differences.
    const found = [
      ['gnugo', 1025.024, 181.486],
      ['second', 819.822, 170.845],
      ['first', 727.201, 166.995],
      ['uct:100', 606.404, 163.715],
      ['random', 0, 0],
    ] as const;
    const ratings = rate(POOL, ANCHOR);
    assert.deepEqual(
      ratings.map(({ player }) => player),
      found.map(([player]) => player),
    );
    for (const [i, [, elo, error]] of found.entries()) {
      isNear(ratings[i].elo, elo, 0.01);
      isNear(ratings[i].high - ratings[i].elo, error, 0.01);
      isNear(ratings[i].elo - ratings[i].low, error, 0.01);
    }
  });

  it('add up along a chain, as far as the virtual draws let them', () => {
    const chain = Array.from({ length: 30 }, (_, i) =>
      pairing(`p${i + 1}`, i === 0 ? 'random' : `p${i}`, 3000, 0, 1000),
    );
    const [top] = rate(chain, ANCHOR);
    assert.equal(top.player, 'p30');
    isNear(top.elo, 30 * 400 * Math.log10(3000.5 / 1000.5), 0.001);
  });

  it('do not depend on the order of games or of the players in them', () => {
    const random = new Random(3);
    const swapped = POOL.flatMap((one) => split(one, random))
      .map((one) => (random.below(2) === 0 ? one : turnedAround(one)))
      .map((one) => ({ one, at: random.float() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
    const [expected, actual] = [rate(POOL, ANCHOR), rate(swapped, ANCHOR)];
    for (const [i, rating] of actual.entries()) isSameRating(rating, expected[i]);
  });

  it('shift with the anchor', () => {
    const shifted = rate(POOL, { player: 'random', elo: 250 });
    for (const [i, { elo, low }] of rate(POOL, ANCHOR).entries()) {
      isNear(shifted[i].elo, elo + 250, 1e-9);
      isNear(shifted[i].low, low + 250, 1e-9);
    }
  });

  it('stay finite where every game was won', () => {
    const [winner] = rate([pairing('a', 'random', 1e6, 0, 0)], ANCHOR);
    isNear(winner.elo, 400 * Math.log10(1e6 / 0.5 + 1), 1e-3);
    assert.ok(Number.isFinite(winner.low) && Number.isFinite(winner.high));
  });

  it('leave out players whom nothing joins to the anchor', () => {
    const ratings = rate(
      [...POOL, pairing('x', 'y', 5, 0, 5), pairing('z', 'first', 0, 0, 0)],
      ANCHOR,
    );
    assert.deepEqual(ratings, rate(POOL, ANCHOR));
    assert.deepEqual(
      rate([], ANCHOR).map(({ player, games }) => ({ player, games })),
      [{ player: 'random', games: 0 }],
    );
  });
});

function isSameRating(actual: Rating, expected: Rating): void {
  assert.equal(actual.player, expected.player);
  assert.equal(actual.games, expected.games);
  isNear(actual.elo, expected.elo, 1e-6);
  isNear(actual.high, expected.high, 1e-6);
}

/** The same games in two lots. */
function split(one: Pairing, random: Random): Pairing[] {
  const share = (n: number): number => Math.floor(n * random.float());
  const [wins, draws, losses] = [share(one.wins), share(one.draws), share(one.losses)];
  const rest = { wins: one.wins - wins, draws: one.draws - draws, losses: one.losses - losses };
  return [
    { ...one, wins, draws, losses },
    { ...one, ...rest },
  ];
}

function turnedAround({ player, opponent, wins, draws, losses }: Pairing): Pairing {
  return { player: opponent, opponent: player, wins: losses, draws, losses: wins };
}
