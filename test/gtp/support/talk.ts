import { PassThrough } from 'node:stream';
import { RULE_PRESETS } from '../../../engine/rules.js';
import { COMMANDS } from '../../../gtp/commands/table.js';
import { Conversation } from '../../../gtp/conversation.js';
import { Session } from '../../../gtp/session/session.js';
import type { PlaySettings } from '../../../gtp/session/settings.js';
import type { Engine } from '../../../gtp/thinking/engine.js';
import { FakeEngine } from './fake-engine.js';

export const SETTINGS: PlaySettings = {
  rules: RULE_PRESETS['tromp-taylor'],
  side: 9,
  visits: Infinity,
  playouts: Infinity,
  moveTime: 1000,
  lag: 50,
  resignation: { below: 0.05, moves: 2 },
  ponders: false,
  strict: false,
  analysisVisits: Infinity,
  liveGraphics: false,
};

/** A conversation in this process, line by line. */
export class Talk {
  readonly session: Session;
  readonly notes: string[] = [];
  readonly done: Promise<void>;
  readonly input = new PassThrough();
  private readonly output = new PassThrough();
  private received = '';
  private arrived: () => void = () => undefined;

  constructor(
    readonly engine: Engine = new FakeEngine(),
    settings: Partial<PlaySettings> = {},
  ) {
    const notify = (line: string): void => {
      this.notes.push(line);
    };
    this.session = new Session(engine, { ...SETTINGS, ...settings }, notify);
    this.output.on('data', (bytes: Buffer) => {
      this.received += bytes.toString();
      this.arrived();
    });
    this.done = new Conversation(this.input, this.output, this.session, COMMANDS).run();
  }

  /** Sends a command, and gives its response, without the empty line at the end. */
  async ask(line: string): Promise<string> {
    this.input.write(`${line}\n`);
    return this.next();
  }

  /** The next response. */
  async next(): Promise<string> {
    const text = await this.until('\n\n');
    return text.slice(0, -2);
  }

  /** All that is received up to a text, with it. */
  async until(end: string): Promise<string> {
    for (;;) {
      const at = this.received.indexOf(end);
      if (at >= 0) {
        const text = this.received.slice(0, at + end.length);
        this.received = this.received.slice(at + end.length);
        return text;
      }
      await new Promise<void>((resolve) => {
        this.arrived = resolve;
      });
    }
  }
}

/** Asks one after the other; the responses. */
export async function responses(talk: Talk, lines: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const line of lines) all.push(await talk.ask(line));
  return all;
}
