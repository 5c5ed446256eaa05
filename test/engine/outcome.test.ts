import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BLACK, WHITE } from '../../engine/color.js';
import {
  DRAW,
  makeOutcome,
  type Outcome,
  outcomeOfScore,
  parseOutcome,
  UNKNOWN,
  VOID,
  win,
  type WonBy,
} from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';

const wonBy: fc.Arbitrary<WonBy> = fc.oneof(
  fc.constantFrom<WonBy>('resign', 'time', 'forfeit', 'untold'),
  fc.integer({ min: 1, max: 4000 }).map((quarters) => quarters / 4),
  fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }),
);

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom(DRAW, VOID, UNKNOWN),
  fc.tuple(fc.constantFrom(BLACK, WHITE), wonBy).map(([winner, by]) => win(winner, by)),
);

describe('outcomes', () => {
  it('are read as SGF writes them', () => {
    const facts: [string, Outcome][] = [
      ['B+1.5', win(BLACK, 1.5)],
      ['W+64', win(WHITE, 64)],
      ['W+0.50', win(WHITE, 0.5)],
      ['B+.5', win(BLACK, 0.5)],
      ['B+3,25', win(BLACK, 3.25)],
      ['W+R', win(WHITE, 'resign')],
      ['W+Resign', win(WHITE, 'resign')],
      ['b+r', win(BLACK, 'resign')],
      ['B+T', win(BLACK, 'time')],
      ['W+Time', win(WHITE, 'time')],
      ['B+F', win(BLACK, 'forfeit')],
      ['W+Forfeit', win(WHITE, 'forfeit')],
      ['B+', win(BLACK, 'untold')],
      ['0', DRAW],
      ['Draw', DRAW],
      ['Jigo', DRAW],
      ['B+0', DRAW],
      ['Void', VOID],
      ['?', UNKNOWN],
      ['', UNKNOWN],
      [' W+R\n', win(WHITE, 'resign')],
    ];
    for (const [text, outcome] of facts) {
      assert.deepEqual(unwrap(parseOutcome(text)), outcome, text);
    }
  });

  it('come back from what they are written as', () => {
    fc.assert(
      fc.property(outcomes, (outcome) => {
        assert.deepEqual(unwrap(parseOutcome(makeOutcome(outcome))), outcome);
      }),
    );
  });

  it('are written in the short form', () => {
    const written = [win(BLACK, 1.5), win(WHITE, 'resign'), win(BLACK, 'untold'), DRAW, VOID];
    assert.deepEqual(written.map(makeOutcome), ['B+1.5', 'W+R', 'B+', '0', 'Void']);
    assert.equal(makeOutcome(UNKNOWN), '?');
  });

  it('are refused with a code', () => {
    for (const text of ['B', 'X+1', 'B+-1', 'B+1.5.5', 'B+x', 'B+1e999', 'toString', '黑中盘胜']) {
      const result = parseOutcome(text);
      assert.ok(!result.ok, text);
      assert.equal(result.error.code, 'ERR_OUTCOME');
    }
  });

  it('follow from the score', () => {
    assert.deepEqual(outcomeOfScore(7.5), win(WHITE, 7.5));
    assert.deepEqual(outcomeOfScore(-3), win(BLACK, 3));
    assert.deepEqual(outcomeOfScore(0), DRAW);
  });
});
