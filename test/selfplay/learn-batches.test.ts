import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import type { TrainingBatch } from '../../network/training/batch.js';
import { BatchMaker, type BatchPlan } from '../../selfplay/learn/batch-maker.js';
import { ReplayWindow } from '../../selfplay/learn/window.js';
import type { PlayedGame, SearchedTurn } from '../../selfplay/records/played-game.js';
import { randomPlayedGame } from './learn-games.js';

const SIDE = 5;
const AREA = SIDE * SIDE;
const SETTINGS = { smallest: 10_000, largest: 10_000, growth: 0, exponent: 1 };
const PLAN: BatchPlan = {
  planes: 'alphago-zero',
  heads: ['policy', 'value', 'ownership', 'score'],
  rows: 64,
  valueFromSearch: 0.25,
};
const PLANES = PLANE_SETS[PLAN.planes].planes;

const random = new Random(3);
const games = Array.from({ length: 6 }, (_, i) => randomPlayedGame(i, SIDE, 25, random));

function windowOf(played: readonly PlayedGame[]): ReplayWindow {
  const window = new ReplayWindow(Board.of(SIDE), SETTINGS);
  for (const game of played) window.add(game);
  return window;
}

/** One row as arrays that can be compared: planes and targets. */
interface Row {
  readonly planes: number[];
  readonly policy: number[];
  readonly value: number;
  readonly ownership: number[];
  readonly score: number;
}

function rowOf({ planes, targets }: TrainingBatch, row: number): Row {
  const part = (data: Float32Array, length: number): number[] => [
    ...data.subarray(row * length, (row + 1) * length),
  ];
  return {
    planes: part(planes, PLANES * AREA),
    policy: part(targets.policy!, AREA + 1),
    value: targets.value![row],
    ownership: part(targets.ownership!, AREA),
    score: targets.score![row],
  };
}

/** A grid turned a quarter, and one mirrored: all eight symmetries come of these two. */
const turned = (grid: readonly number[]): number[] =>
  grid.map((_, p) => grid[(SIDE - 1 - (p % SIDE)) * SIDE + Math.floor(p / SIDE)]);
const mirrored = (grid: readonly number[]): number[] =>
  grid.map((_, p) => grid[p - (p % SIDE) + SIDE - 1 - (p % SIDE)]);

const grids = (numbers: readonly number[]): number[][] =>
  Array.from({ length: Math.floor(numbers.length / AREA) }, (_, i) =>
    numbers.slice(i * AREA, (i + 1) * AREA),
  );

function transformed(row: Row, change: (grid: readonly number[]) => number[]): Row {
  return {
    ...row,
    planes: grids(row.planes).flatMap(change),
    policy: [...change(row.policy.slice(0, AREA)), row.policy[AREA]],
    ownership: change(row.ownership),
  };
}

function views(row: Row): Row[] {
  const all = [row];
  for (let i = 0; i < 3; i++) all.push(transformed(all[i], turned));
  return [...all, ...all.map((each) => transformed(each, mirrored))];
}

/** What a turn says, unturned, straight from the record. */
function plainRow(played: PlayedGame, { ply, value, moves, shares }: SearchedTurn): Row {
  const game = new Game(Board.of(SIDE), RULE_PRESETS['tromp-taylor']);
  for (const move of played.moves.subarray(0, ply)) game.play(move);
  const planes = new Float32Array(PLANES * AREA);
  PLANE_SETS[PLAN.planes].writer(game.board).write(game, 0, planes, 0);
  const policy = new Array<number>(AREA + 1).fill(0);
  moves.forEach((move, i) => (policy[move] = shares[i]));
  const black = ply % 2 === 0;
  const whiteWon = Math.sign(played.margin);
  return {
    planes: [...planes],
    policy,
    value: 0.75 * (black ? -whiteWon : whiteWon) + 0.25 * value,
    ownership: [...played.owners].map((owner) => (black ? owner : -owner)),
    score: black ? -played.margin : played.margin,
  };
}

const close = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((x, i) => Math.abs(x - b[i]) < 1e-4);

const sameRow = (a: Row, b: Row): boolean =>
  close([a.value, a.score], [b.value, b.score]) &&
  close(a.policy, b.policy) &&
  close(a.ownership, b.ownership) &&
  close(a.planes, b.planes);

describe('batches from the replay window', () => {
  it('hold what the records say of positions, for the side to move, under one symmetry a row', () => {
    const rows = games.flatMap((game) =>
      game.turns.filter(({ full }) => full).map((turn) => views(plainRow(game, turn))),
    );
    const maker = new BatchMaker(windowOf(games), PLAN);
    const drawn = rows.map(() => 0);
    const seen = new Array<number>(8).fill(0);
    const batches = 20;
    const source = new Random(4);
    for (let i = 0; i < batches; i++) {
      const batch = maker.draw(source);
      for (let row = 0; row < PLAN.rows; row++) {
        const actual = rowOf(batch, row);
        const position = rows.findIndex((all) => all.some((view) => sameRow(actual, view)));
        assert.notEqual(position, -1, `row ${row} of batch ${i} is of no position`);
        drawn[position]++;
        // An empty board looks the same from everywhere: count what tells views apart.
        const matching = rows[position].filter((view) => sameRow(actual, view));
        if (matching.length === 1) seen[rows[position].indexOf(matching[0])]++;
      }
    }
    // Uniform: within five standard deviations of the mean, each by itself.
    const within = (counts: readonly number[], name: string): void => {
      const mean = counts.reduce((a, b) => a + b) / counts.length;
      for (const count of counts) {
        assert.ok(Math.abs(count - mean) < 5 * Math.sqrt(mean), `${name}: ${counts.join()}`);
      }
    };
    within(drawn, 'positions');
    within(seen, 'symmetries');
  });

  it('ask for moves on empty points, as the planes show them', () => {
    const maker = new BatchMaker(windowOf(games), PLAN);
    const batch = maker.draw(new Random(5));
    let moves = 0;
    for (let row = 0; row < PLAN.rows; row++) {
      const { planes, policy } = rowOf(batch, row);
      const [own, opponents] = grids(planes);
      for (let p = 0; p < AREA; p++) {
        if (policy[p] === 0) continue;
        assert.deepEqual([own[p], opponents[p]], [0, 0]);
        moves++;
      }
    }
    assert.ok(moves > PLAN.rows);
  });

  it('are the same for the same random numbers, whatever was drawn before', () => {
    const window = windowOf(games);
    const [first, second] = [new BatchMaker(window, PLAN), new BatchMaker(window, PLAN)];
    first.draw(new Random(6));
    const expected = structuredClone(second.draw(new Random(7)));
    assert.deepEqual(first.draw(new Random(7)), expected);
    assert.notDeepEqual(first.draw(new Random(8)), expected);
  });

  it('have targets for the heads that are asked for only', () => {
    const maker = new BatchMaker(windowOf(games), { ...PLAN, heads: ['policy', 'value'] });
    assert.deepEqual(Object.keys(maker.draw(new Random(9)).targets), ['policy', 'value']);
  });

  it('cannot come of nothing', () => {
    const maker = new BatchMaker(windowOf([]), PLAN);
    assert.throws(() => maker.draw(new Random(10)), /no position to learn from/);
  });
});
