import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Countdown } from '../../selfplay/command/countdown.js';

describe('a countdown', () => {
  it('tells the time left once something has been done, and not before', () => {
    const games = new Countdown(5_000, 'games', 1_200);
    assert.equal(games.text, '1,200 of 5,000 games');
    games.note(1_200);
    assert.equal(games.secondsLeft, undefined);
    games.note(2_000);
    assert.match(games.text, /^2,000 of 5,000 games {2}\d+ s to go$/);
    games.note(5_000);
    assert.equal(games.secondsLeft, 0);
  });
});
