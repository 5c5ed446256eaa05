import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { onDisk, type DiskFailure } from '../disk/failure.js';
import { readJson } from '../disk/whole-file.js';
import { birthOf, isRunning } from './processes.js';

/*
 * Who uses a run puts a file of its own into the folder, named after its host and number, and only
 * then looks for others; a file whose process is no more is removed. Of two that come at the same
 * time the later one sees the earlier, so never do both go on; should each see the other, both step
 * back and try again. No file is ever taken over, so none can be taken over twice.
 *
 * Locks that are kept fresh by a timer, as proper-lockfile's are, do not serve here: an evaluation
 * blocks its thread for longer than such a lock stays fresh, and a process that sleeps or is stopped
 * would lose its folder without knowing. And after a kill one would have to wait until it is stale.
 */

const NAME = /^(.+)-(\d+)\.lock$/;
const TRIES = 3;

/** The right to use a run's folder. */
export interface RunLock {
  /** Lets others use it. */
  release(): void;
}

export type LockFailure = Failure<'ERR_RUN_LOCKED'> | DiskFailure;

/** Who uses a folder, or did. */
interface Holder {
  readonly file: string;
  readonly host: string;
  readonly pid: number;
  /** Which process of that number it is; undefined where that could not be told. */
  readonly birth: string | undefined;
}

/**
 * Takes a run's folder, made if it is not there, for this process. `ERR_RUN_LOCKED`, with who has it
 * and what to do, if another process does, or this one.
 */
export function lockRun(folder: string): Result<RunLock, LockFailure> {
  const made = onDisk(folder, () => mkdirSync(folder, { recursive: true }));
  if (!made.ok) return made;
  const own = ownHolder(folder);
  for (let tries = 1; ; tries++) {
    const attempt = tryLock(folder, own);
    if (attempt.ok || attempt.error.code !== 'ERR_RUN_LOCKED' || tries === TRIES) return attempt;
    pause(20 + (own.pid % 80)); // not as long as the other one, if that has stepped back too
  }
}

function ownHolder(folder: string): Holder {
  const { pid } = process;
  const host = hostname().replace(/[^\w.]/g, '_');
  const birth = birthOf(pid) ?? String(performance.timeOrigin);
  return { file: join(folder, `${host}-${pid}.lock`), host, pid, birth };
}

function tryLock(folder: string, own: Holder): Result<RunLock, LockFailure> {
  const before = holders(folder).find(({ file }) => file === own.file);
  if (before?.birth === own.birth) return refuse(folder, own, own);
  const release = (): void => {
    rmSync(own.file, { force: true });
  };
  const written = onDisk(own.file, () => {
    writeFileSync(own.file, JSON.stringify({ birth: own.birth }));
  });
  const others = holders(folder).filter(({ file }) => file !== own.file);
  const other = others.find((holder) => !isGone(holder, own.host));
  if (!written.ok || other !== undefined) {
    release();
    return written.ok ? refuse(folder, other!, own) : written;
  }
  for (const { file } of others) rmSync(file, { force: true });
  return ok({ release });
}

function holders(folder: string): Holder[] {
  return readdirSync(folder).flatMap((name) => {
    const match = NAME.exec(name);
    if (match === null) return [];
    const file = join(folder, name);
    return [{ file, host: match[1], pid: Number(match[2]), birth: readBirth(file) }];
  });
}

/** What a holder wrote; undefined where it was killed before, or has just let go. */
function readBirth(file: string): string | undefined {
  const json = readJson(file);
  const { birth } = (json.ok ? json.value : {}) as { readonly birth?: unknown };
  return typeof birth === 'string' ? birth : undefined;
}

/** Whether a holder is known to be no more. What another machine does cannot be known. */
function isGone({ host, pid, birth }: Holder, here: string): boolean {
  return host === here && !isRunning(pid, birth);
}

function refuse(folder: string, holder: Holder, own: Holder): Result<never, LockFailure> {
  const { file, pid, host } = holder;
  const who = holder === own ? 'this process itself' : `process ${pid} on ${host}`;
  const stop = `let it finish, stop it (kill ${pid}), or use another folder (--run)`;
  const sure = `if that process is no run of this program, remove ${file}`;
  return fail('ERR_RUN_LOCKED', `${folder} is in use by ${who}: ${stop}; ${sure}`);
}

/** Blocks this thread for so many milliseconds. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
