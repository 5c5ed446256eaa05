import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { unwrap } from '../../engine/result.js';
import { makeRecord, parseRecord } from '../../selfplay/records/encode.js';
import type { PlayedGame, SearchedTurn } from '../../selfplay/records/played-game.js';
import { playedGames, randomGame } from './support/played-games.js';

/** The game without what is rounded in its record. */
function exactPart({ resignation, turns, ...game }: PlayedGame): unknown {
  const exact = turns.map(({ ply, visits, full, moves }) => ({ ply, visits, full, moves }));
  return { ...game, turns: exact, playedOut: resignation?.playedOut };
}

function assertClose(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

function assertSameTurn(actual: SearchedTurn, expected: SearchedTurn): void {
  assertClose(actual.value, expected.value, 1 / 65534 + 1e-9);
  const total = actual.shares.reduce((sum, share) => sum + share, 0);
  assertClose(total, 1, 1e-5);
  expected.shares.forEach((share, i) => {
    assertClose(actual.shares[i], share, 1 / 65535 + 1e-6);
  });
}

/** Asserts all that a reader of records relies on. */
function assertSound(game: PlayedGame): void {
  const area = game.width * game.height;
  const areMoves = (moves: Uint16Array): boolean => moves.every((move) => move <= area);
  assert.ok(areMoves(game.moves) && Number.isFinite(game.komi) && Number.isFinite(game.margin));
  assert.equal(game.owners.length, area);
  assert.ok(game.owners.every((owner) => Math.abs(owner) <= 1));
  for (const { ply, value, moves, shares } of game.turns) {
    assert.ok(ply < game.moves.length && Math.abs(value) <= 1 && areMoves(moves));
    assert.equal(shares.length, moves.length);
    assertClose(
      shares.reduce((sum, share) => sum + share, 0),
      1,
      1e-5,
    );
  }
}

describe('records', () => {
  it('hold a game, values and shares to within 1/65,534', () => {
    fc.assert(
      fc.property(playedGames, (game) => {
        const read = unwrap(parseRecord(makeRecord(game)));
        assert.deepEqual(exactPart(read), exactPart(game));
        read.turns.forEach((turn, i) => {
          assertSameTurn(turn, game.turns[i]);
        });
        assertSound(read);
      }),
    );
  });

  it('that are read are written as the same bytes again', () => {
    fc.assert(
      fc.property(playedGames, (game) => {
        const bytes = makeRecord(game);
        assert.deepEqual(makeRecord(unwrap(parseRecord(bytes))), bytes);
      }),
    );
  });

  it('keep shares that add up to 1 even where all are tiny', () => {
    const moves = Uint16Array.from({ length: 362 }, (_, i) => i);
    const shares = new Float32Array(362).fill(1 / 362);
    const turn = { ply: 0, visits: 400, full: true, value: 1, moves, shares };
    const game = { ...randomGame(0, { width: 19, height: 19 }), turns: [turn] };
    assertSameTurn(unwrap(parseRecord(makeRecord(game))).turns[0], turn);
  });

  it('make shares add up to 1 where they nearly did', () => {
    const sound = randomGame(3);
    const [turn] = sound.turns;
    const shares = turn.shares.map((share) => 1.0005 * share);
    const game = { ...sound, turns: [{ ...turn, shares }] };
    assertSameTurn(unwrap(parseRecord(makeRecord(game))).turns[0], turn);
  });

  it('of 60 turns with 20 moves each on 9×9 take less than 5,000 bytes', () => {
    const game = randomGame(100_000, { length: 60, candidates: 20, searched: 1 });
    assert.equal(game.turns.length, 60);
    assert.ok(makeRecord(game).length < 5000, `${makeRecord(game).length} bytes`);
  });

  it('are refused, or sound, whatever has been done to their bytes', () => {
    const damage = fc.record({
      at: fc.nat(),
      mask: fc.integer({ min: 1, max: 255 }),
      cut: fc.nat(),
    });
    fc.assert(
      fc.property(playedGames, damage, (game, { at, mask, cut }) => {
        const bytes = makeRecord(game);
        bytes[at % bytes.length] ^= mask;
        for (const damaged of [bytes, bytes.slice(0, cut % bytes.length)]) {
          const read = parseRecord(damaged);
          if (read.ok) assertSound(read.value);
          else assert.equal(read.error.code, 'ERR_RECORD');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused where bytes are of no record', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = parseRecord(bytes);
        assert.equal(read.ok ? undefined : read.error.code, 'ERR_RECORD');
      }),
    );
    const huge = Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff, 0x01); // a list of 4 billion
    assert.equal(parseRecord(huge).ok, false);
  });

  /** Which field, what is put there, and what the message must name. */
  const wrong: readonly (readonly [field: number, value: unknown, named: RegExp])[] = [
    [0, 2, /version must be a whole number from 1 to 1/],
    [1, -1, /number/],
    [1, 1.5, /number/],
    [2, 26, /width must be a whole number from 1 to 25/],
    [3, 0, /height/],
    [3, 8, /moves|owners/],
    [4, 'go', /rules/],
    [4, 'toString', /rules/],
    [5, NaN, /komi must be a finite number/],
    [5, Infinity, /komi/],
    [6, null, /champion/],
    [7, -1, /champion/],
    [8, Uint8Array.of(82), /moves must be points from 0 to 81/],
    [8, 'moves', /moves must be bytes/],
    [8, new Uint8Array(), /turns must be of rising plies/],
    [9, null, /turn must be a list/],
    [9, [7], /turn must be a list of fields/],
    [10, 'Black', /outcome/],
    [11, NaN, /margin/],
    [12, new Uint8Array(80), /owners/],
    [12, new Uint8Array(81).fill(2), /owners/],
    [13, [true, 0], /value/],
    [13, [1, 0, 0], /playedOut must be true or false/],
    [13, [true, 0, 32768], /value/],
    [14, 0, /15 fields, not 14/],
  ];
  const wrongInTurn: readonly (readonly [field: number, value: unknown, named: RegExp])[] = [
    [0, 12, /rising plies/],
    [1, 'many', /visits/],
    [2, 0, /full/],
    [3, 0.5, /value/],
    [3, -32768, /value/],
    [4, new Uint8Array(), /as many as moves/],
    [4, Uint8Array.of(90, 1, 1, 1, 1), /moves must be points/],
    [5, new Uint8Array(10), /shares must be parts of 1/],
    [5, new Uint8Array(9), /shares/],
    [6, 0, /7 fields, not 6/],
  ];
  const game = makeRecord(randomGame(1));

  for (const [field, value, named] of wrong) {
    it(`are refused with a wrong field ${field}: ${named.source}`, () => {
      const fields = decode(game) as unknown[];
      fields[field] = value;
      assertRefused(encode(fields), named);
    });
  }
  for (const [field, value, named] of wrongInTurn) {
    it(`are refused with a wrong field ${field} of a turn: ${named.source}`, () => {
      const fields = decode(game) as unknown[];
      (fields[9] as unknown[][])[1][field] = value;
      assertRefused(encode(fields), named);
    });
  }

  function assertRefused(bytes: Uint8Array, named: RegExp): void {
    const read = parseRecord(bytes);
    assert.ok(!read.ok, 'accepted');
    assert.equal(read.error.code, 'ERR_RECORD');
    assert.match(read.error.message, named);
  }

  it('are not made of games that must not be learnt from', () => {
    const sound = randomGame(1);
    const withTurn = (change: Partial<SearchedTurn>): PlayedGame => ({
      ...sound,
      turns: [{ ...sound.turns[0], ...change }],
    });
    const { shares } = sound.turns[0];
    const bad = [
      { ...sound, komi: NaN },
      { ...sound, margin: Infinity },
      withTurn({ value: NaN }),
      withTurn({ value: 1.5 }),
      withTurn({ shares: shares.map((share) => 2 * share) }),
      withTurn({ shares: shares.map(() => NaN) }),
      withTurn({ shares: shares.slice(1) }),
    ];
    for (const game of bad) assert.throws(() => makeRecord(game), RangeError);
    makeRecord(withTurn({ value: 1 + 1e-7 })); // a mean's rounding
  });
});
