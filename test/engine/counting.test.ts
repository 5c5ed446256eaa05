import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { countGames, countReachable, countSetups } from './legal-positions.js';

/** Width, height and the legal positions: OEIS A102620, A094777 and Tromp & Farnebäck's table. */
const LEGAL_POSITIONS: readonly [width: number, height: number, count: number][] = [
  [1, 1, 1],
  [1, 2, 5],
  [1, 3, 15],
  [1, 4, 41],
  [5, 1, 113],
  [2, 2, 57],
  [2, 3, 489],
  [3, 2, 489],
  [2, 4, 4125],
  [3, 3, 12675],
];

describe('the legal positions', () => {
  for (const [width, height, count] of LEGAL_POSITIONS) {
    it(`on ${width}×${height} are ${count}`, () => {
      assert.equal(countSetups(Board.of(width, height)), count);
    });
    it(`reached by playing on ${width}×${height} are ${count}`, () => {
      assert.equal(countReachable(Board.of(width, height)), count);
    });
  }
});

describe('the games without a repetition', () => {
  for (const [width, count] of [
    [1, 1],
    [2, 9],
    [3, 907],
  ]) {
    it(`on ${width}×1 are ${count}`, () => {
      assert.equal(countGames(Board.of(width, 1)), count);
    });
  }
});
