import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Random } from '../../engine/random.js';
import { logLikelihoodRatio, type Hypotheses } from '../../selfplay/gate/sprt.js';
import { gamesOf, type Tally } from '../../selfplay/gate/tally.js';
import { judgeGames, judgeGate, makeGateTest, type GateTest } from '../../selfplay/gate/verdict.js';

const PAPER = { games: 400, threshold: 0.55, visits: 1600 };
const FIXED = makeGateTest({ kind: 'fixed', ...PAPER });
const SPRT = makeGateTest({ kind: 'sprt', ...PAPER });

function verdict(test: GateTest, wins: number, draws: number, losses: number): string {
  return judgeGate(test, { wins, draws, losses }).verdict ?? 'go on';
}

describe('the gate of a fixed number of games', () => {
  it('promotes at 55 % of 400 games and not below', () => {
    assert.equal(verdict(FIXED, 220, 0, 180), 'promote');
    assert.equal(verdict(FIXED, 219, 0, 181), 'reject');
    assert.equal(verdict(FIXED, 219, 1, 180), 'reject');
    assert.equal(verdict(FIXED, 219, 2, 179), 'promote');
  });

  it('goes on just as long as both outcomes are possible', () => {
    assert.equal(verdict(FIXED, 0, 0, 0), 'go on');
    assert.equal(verdict(FIXED, 219, 0, 0), 'go on');
    assert.equal(verdict(FIXED, 220, 0, 0), 'promote');
    assert.equal(verdict(FIXED, 0, 0, 180), 'go on');
    assert.equal(verdict(FIXED, 0, 0, 181), 'reject');
    assert.equal(verdict(FIXED, 0, 1, 180), 'reject');
    assert.equal(verdict(FIXED, 0, 360, 0), 'go on');
    assert.equal(verdict(FIXED, 0, 361, 0), 'reject');
  });

  it('tells the score', () => {
    const standing = judgeGate(FIXED, { wins: 3, draws: 2, losses: 5 });
    assert.deepEqual(standing, { wins: 3, draws: 2, losses: 5, share: 0.4 });
  });
});

/** Probabilities of error of the fixed tests at 50 % and 60 %: scipy.stats.binom, sf and cdf. */
const FIXED_ERRORS = [
  { games: 20, falsePass: 0.411901473999, falseFail: 0.244662796684 },
  { games: 100, falsePass: 0.184100808663, falseFail: 0.13109045262 },
  { games: 400, falsePass: 0.025520111565, falseFail: 0.018651795306 },
];

/** How a gate between players of that strength, without draws, goes: exactly, game by game. */
function exactly(test: GateTest, share: number): { passed: number; games: number } {
  let passed = 0;
  let expected = 0;
  let going = new Map([[0, 1]]);
  for (let games = 1; going.size > 0; games++) {
    const next = new Map<number, number>();
    const add = (wins: number, chance: number): void => {
      const outcome = judgeGate(test, { wins, draws: 0, losses: games - wins }).verdict;
      if (outcome === undefined) next.set(wins, (next.get(wins) ?? 0) + chance);
      else if (outcome === 'promote') passed += chance;
    };
    for (const [wins, chance] of going) {
      expected += chance;
      add(wins + 1, chance * share);
      add(wins, chance * (1 - share));
    }
    going = next;
  }
  return { passed, games: expected };
}

describe('the sequential gate', () => {
  for (const { games, falsePass, falseFail } of FIXED_ERRORS) {
    it(`takes its error bounds from the fixed test of ${games} games, and keeps them`, () => {
      const test = makeGateTest({ kind: 'sprt', games, threshold: 0.55, visits: 1 });
      const { hypotheses } = test.sequential!;
      assert.ok(Math.abs(hypotheses.falsePass - falsePass) < 1e-9);
      assert.ok(Math.abs(hypotheses.falseFail - falseFail) < 1e-9);
      assert.ok(exactly(test, 0.5).passed <= falsePass);
      assert.ok(1 - exactly(test, 0.6).passed <= falseFail);
    });
  }

  it("takes the number of games that Wald's formula expects", () => {
    const { falsePass, falseFail } = FIXED_ERRORS[2];
    const [lower, upper] = [
      Math.log(falseFail / (1 - falsePass)),
      Math.log((1 - falseFail) / falsePass),
    ];
    const drift = (p: number): number => p * Math.log(0.6 / 0.5) + (1 - p) * Math.log(0.4 / 0.5);
    const weak = (falsePass * upper + (1 - falsePass) * lower) / drift(0.5);
    const strong = (falseFail * lower + (1 - falseFail) * upper) / drift(0.6);
    // The formula leaves out by how much the last game oversteps the bound: a few games more.
    for (const [share, formula] of [
      [0.5, weak],
      [0.6, strong],
    ]) {
      const { games } = exactly(SPRT, share);
      assert.ok(games > formula && games < 1.05 * formula, `${games} games, by formula ${formula}`);
    }
  });

  it('takes fewer games than the fixed test on average, whoever plays', () => {
    for (const share of [0.4, 0.5, 0.55, 0.6, 0.7]) {
      assert.ok(exactly(SPRT, share).games < exactly(FIXED, share).games);
    }
  });

  it('errs no more often where three games of ten are drawn', () => {
    const random = new Random(5);
    const trials = 1500;
    const passes = (share: number): number =>
      Array.from({ length: trials }, () => playGate(SPRT, share, 0.3, random)).filter(
        (outcome) => outcome === 'promote',
      ).length;
    const atMost = (p: number): number => trials * p + 3 * Math.sqrt(trials * p * (1 - p));
    assert.ok(passes(0.5) <= atMost(FIXED_ERRORS[2].falsePass));
    assert.ok(trials - passes(0.6) <= atMost(FIXED_ERRORS[2].falseFail));
  });

  it('stays as it was decided, whatever games end afterwards', () => {
    const lost = (losses: number): Tally => ({ wins: 0, draws: 0, losses });
    const tallies = Array.from({ length: 100 }, (_, games) => lost(games));
    const decided = judgeGames(SPRT, tallies);
    assert.equal(decided.verdict, 'reject');
    const others = Array.from({ length: 400 }, (_, wins) => ({ ...lost(99), wins }));
    assert.equal(judgeGate(SPRT, others.at(-1)!).verdict, 'promote');
    assert.deepEqual(judgeGames(SPRT, [...tallies, ...others]), decided);
    assert.equal(judgeGames(SPRT, tallies.slice(0, 3)).verdict, undefined);
  });

  it('ends even if the evidence never suffices, and shows what it is', () => {
    const { verdict, sequential } = judgeGate(SPRT, { wins: 440, draws: 0, losses: 360 });
    assert.equal(verdict, 'promote');
    assert.ok(sequential!.llr < sequential!.upper && sequential!.llr > sequential!.lower);
    assert.equal(judgeGate(SPRT, { wins: 439, draws: 0, losses: 361 }).verdict, 'reject');
  });
});

function playGate(test: GateTest, share: number, draws: number, random: Random): string {
  const tally = { wins: 0, draws: 0, losses: 0 };
  for (;;) {
    const drawn = random.float();
    if (drawn < draws) tally.draws++;
    else if (drawn < share + draws / 2) tally.wins++;
    else tally.losses++;
    const outcome = judgeGate(test, tally).verdict;
    if (outcome !== undefined) return outcome;
  }
}

describe('the log-likelihood ratio', () => {
  const hypotheses: Hypotheses = { weak: 0.5, strong: 0.6, falsePass: 0.05, falseFail: 0.05 };

  it("is Wald's without draws", () => {
    const expected = 30 * Math.log(0.6 / 0.5) + 12 * Math.log(0.4 / 0.5);
    const actual = logLikelihoodRatio({ wins: 30, draws: 0, losses: 12 }, hypotheses);
    assert.ok(Math.abs(actual - expected) < 1e-12);
  });

  it("is Van den Bergh's with draws", () => {
    for (const tally of [
      { wins: 30, draws: 25, losses: 12 },
      { wins: 3, draws: 80, losses: 40 },
      { wins: 1, draws: 1, losses: 1 },
    ]) {
      const actual = logLikelihoodRatio(tally, hypotheses);
      assert.ok(Math.abs(actual - byMultiplier(tally, 0.5, 0.6)) < 1e-9);
    }
  });

  it('is finite where one kind of result is all there is', () => {
    const of = (wins: number, draws: number, losses: number): number =>
      logLikelihoodRatio({ wins, draws, losses }, hypotheses);
    assert.equal(of(0, 0, 0), 0);
    assert.ok(Math.abs(of(7, 0, 0) - 7 * Math.log(0.6 / 0.5)) < 1e-12);
    assert.ok(Math.abs(of(0, 0, 7) - 7 * Math.log(0.4 / 0.5)) < 1e-12);
    // Draws alone make an even match as likely as can be; one of 60 % has at most 80 % of draws.
    assert.ok(Math.abs(of(0, 7, 0) - 7 * Math.log(0.8)) < 1e-12);
  });
});

/** The generalised ratio by Lagrange's multiplier, found by bisection: the formula as published. */
function byMultiplier(tally: Tally, weak: number, strong: number): number {
  const games = gamesOf(tally);
  const seen = [
    [1, tally.wins / games],
    [0.5, tally.draws / games],
    [0, tally.losses / games],
  ];
  const fitted = (share: number): number[] => {
    let [low, high] = [-1 / (1 - share), 1 / share];
    for (let i = 0; i < 200; i++) {
      const theta = (low + high) / 2;
      const slope = seen.reduce((sum, [score, p]) => {
        return sum + (p * (score - share)) / (1 + theta * (score - share));
      }, 0);
      if (slope > 0) low = theta;
      else high = theta;
    }
    return seen.map(([score, p]) => p / (1 + low * (score - share)));
  };
  const [p0, p1] = [fitted(weak), fitted(strong)];
  return games * seen.reduce((sum, [, p], i) => sum + p * Math.log(p1[i] / p0[i]), 0);
}
