import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fail, ok, type Result } from '../../engine/result.js';

/** How much of what a program writes to stderr is kept, in characters, and how many lines are told. */
const KEPT_ERRORS = 4096;
const TOLD_LINES = 5;

/** How long output may stay open after the program has ended, in milliseconds. */
const LINGER = 1000;

/**
 * A program that runs beside this one and is talked to through its standard input and output. Its
 * stderr is always drained. Children of its own end with it.
 */
export class ChildProgram {
  /** Resolves, never rejects, when the program has ended and all its output has been read. */
  readonly closed: Promise<void>;
  private errors = '';
  private isClosed = false;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    onOutput: (piece: string) => void,
  ) {
    child.stdout.setEncoding('utf8').on('data', onOutput);
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      this.errors = (this.errors + piece).slice(-KEPT_ERRORS);
    });
    // A broken pipe is the program's end, of which `closed` tells.
    child.stdin.on('error', () => undefined);
    // What the program left behind may hold its output open.
    child.on('exit', () => {
      this.kill();
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LINGER).unref();
    });
    this.closed = new Promise((resolve) => {
      child.on('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  /**
   * Starts the program at a path. `ERR_PROGRAM_START` if the system refuses. It is a process group of
   * its own, so that Ctrl-C in a terminal reaches this process alone, which then ends games in order.
   */
  static async start(
    [path, ...options]: readonly string[],
    onOutput: (piece: string) => void,
  ): Promise<Result<ChildProgram>> {
    const child = spawn(path, options, { detached: true, stdio: 'pipe' });
    const program = new ChildProgram(child, onOutput);
    try {
      await once(child, 'spawn');
    } catch (error) {
      return fail('ERR_PROGRAM_START', `${path} cannot be started: ${(error as Error).message}`);
    }
    return ok(program);
  }

  /** The number of the process. */
  get pid(): number {
    return this.child.pid!;
  }

  get ended(): boolean {
    return this.isClosed;
  }

  /** How it ended, and the last lines it wrote to stderr, for people. */
  get lastWords(): string {
    const { exitCode, signalCode } = this.child;
    const how =
      signalCode === null ? `with exit code ${exitCode ?? 'unknown'}` : `by ${signalCode}`;
    const lines = this.errors.split(/[\r\n]+/).filter((line) => line.trim() !== '');
    const told = lines.slice(-TOLD_LINES).join('\n');
    return told === '' ? `${how}, with nothing on stderr` : `${how}; last on stderr:\n${told}`;
  }

  /** Writes to its standard input. */
  write(text: string): void {
    if (this.child.stdin.writable) this.child.stdin.write(text);
  }

  /** Ends it, and the children of its own, at once. */
  kill(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // There is no such group any more, or, on Windows, never was.
      this.child.kill('SIGKILL');
    }
  }

  /** Says a last word, closes its input, and kills it if it still runs after `grace` milliseconds. */
  async stop(farewell: string, grace: number): Promise<void> {
    if (this.isClosed) return;
    if (this.child.stdin.writable) this.child.stdin.end(farewell);
    const timer = setTimeout(() => {
      this.kill();
    }, grace);
    await this.closed;
    clearTimeout(timer);
  }
}
