import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { countReachable, countSetups } from './legal-positions.js';

/** The 4×4 board's entry of OEIS A094777. */
const LEGAL_ON_4X4 = 24_318_165;

describe('the legal positions on 4×4', () => {
  it('are as many when set up', () => {
    assert.equal(countSetups(Board.of(4)), LEGAL_ON_4X4);
  });

  it('are as many when reached by playing', () => {
    assert.equal(countReachable(Board.of(4)), LEGAL_ON_4X4);
  });
});
