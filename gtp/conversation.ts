import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CommandEntry, Context, Reply } from './commands/command.js';
import { idOf, parseLine, type Command } from './protocol/command.js';
import { LineSplitter, LONGEST_LINE, type RawLine } from './protocol/line-splitter.js';
import { makeResponse, tidy } from './protocol/response.js';
import type { Session } from './session/session.js';

/** Commands that wait before no more input is read, and how few let it be read again. */
const MOST_WAITING = 1024;
const FEW_WAITING = 256;

/** What is heard of a conversation, line by line. */
export type Log = (direction: '<' | '>', text: string) => void;

/** Something to do: a command, or the complaint about a line that is none. */
type Task = { readonly command: Command } | { readonly id: string; readonly complaint: string };

/**
 * Answers the commands of an input stream on an output stream, one after the other. Input is read while
 * a command runs, since the next line ends an analysis, and a comment can interrupt a search.
 */
export class Conversation {
  private readonly splitter = new LineSplitter();
  private readonly waiting: Task[] = [];
  private readonly names: readonly string[];
  /** Those of the command that runs. */
  private nextInput = new AbortController();
  private interruption = new AbortController();
  private working = false;
  private inputEnded = false;
  private closed = false;
  private readonly ended: Promise<void>;
  private end: () => void = () => undefined;

  constructor(
    private readonly input: Readable,
    private readonly output: Writable,
    private readonly session: Session,
    private readonly commands: ReadonlyMap<string, CommandEntry>,
    private readonly log: Log = () => undefined,
  ) {
    this.names = [...commands.keys()];
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  /** Goes on until `quit`, the end of the input, or until nobody reads the output any more. */
  async run(): Promise<void> {
    const { input, output } = this;
    input.on('data', (bytes: Buffer) => {
      this.hear(this.splitter.push(bytes));
    });
    input.once('end', () => {
      this.hear(this.splitter.end());
      this.inputEnded = true;
      this.stopListening();
    });
    for (const stream of [input, output])
      stream.on('error', () => {
        this.close();
      });
    output.once('close', () => {
      this.close();
    });
    await this.ended;
    input.pause();
  }

  private hear(lines: readonly RawLine[]): void {
    for (const line of lines) this.hearLine(line);
    if (this.waiting.length >= MOST_WAITING) this.input.pause();
    void this.work();
  }

  private hearLine({ text, cut }: RawLine): void {
    this.log('<', text);
    const line = parseLine(text);
    if (line.kind === 'interrupt') this.interruption.abort();
    this.nextInput.abort();
    if (cut) {
      const complaint = `line too long: at most ${LONGEST_LINE} characters`;
      this.waiting.push({ id: idOf(text), complaint });
    } else if (line.kind === 'command') {
      this.waiting.push({ command: line.command });
    }
  }

  /** No more input: an analysis ends, other commands are still answered. */
  private stopListening(): void {
    this.nextInput.abort();
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let task = this.take(); task !== undefined; task = this.take()) await this.answer(task);
    this.working = false;
    if (this.inputEnded) this.close();
  }

  private take(): Task | undefined {
    if (this.closed) return undefined;
    const task = this.waiting.shift();
    if (this.waiting.length <= FEW_WAITING && this.input.isPaused()) this.input.resume();
    return task;
  }

  private async answer(task: Task): Promise<void> {
    if ('complaint' in task) await this.write(makeResponse(task.id, false, task.complaint));
    else await this.perform(task.command);
  }

  private async perform({ id, name, args }: Command): Promise<void> {
    const entry = this.commands.get(name);
    if (entry === undefined) {
      await this.write(makeResponse(id, false, 'unknown command'));
      return;
    }
    const response = { begun: false, quits: false };
    const reply = await this.runEntry(entry, args, {
      ...this.signals(),
      session: this.session,
      names: this.names,
      quit: () => {
        response.quits = true;
      },
      isBehind: () => this.output.writableNeedDrain,
      write: (line) => {
        if (tidy(line) === '') return; // an empty line would end the response
        void this.write(`${response.begun ? '' : `=${id}\n`}${tidy(line)}\n`);
        response.begun = true;
      },
    });
    const text = reply.ok ? reply.value : reply.error.message;
    if (!response.begun) await this.write(makeResponse(id, reply.ok, text));
    else await this.write(`${text === '' ? '' : `${tidy(text)}\n`}\n`);
    if (response.quits) this.close();
  }

  /** New ones for each command; what is waiting already is the next input. */
  private signals(): Pick<Context, 'input' | 'interrupt'> {
    this.nextInput = new AbortController();
    this.interruption = new AbortController();
    if (this.waiting.length > 0 || this.inputEnded) this.nextInput.abort();
    return { input: this.nextInput.signal, interrupt: this.interruption.signal };
  }

  /** Whatever goes wrong in a command is an answer. */
  private async runEntry(
    entry: CommandEntry,
    args: readonly string[],
    context: Context,
  ): Promise<Reply> {
    try {
      return await entry.run(context, args);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.log('>', `${entry.name} failed: ${failure.stack ?? failure.message}`);
      return { ok: false, error: { code: 'ERR_GTP_FAILED', message: failure.message } };
    }
  }

  private async write(text: string): Promise<void> {
    if (this.closed) return;
    this.log('>', text.trimEnd());
    if (this.output.write(text)) return;
    await Promise.race([once(this.output, 'drain').catch(() => undefined), this.ended]);
  }

  private close(): void {
    this.closed = true;
    this.nextInput.abort();
    this.interruption.abort();
    this.end();
  }
}
