import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { unwrap, type Result } from '../../engine/result.js';
import { appendLine, readLines } from '../../selfplay/disk/json-lines.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { makeRecord } from '../../selfplay/records/encode.js';
import { RecordFiles } from '../../selfplay/records/record-files.js';
import { FlightLog, readFlight } from '../../selfplay/run/flight.js';
import { runFolder } from '../../selfplay/run/folder.js';
import { lockRun } from '../../selfplay/run/lock.js';
import { randomGame } from './support/played-games.js';
import { temporaryFolder } from './support/temporary.js';

const CHILD = fileURLToPath(new URL('support/append-games.js', import.meta.url));
const GAMES = 100;

/** A file system of its own, of 64 kB; undefined, and the test is skipped, where none can be had. */
function smallDisk(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'tengen-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  t.after(() => {
    if (status === 0) spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });
  if (status === 0) return folder;
  t.skip('no small file system can be mounted: that takes Linux and root');
  return undefined;
}

/** Leaves no room but for what fits in blocks that files have begun. */
function fill(folder: string): string {
  const ballast = join(folder, 'ballast');
  assert.throws(() => {
    for (;;) appendFileSync(ballast, Buffer.alloc(4096));
  }, /ENOSPC/);
  return ballast;
}

/** Does something until it fails, which must be for want of room; returns how often it succeeded. */
function untilFull(action: (time: number) => Result<void>, path: string): number {
  for (let time = 0; time < 10_000; time++) {
    const done = action(time);
    if (done.ok) continue;
    assert.equal(done.error.code, 'ERR_DISK_FULL');
    assert.ok(done.error.message.includes(path), done.error.message);
    assert.match(done.error.message, /the disk is full.*is intact in .*: make room, then give/);
    return time;
  }
  assert.fail('the disk is not full yet');
}

function openRecords(folder: string): RecordFiles {
  return unwrap(
    RecordFiles.open(folder, ({ file, reason }) => {
      assert.fail(`${file}: ${reason}`);
    }),
  );
}

describe('a full disk', () => {
  it('keeps every game recorded, and takes the next one when there is room', (t) => {
    const folder = smallDisk(t);
    if (folder === undefined) return;
    const files = openRecords(folder);
    unwrap(files.append(randomGame(0)));
    const ballast = fill(folder);
    const more = untilFull((time) => files.append(randomGame(1 + time)), folder);
    assert.ok(more > 0, 'nothing fitted into the block that was begun');
    assert.equal(files.games, 1 + more);
    assert.equal(openRecords(folder).games, 1 + more);
    rmSync(ballast);
    unwrap(files.append(randomGame(1 + more)));
    files.close();
    const games = [...openRecords(folder).oldest()];
    assert.deepEqual(
      games.map(makeRecord),
      games.map((_, number) => makeRecord(randomGame(number))),
    );
    assert.equal(games.length, 2 + more);
  });

  it('keeps a game in flight up to the move before, and goes on when there is room', (t) => {
    const folder = smallDisk(t);
    if (folder === undefined) return;
    const game = randomGame(0, { length: 200, searched: 1 });
    const start = { number: 0, width: 9, height: 9, komi: 7.5, champion: 0 };
    const log = unwrap(FlightLog.start(folder, start));
    const ballast = fill(folder);
    const move = (ply: number): Result<void> => log.append(game.moves[ply], game.turns[ply]);
    const moves = untilFull(move, folder);
    const flight = unwrap(readFlight(folder, 0));
    assert.equal(flight.moves.length, moves);
    assert.deepEqual(flight.damages, []);
    rmSync(ballast);
    for (let ply = moves; ply < 200; ply++) unwrap(move(ply));
    log.close();
    const again = unwrap(readFlight(folder, 0));
    const record = { ...game, moves: Uint16Array.from(again.moves), turns: again.turns };
    assert.deepEqual(makeRecord(record), makeRecord(game));
  });

  it('begins no game, takes no lock, and leaves nothing of either', (t) => {
    const folder = smallDisk(t);
    if (folder === undefined) return;
    fill(folder);
    const start = { width: 9, height: 9, komi: 7.5, champion: 0 };
    assert.equal(
      untilFull((number) => {
        const log = FlightLog.start(folder, { number, ...start });
        return log.ok ? { ok: true, value: undefined } : log;
      }, folder),
      0,
    );
    assert.equal(
      untilFull(() => {
        const lock = lockRun(folder);
        return lock.ok ? { ok: true, value: undefined } : lock;
      }, folder),
      0,
    );
    assert.deepEqual(readdirSync(folder), ['ballast']);
  });

  it('keeps the file that was to be replaced, and the lines before', (t) => {
    const folder = smallDisk(t);
    if (folder === undefined) return;
    const network = join(folder, '0001.onnx');
    const gates = join(folder, 'gates.jsonl');
    writeFileSync(network, 'old');
    unwrap(appendLine(gates, { gate: 0 }));
    fill(folder);
    const gate = (number: number): Result<void> => appendLine(gates, { gate: number + 1 });
    const more = untilFull(gate, folder);
    assert.equal(
      untilFull(() => writeWhole(network, Buffer.alloc(9000)), network),
      0,
    );
    assert.equal(readFileSync(network, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder).sort(), ['0001.onnx', 'ballast', 'gates.jsonl']);
    const { values, damages } = readLines(gates);
    assert.deepEqual(
      values,
      [...Array(more + 1).keys()].map((gate) => ({ gate })),
    );
    assert.deepEqual(damages, []);
  });

  it('stops a run with a clear message; the same command goes on once there is room', (t) => {
    const folder = smallDisk(t);
    if (folder === undefined) return;
    const { status, stderr, recorded } = play(process.execPath, [CHILD, folder, String(GAMES)]);
    assert.equal(status, 1);
    assert.match(stderr, /ERR_DISK_FULL: .*the disk is full \(ENOSPC\)/);
    assert.ok(recorded > 0);
    assert.equal(openRecords(runFolder(folder).games).games, recorded);
    assert.equal(spawnSync('mount', ['-o', 'remount,size=8m', folder]).status, 0);
    assertGoesOn(folder, recorded);
  });
});

describe('a limit on the size of files', () => {
  const hasShell = process.platform === 'win32' ? { skip: 'there is no ulimit here' } : {};

  it('stops a run in the same way', hasShell, (t) => {
    const folder = temporaryFolder(t);
    const limited = 'ulimit -f 2; exec "$@"'; // blocks of 512 or 1,024 bytes, by the shell
    const command = ['-c', limited, 'sh', process.execPath, CHILD, folder, String(GAMES)];
    const { status, stderr, recorded } = play('sh', command);
    assert.equal(status, 1);
    assert.match(stderr, /ERR_DISK_FULL: .*\(ulimit -f\) \(EFBIG\)/);
    assert.equal(openRecords(runFolder(folder).games).games, recorded);
    assertGoesOn(folder, recorded);
  });
});

interface Played {
  readonly status: number | null;
  readonly stderr: string;
  /** Games that it said it had recorded. */
  readonly recorded: number;
}

function play(command: string, parameters: string[]): Played {
  const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  assert.doesNotMatch(stdout, /damaged/);
  return {
    status,
    stderr,
    recorded: stdout.split('\n').filter((line) => line.startsWith('recorded')).length,
  };
}

/** Asserts that the same command plays what is left, and that every game is as it should be. */
function assertGoesOn(folder: string, before: number): void {
  const { status, recorded } = play(process.execPath, [CHILD, folder, String(GAMES)]);
  assert.equal(status, 0);
  assert.equal(before + recorded, GAMES);
  const games = [...openRecords(runFolder(folder).games).oldest()];
  games.sort((a, b) => a.number - b.number);
  games.forEach((game, number) => {
    assert.deepEqual(makeRecord(game), makeRecord(randomGame(number)));
  });
  assert.equal(games.length, GAMES);
}
