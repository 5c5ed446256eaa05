import { fail, ok, type Failure, type Result } from '../../engine/result.js';
import { ChildProgram } from './child-program.js';
import { GtpResponses, type GtpResponse } from './gtp-responses.js';

/** Why a command came to nothing. After all but `ERR_GTP_REFUSED` the program has ended. */
export type GtpCode = 'ERR_GTP_TIMEOUT' | 'ERR_GTP_ENDED' | 'ERR_GTP_REFUSED' | 'ERR_GTP_PROTOCOL';

export type GtpResult<T> = Result<T, Failure<GtpCode>>;

/** How long a program is waited for, in milliseconds. */
export interface GtpPatience {
  /** For its first answer: networks are read, devices tuned. */
  readonly start: number;
  /** For any other answer. */
  readonly answer: number;
  /** After `quit`, before it is killed. */
  readonly grace: number;
}

export const GTP_PATIENCE: GtpPatience = { start: 120_000, answer: 600_000, grace: 3_000 };

/**
 * A program that speaks the Go Text Protocol, version 2, as its controller sees it. One command at a
 * time: those sent meanwhile wait. A program that is too late, or talks gibberish, is killed, for
 * nobody knows any longer what it would answer to.
 */
export class GtpProgram {
  /** What the program calls itself and its version; empty if it does not say. */
  name = '';
  version = '';
  /** The commands it lists; none if it does not. */
  commands: ReadonlySet<string> = new Set();

  private child!: ChildProgram;
  private readonly responses = new GtpResponses();
  private waiting: ((response: GtpResult<GtpResponse>) => void) | undefined;
  private lastId = 0;
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    /** As given: the path of the program, and its options. */
    readonly command: readonly string[],
    private readonly patience: GtpPatience,
  ) {}

  /**
   * Starts a program, path first, and asks what it is and what it knows. `ERR_PROGRAM_START`; or as
   * of {@link send}, if it is no GTP program.
   */
  static async start(
    command: readonly string[],
    patience: GtpPatience = GTP_PATIENCE,
  ): Promise<Result<GtpProgram>> {
    const program = new GtpProgram(command, patience);
    const child = await ChildProgram.start(command, (piece) => {
      program.read(piece);
    });
    if (!child.ok) return child;
    program.child = child.value;
    void child.value.closed.then(() => {
      program.settle(program.endedFailure());
    });
    const introduced = await program.introduce();
    return introduced.ok ? ok(program) : introduced;
  }

  /** The number of the process. */
  get pid(): number {
    return this.child.pid;
  }

  /** Whether the program has ended; no command will reach it. */
  get ended(): boolean {
    return this.child.ended;
  }

  /** Whether it lists the command. */
  knows(command: string): boolean {
    return this.commands.has(command);
  }

  /**
   * Sends a command; the text of its answer. `ERR_GTP_REFUSED`: it answered `?`. `ERR_GTP_TIMEOUT`,
   * `ERR_GTP_ENDED`, `ERR_GTP_PROTOCOL`: there is no answer, and the program has ended.
   */
  send(command: string, patience = this.patience.answer): Promise<GtpResult<string>> {
    if (/[\r\n]/.test(command)) throw new RangeError('a command is one line');
    const result = this.queue.then(() => this.exchange(command, patience));
    this.queue = result;
    return result;
  }

  /** Sends commands in turn until one fails; what became of the last one sent. Errors as of `send`. */
  async sendAll(commands: readonly string[]): Promise<GtpResult<string>> {
    let result: GtpResult<string> = ok('');
    for (const command of commands) {
      result = await this.send(command);
      if (!result.ok) break;
    }
    return result;
  }

  /** Sends `quit`, waits until the program has ended, and kills it if it does not in time. */
  async close(): Promise<void> {
    await this.child.stop('quit\n', this.patience.grace);
  }

  private async introduce(): Promise<GtpResult<void>> {
    const name = await this.send('name', this.patience.start);
    const version = await this.send('version');
    const commands = await this.send('list_commands');
    for (const answer of [name, version, commands]) {
      if (!answer.ok && answer.error.code !== 'ERR_GTP_REFUSED') return answer;
    }
    if (name.ok) this.name = name.value;
    if (version.ok) this.version = version.value;
    if (commands.ok) this.commands = new Set(commands.value.split(/\s+/));
    return ok(undefined);
  }

  private async exchange(command: string, patience: number): Promise<GtpResult<string>> {
    if (this.ended) return this.endedFailure();
    const id = ++this.lastId;
    const answer = new Promise<GtpResult<GtpResponse>>((resolve) => (this.waiting = resolve));
    const timer = setTimeout(() => {
      this.settle(this.lateFailure(command, patience));
    }, patience);
    this.child.write(`${id} ${command}\n`);
    const result = this.checked(command, id, await answer);
    clearTimeout(timer);
    if (!result.ok && result.error.code !== 'ERR_GTP_REFUSED') await this.kill();
    return result;
  }

  /** What an answer, if there is one, comes to. */
  private checked(command: string, id: number, answer: GtpResult<GtpResponse>): GtpResult<string> {
    if (!answer.ok) return answer;
    const { success, text } = answer.value;
    if (answer.value.id !== undefined && answer.value.id !== id) {
      const message = `${this.title} answered command ${answer.value.id} when asked ${id}, ${command}`;
      return fail('ERR_GTP_PROTOCOL', message);
    }
    if (success) return ok(text);
    return fail('ERR_GTP_REFUSED', `${this.title} refused '${command}': ${text}`);
  }

  private read(piece: string): void {
    const responses = this.responses.push(piece);
    if (!responses.ok) {
      this.settle(responses);
      this.child.kill();
      return;
    }
    for (const response of responses.value) this.settle(ok(response));
  }

  /** Hands over the outcome of the command in hand; without one, it is not asked for. */
  private settle(result: GtpResult<GtpResponse>): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(result);
  }

  private async kill(): Promise<void> {
    this.child.kill();
    await this.child.closed;
  }

  private get title(): string {
    return this.name === '' ? this.command[0] : this.name;
  }

  private endedFailure(): GtpResult<never> {
    return fail('ERR_GTP_ENDED', `${this.title} ended ${this.child.lastWords}`);
  }

  private lateFailure(command: string, patience: number): GtpResult<never> {
    const seconds = patience / 1000;
    return fail(
      'ERR_GTP_TIMEOUT',
      `${this.title} did not answer '${command}' within ${seconds} s: give it more time, less work, or check that it speaks GTP: ${this.command.join(' ')}`,
    );
  }
}
