import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { unwrap } from '../../engine/result.js';
import type { Damage } from '../../selfplay/disk/damage.js';
import { makeRecord, parseRecord } from '../../selfplay/records/encode.js';
import type { PlayedGame } from '../../selfplay/records/played-game.js';
import { RecordFiles } from '../../selfplay/records/record-files.js';
import { makeFrame } from '../../selfplay/records/frame.js';
import { randomGame } from './support/played-games.js';
import { temporaryFolder } from './support/temporary.js';

const GAMES_PER_FILE = 5;

interface Opened {
  readonly files: RecordFiles;
  readonly damages: Damage[];
}

function open(folder: string): Opened {
  const damages: Damage[] = [];
  const tell = (damage: Damage): void => void damages.push(damage);
  return { files: unwrap(RecordFiles.open(folder, tell, GAMES_PER_FILE)), damages };
}

/** A folder in which games of those numbers have been recorded. */
function folderOf(t: TestContext, numbers: readonly number[]): string {
  const folder = temporaryFolder(t);
  const { files } = open(folder);
  for (const number of numbers) unwrap(files.append(randomGame(number)));
  files.close();
  return folder;
}

function numbersTo(end: number): number[] {
  return [...Array(end).keys()];
}

function numbersOf(games: Iterable<PlayedGame>): number[] {
  return [...games].map(({ number }) => number);
}

function fullTurns(numbers: readonly number[]): number {
  const turns = numbers.flatMap((number) => randomGame(number).turns);
  return turns.filter(({ full }) => full).length;
}

/** Where the frame of a game begins, among games recorded in that order in one file. */
function offsetOf(numbers: readonly number[], number: number): number {
  const before = numbers.slice(0, numbers.indexOf(number));
  return before.reduce((sum, n) => sum + makeFrame(makeRecord(randomGame(n))).length, 0);
}

function flip(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes[offset] ^= 0x55;
  writeFileSync(file, bytes);
}

describe('files of records', () => {
  it('give back the games in order, some to a file', (t) => {
    const numbers = [3, 0, 1, 2, 7, 5, 6, 4, 9, 8, 11, 12];
    const folder = folderOf(t, numbers);
    const names = readdirSync(folder).filter((name) => name.endsWith('.games'));
    assert.deepEqual(names, ['000001.games', '000002.games', '000003.games']);
    const { files, damages } = open(folder);
    assert.deepEqual(numbersOf(files.oldest()), numbers);
    assert.deepEqual(numbersOf(files.newest()), numbers.toReversed());
    const [first] = files.oldest();
    assert.deepEqual(first, unwrap(parseRecord(makeRecord(randomGame(3)))));
    assert.deepEqual(damages, []);
  });

  it('know how many games and full turns there are, and which numbers', (t) => {
    const numbers = [0, 1, 2, 4, 5, 6, 8];
    const { files } = open(folderOf(t, numbers));
    assert.equal(files.games, 7);
    assert.equal(files.fullTurns, fullTurns(numbers));
    assert.equal(files.numbers.next, 9);
    assert.deepEqual(
      numbersTo(12).filter((number) => files.numbers.has(number)),
      numbers,
    );
    unwrap(files.append(randomGame(3)));
    assert.equal(files.games, 8);
    assert.equal(files.fullTurns, fullTurns([...numbers, 3]));
    assert.throws(() => files.append(randomGame(3)), RangeError);
    files.close();
  });

  it('are not read on opening, but the last, unless their summary is missing or wrong', (t) => {
    const folder = folderOf(t, numbersTo(12));
    const first = join(folder, '000001.games');
    const whole = readFileSync(first);
    writeFileSync(first, Buffer.alloc(whole.length)); // as long as before, so the summary fits
    assert.equal(open(folder).files.games, 12);
    assert.deepEqual(open(folder).damages, []);

    writeFileSync(join(folder, '000001.index.json'), '{"bytes": 1');
    const { files, damages } = open(folder);
    assert.equal(files.games, 7);
    assert.deepEqual(
      damages.map(({ file, bytes }) => ({ file, bytes })),
      [{ file: first, bytes: whole.length }],
    );

    writeFileSync(first, whole.subarray(0, offsetOf(numbersTo(5), 2)));
    assert.equal(open(folder).files.games, 9);
    writeFileSync(first, whole);
    rmSync(join(folder, '000001.index.json'));
    const { files: again } = open(folder);
    assert.equal(again.games, 12);
    assert.equal(again.fullTurns, fullTurns(numbersTo(12)));
  });

  it('give the newest games that have so many full turns, from as few files as that takes', (t) => {
    const folder = folderOf(t, numbersTo(17));
    const { files, damages } = open(folder);
    rmSync(join(folder, '000001.games')); // would be damage, were it read
    rmSync(join(folder, '000002.games'));
    const wanted = fullTurns([13, 14, 15, 16]);
    assert.deepEqual(numbersOf(files.readNewest(wanted)), [13, 14, 15, 16]);
    assert.deepEqual(numbersOf(files.readNewest(wanted + 1)), [12, 13, 14, 15, 16]);
    assert.deepEqual(numbersOf(files.readNewest(0)), []);
    assert.deepEqual(numbersOf(files.readNewest(Infinity)), [10, 11, 12, 13, 14, 15, 16]);
    assert.deepEqual(damages, []);
  });

  it('skip a damaged game, name it once, and take it again under its number', (t) => {
    const numbers = [0, 1, 2, 3];
    const folder = folderOf(t, numbers);
    const file = join(folder, '000001.games');
    const offset = offsetOf(numbers, 2);
    flip(file, offset + 50);
    const { files, damages } = open(folder);
    const expected = { file, offset, bytes: offsetOf(numbers, 3) - offset };
    assert.deepEqual(numbersOf(files.oldest()), [0, 1, 3]);
    assert.deepEqual(numbersOf(files.newest()), [3, 1, 0]);
    assert.equal(damages.length, 1);
    assert.deepEqual({ ...expected, reason: damages[0].reason }, damages[0]);
    assert.equal(files.numbers.has(2), false);
    unwrap(files.append(randomGame(2)));
    files.close();
    assert.deepEqual(numbersOf(open(folder).files.oldest()), [0, 1, 3, 2]);
  });

  it('skip a whole frame that holds no record', (t) => {
    const folder = folderOf(t, [0, 1]);
    const file = join(folder, '000001.games');
    const frame = makeFrame(Buffer.from('of another program'));
    writeFileSync(file, Buffer.concat([frame, readFileSync(file)]));
    const { files, damages } = open(folder);
    assert.deepEqual(numbersOf(files.oldest()), [0, 1]);
    assert.equal(damages.length, 1);
    assert.equal(damages[0].bytes, frame.length);
  });

  it('lose a torn tail when they are next appended to, not when they are only read', (t) => {
    const numbers = [0, 1, 2];
    const folder = folderOf(t, numbers);
    const file = join(folder, '000001.games');
    const torn = statSync(file).size - 1;
    truncateSync(file, torn);
    const { files, damages } = open(folder);
    assert.deepEqual(numbersOf(files.oldest()), [0, 1]);
    assert.equal(damages[0].reason, 'a write that was cut short');
    assert.equal(statSync(file).size, torn);
    unwrap(files.append(randomGame(5)));
    files.close();
    const again = open(folder);
    assert.deepEqual(numbersOf(again.files.oldest()), [0, 1, 5]);
    assert.deepEqual(again.damages, []);
  });
});
