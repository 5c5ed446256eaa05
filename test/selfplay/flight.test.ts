import assert from 'node:assert/strict';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';
import { unwrap } from '../../engine/result.js';
import type { Damage } from '../../selfplay/disk/damage.js';
import { makeRecord } from '../../selfplay/records/encode.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { FlightLog, flightPath, flightsIn, readFlight } from '../../selfplay/run/flight.js';
import { findOutstanding } from '../../selfplay/run/outstanding.js';
import { randomGame } from './support/played-games.js';
import { temporaryFolder } from './support/temporary.js';

function begin(folder: string, game: PlayedGame): FlightLog {
  const { number, width, height, komi, champion } = game;
  return unwrap(FlightLog.start(folder, { number, width, height, komi, champion: champion.first }));
}

function play(log: FlightLog, game: PlayedGame, from: number, to: number): void {
  for (let ply = from; ply < to; ply++) {
    unwrap(
      log.append(
        game.moves[ply],
        game.turns.find((turn) => turn.ply === ply),
      ),
    );
  }
}

/** A folder with that game in flight, and the size of its file before each move and after the last. */
function inFlight(t: TestContext, game: PlayedGame): { folder: string; sizes: number[] } {
  const folder = temporaryFolder(t);
  const log = begin(folder, game);
  const size = (): number => readFileSync(flightPath(folder, game.number)).length;
  const sizes = [size()];
  for (let ply = 0; ply < game.moves.length; ply++) {
    play(log, game, ply, ply + 1);
    sizes.push(size());
  }
  log.close();
  return { folder, sizes };
}

/** The record of a game with the moves and turns that a flight gave. */
function recordOf(game: PlayedGame, folder: string): Uint8Array {
  const { moves, turns } = unwrap(readFlight(folder, game.number));
  return makeRecord({ ...game, moves: Uint16Array.from(moves), turns });
}

describe('a game in flight', () => {
  it('is recorded as it would have been, had it not been interrupted', (t) => {
    for (const side of [9, 19]) {
      const game = randomGame(side, { width: side, height: side, length: 30 });
      assert.deepEqual(recordOf(game, inFlight(t, game).folder), makeRecord(game));
    }
  });

  it('is known up to its last whole move, wherever its file ends, and goes on from there', (t) => {
    const game = randomGame(4);
    const { folder, sizes } = inFlight(t, game);
    const file = flightPath(folder, 4);
    for (let size = sizes.at(-1)!; size >= sizes[0]; size -= 3) {
      truncateSync(file, size);
      const flight = unwrap(readFlight(folder, 4));
      const whole = sizes.filter((s) => s <= size).length - 1;
      assert.deepEqual(flight.moves, [...game.moves.slice(0, whole)]);
      assert.equal(flight.end, sizes[whole]);
      assert.equal(flight.komi, game.komi);
      assert.equal(flight.champion, game.champion.first);
      const log = unwrap(FlightLog.resume(folder, flight));
      play(log, game, whole, game.moves.length);
      log.close();
      assert.deepEqual(recordOf(game, folder), makeRecord(game));
    }
  });

  it('is known up to the first damage, which is named', (t) => {
    const game = randomGame(4);
    const { folder, sizes } = inFlight(t, game);
    const file = flightPath(folder, 4);
    const bytes = readFileSync(file);
    bytes[sizes[5] + 13] ^= 1;
    writeFileSync(file, bytes);
    const { moves, turns, end, damages } = unwrap(readFlight(folder, 4));
    assert.deepEqual(moves, [...game.moves.slice(0, 5)]);
    assert.equal(turns.length, game.turns.filter(({ ply }) => ply < 5).length);
    assert.equal(end, sizes[5]);
    assert.deepEqual(
      damages.map(({ file, offset }) => ({ file, offset })),
      [{ file, offset: sizes[5] }],
    );
  });

  it('is known up to a move whose search is of another one', (t) => {
    const game = randomGame(4, { searched: 1 });
    const folder = temporaryFolder(t);
    const log = begin(folder, game);
    play(log, game, 0, 3);
    unwrap(log.append(game.moves[3], game.turns[4]));
    log.close();
    assert.deepEqual(unwrap(readFlight(folder, 4)).moves, [...game.moves.slice(0, 3)]);
  });

  it('is none where the file is missing, another game, or damaged at its start', (t) => {
    const { folder, sizes } = inFlight(t, randomGame(4));
    const file = flightPath(folder, 4);
    const code = (number: number): string | undefined => {
      const read = readFlight(folder, number);
      return read.ok ? undefined : read.error.code;
    };
    assert.equal(code(5), 'ERR_FLIGHT');
    writeFileSync(flightPath(folder, 5), readFileSync(file));
    assert.equal(code(5), 'ERR_FLIGHT');
    truncateSync(file, sizes[0] - 1);
    assert.equal(code(4), 'ERR_FLIGHT');
  });

  it('does not begin twice', (t) => {
    const { folder } = inFlight(t, randomGame(4));
    assert.throws(() => begin(folder, randomGame(4)), RangeError);
  });
});

describe('what is outstanding', () => {
  /** The numbers that are recorded. */
  function recorded(...numbers: number[]): Parameters<typeof findOutstanding>[1] {
    const next = Math.max(-1, ...numbers) + 1;
    return { numbers: { has: (number) => numbers.includes(number), next } };
  }

  it('are flights to resume, numbers to play anew, and the first never begun', (t) => {
    const folder = temporaryFolder(t);
    for (const number of [1, 3, 6, 11]) begin(folder, randomGame(number)).close();
    writeFileSync(flightPath(folder, 7), 'rubbish');
    writeFileSync(flightPath(folder, 8), '');
    const damages: Damage[] = [];
    const { flights, missing, next } = findOutstanding(folder, recorded(0, 1, 2, 5), (damage) => {
      damages.push(damage);
    });
    assert.deepEqual(
      flights.map(({ number }) => number),
      [3, 6, 11],
    );
    assert.deepEqual(missing, [4, 7, 8, 9, 10]);
    assert.equal(next, 12);
    assert.deepEqual(flightsIn(folder), [3, 6, 11]);
    assert.equal(existsSync(flightPath(folder, 1)), false);
    assert.equal(damages.length, 1);
    assert.match(damages[0].reason, /7\.flight/);
  });

  it('is nothing in a run that has not begun', (t) => {
    const outstanding = findOutstanding(temporaryFolder(t), recorded(), ({ file }) => {
      assert.fail(file);
    });
    assert.deepEqual(outstanding, { flights: [], missing: [], next: 0 });
  });
});
