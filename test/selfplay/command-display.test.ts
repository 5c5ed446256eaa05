import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BLACK, WHITE } from '../../engine/color.js';
import { DRAW, win } from '../../engine/outcome.js';
import { CommandError, describeError } from '../../selfplay/command/command-error.js';
import { duration, rate } from '../../selfplay/command/figures.js';
import { cut, LiveDisplay } from '../../selfplay/command/live-display.js';
import { matchSummary } from '../../selfplay/command/match-text.js';
import { painterFor } from '../../selfplay/command/progress.js';
import { NO_END, runLine, runLines } from '../../selfplay/command/run-picture.js';
import type { Output } from '../../selfplay/command/surroundings.js';
import type { RunStatus } from '../../selfplay/loop/status.js';
import type { MatchResult } from '../../selfplay/match/play-match.js';

/** A terminal that keeps what it shows: it knows line feeds, cursor up and clearing below. */
class Screen {
  rows = [''];
  private row = 0;

  constructor(readonly columns: number) {}

  get output(): Output {
    const write = (text: string): boolean => {
      this.write(text);
      return true;
    };
    return { write, columns: this.columns, isTTY: true } as unknown as Output;
  }

  private write(text: string): void {
    for (const [piece, up = ''] of text.matchAll(
      /\u001b\[(\d+)A|\u001b\[J|\r|\n|[^\u001b\r\n]+/g,
    )) {
      if (up !== '') this.row -= Number(up);
      else if (piece === '\u001b[J') this.rows = [...this.rows.slice(0, this.row), ''];
      else if (piece === '\n') this.rows[++this.row] ??= '';
      else if (piece !== '\r') this.rows[this.row] = piece;
    }
  }
}

const STATUS: RunStatus = {
  games: 432,
  wanted: 1000,
  positions: 12_345,
  gamesPerSecond: 2.34,
  positionsPerSecond: 123.4,
  networkShare: 0.812,
  elapsed: 60,
  left: 243,
  champion: 3,
  elo: { rating: 1423.4, interval: 60.2 },
  losses: { loss: 3.21, 'loss.policy': 2.5, gradientNorm: 9 },
  bench: { kind: 'gate', network: 4, done: 50, total: 800, points: 29 },
};

const plain = (_: string, text: string): string => text;

describe('a live display', () => {
  it('draws in place, prints above, and leaves nothing of itself', () => {
    const screen = new Screen(40);
    const display = new LiveDisplay(screen.output);
    display.draw(['one', 'two']);
    display.draw(['three']);
    assert.deepEqual(screen.rows, ['three', '']);
    display.print('news');
    assert.deepEqual(screen.rows, ['news', 'three', '']);
    display.draw(['four', 'five']);
    display.clear();
    assert.deepEqual(screen.rows, ['news', '']);
  });

  it('cuts lines off before the last column, so that none wraps', () => {
    const screen = new Screen(10);
    new LiveDisplay(screen.output).draw(['0123456789abc']);
    assert.deepEqual(screen.rows, ['012345678', '']);
  });

  it('cuts text, not what colours it', () => {
    assert.equal(cut('\u001b[1mabc\u001b[0mdef', 4), '\u001b[1mabc\u001b[0md');
  });
});

describe('colours', () => {
  const terminal = (isTTY: boolean, colors: boolean): Output =>
    ({ isTTY, hasColors: () => colors }) as unknown as Output;

  it('are only for terminals that have them and whose user wants them', () => {
    assert.equal(painterFor(terminal(true, true))('bold', 'x'), '\u001b[1mx\u001b[0m');
    assert.equal(painterFor(terminal(true, false))('bold', 'x'), 'x');
    assert.equal(painterFor(terminal(false, true))('bold', 'x'), 'x');
  });
});

describe('how a run goes', () => {
  it('is a few lines on a terminal', () => {
    assert.deepEqual(runLines(STATUS, plain), [
      'games    ██████████░░░░░░░░░░░░░░ 432 of 1,000  2.3 games/s  123 positions/s  network 81 %  4 min to go',
      'gate     ██░░░░░░░░░░░░░░░░░░░░░░ candidate 4: 50 of 800 games, 58.0 % of the points',
      'champion 3  1,423 ± 60 Elo  loss 3.210 (policy 2.500)',
    ]);
  });

  it('is one line elsewhere', () => {
    assert.equal(
      runLine({ ...STATUS, bench: { kind: 'learning', network: 4, done: 0, total: 0 } }),
      '432 of 1,000 games  2.3 games/s  123 positions/s  network 81 %  4 min to go  champion 3  ' +
        '1,423 ± 60 Elo  loss 3.210 (policy 2.500)  learning candidate 4: is being prepared',
    );
  });

  it('says nothing that is not known', () => {
    const begun = { ...STATUS, games: 0, gamesPerSecond: 0, left: undefined, elo: undefined };
    assert.equal(
      runLine({ ...begun, wanted: NO_END, losses: {}, bench: undefined }),
      '0 games  champion 3',
    );
  });

  it('tells times and rates in few digits', () => {
    assert.deepEqual([45, 240, 7500, 4e5].map(duration), ['45 s', '4 min', '2 h 5 min', '5 days']);
    assert.deepEqual([0.123, 3.14, 76.4, 12_345].map(rate), ['0.12', '3.1', '76', '12,345']);
  });
});

describe('how a match went', () => {
  const game = (number: number, rest: Pick<MatchResult, 'outcome' | 'points'>): MatchResult => ({
    game: number,
    colorOfA: number % 2 === 0 ? BLACK : WHITE,
    moves: [1, 2, 3],
    ...rest,
  });

  it('is the score, its interval, the colours, and how games ended', () => {
    const results = [
      game(0, { outcome: win(BLACK, 3.5), points: 1 }),
      { ...game(1, { outcome: win(BLACK, 'forfeit'), points: 0 }), reason: 'it fell asleep' },
      { ...game(2, { outcome: win(BLACK, 1), points: 1 }), by: 'disputed' as const },
      game(3, { outcome: DRAW, points: 0.5 }),
    ];
    assert.deepEqual(matchSummary({ a: 'x', b: 'y' }, results, 50), [
      'x against y: 2 won, 1 drawn, 1 lost',
      // Wilson's interval of 5/8 in 4 games: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
      'share of the points 62.5 % (95 %: 21.9 % to 90.8 %), Elo +89 (−220 to +398)',
      'points as Black 2 of 2, as White 0.5 of 2',
      'games ended: 3 by score, 1 by forfeit, 1 of them disputed',
      'a forfeit: it fell asleep',
    ]);
  });

  it('is nothing but that where no game was played', () => {
    assert.deepEqual(matchSummary({ a: 'x', b: 'y' }, [], 50), ['x against y: 0 won, 0 lost']);
  });
});

describe('an error', () => {
  it('is told in one line with its code', () => {
    const failure = { code: 'ERR_SETTINGS', message: 'this is\n  wrong\n' };
    assert.equal(describeError(new CommandError(failure)), 'this is wrong (ERR_SETTINGS)');
    assert.equal(describeError(new Error('ERR_DISK_FULL: no room')), 'no room (ERR_DISK_FULL)');
  });

  it('that nobody expected is told as that', () => {
    assert.match(describeError(new TypeError('x is undefined')), /DEBUG=1.*\(ERR_UNEXPECTED\)$/);
  });
});
