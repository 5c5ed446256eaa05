import { readFileSync } from 'node:fs';
import { isSystemError } from '../disk/failure.js';

/** What the system tells of a process. */
interface Process {
  /** The boot, and the moment in it at which the process began. */
  readonly birth: string;
  /** Whether it has ended, and only waits for its parent to be told. */
  readonly isZombie: boolean;
}

/**
 * What tells a process from a later one of the same number; undefined where there is no /proc, as on
 * macOS and Windows.
 */
export function birthOf(pid: number): string | undefined {
  return lookUp(pid)?.birth;
}

/**
 * Whether the process of that number and, where the system can tell, of that birth still runs. One
 * that was killed may stay as a zombie for ever, where the first process of a container buries nobody.
 */
export function isRunning(pid: number, birth: string | undefined): boolean {
  if (!answers(pid)) return false;
  const found = lookUp(pid);
  if (found === undefined) return true; // the system does not tell: better to refuse
  return !found.isZombie && (birth === undefined || birth === found.birth);
}

function lookUp(pid: number): Process | undefined {
  const stat = readIfAllowed(`/proc/${pid}/stat`);
  const boot = readIfAllowed('/proc/sys/kernel/random/boot_id');
  if (stat === undefined || boot === undefined) return undefined;
  // Fields 3 and 22 (proc_pid_stat(5)). Field 2, the name, may hold spaces and parentheses.
  const fromState = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { birth: `${boot.trim()} ${fromState[19]}`, isZombie: 'ZX'.includes(fromState[0]) };
}

function readIfAllowed(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** Whether there is a process of that number; one of another user's counts. */
function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error)) return error.code === 'EPERM';
    throw error;
  }
}
