import { VERSION } from '../../messages/common.js';
import type { FromPage } from '../../messages/from-page.js';
import type { FromServer } from '../../messages/from-server.js';
import { readFromServer, writeMessage } from '../../messages/read.js';
import { retryDelay } from './retry.js';

/** The part of a WebSocket that is used. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

/** What a connection needs of the world around it. */
export interface Surroundings {
  /** Opens a socket to the server. */
  readonly open: () => Socket;
  /** Where the token of the session is kept. */
  readonly tokens: { get(): string | null; set(token: string): void };
  /** Calls back after so many milliseconds, unless the function that it returns is called. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What a connection tells. */
export interface Listener {
  /** `refused`: it will not try again. */
  link(link: 'connecting' | 'open' | 'lost' | 'refused'): void;
  message(message: FromServer): void;
}

/** A message without the number that the connection gives it. */
export type Unnumbered = FromPage extends infer M
  ? M extends FromPage
    ? Omit<M, 'id'>
    : never
  : never;

/** A server that says nothing for so long is asked; one that does not answer is lost. */
const SILENCE_MS = 20_000;

/** After these the page must be loaded again, or come back another time. */
const FINAL: ReadonlySet<string> = new Set(['ERR_VERSION', 'ERR_HELLO_FIRST', 'ERR_HELLO_TWICE']);

/**
 * The connection to the server. It says hello with the token of the session, goes on with it after a
 * loss, and tries again and again, ever more slowly. What is sent while there is no connection is
 * dropped: the state that follows `welcome` is the truth.
 */
export class Connection {
  private socket: Socket | undefined;
  private ids = 0;
  private failures = 0;
  private isWelcome = false;
  private isAsked = false;
  private cancel: () => void = () => undefined;

  constructor(
    private readonly around: Surroundings,
    private readonly listener: Listener,
  ) {}

  /** Begins to connect. */
  start(): void {
    this.listener.link('connecting');
    const socket = this.around.open();
    this.socket = socket;
    this.isWelcome = false;
    socket.onopen = () => {
      this.write({ type: 'hello', version: VERSION, token: this.around.tokens.get() });
      this.watch();
    };
    socket.onmessage = ({ data }) => {
      this.receive(String(data));
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lose();
    };
  }

  /** Sends a message and returns its number; undefined, and nothing is sent, without connection. */
  send(message: Unnumbered): number | undefined {
    return this.isWelcome ? this.write(message) : undefined;
  }

  /** Tries at once, as when the network is back. */
  retry(): void {
    if (this.socket !== undefined) return;
    this.cancel();
    this.start();
  }

  private write(message: Unnumbered): number {
    const id = ++this.ids;
    this.socket?.send(writeMessage({ ...message, id }));
    return id;
  }

  private receive(text: string): void {
    this.watch();
    const message = readFromServer(text);
    if (!message.ok) {
      // A message that is none would leave the page with half of the truth.
      this.socket?.close();
      return;
    }
    const { value } = message;
    if (value.type === 'welcome') this.greet(value.token);
    this.listener.message(value);
    if (value.type === 'error' && FINAL.has(value.code)) this.giveUp();
  }

  private greet(token: string): void {
    this.around.tokens.set(token);
    this.isWelcome = true;
    this.failures = 0;
    this.listener.link('open');
  }

  /** Waits for the next word of the server, and asks for one where none comes. */
  private watch(): void {
    this.cancel();
    this.isAsked = false;
    this.cancel = this.around.after(SILENCE_MS, () => {
      this.ask();
    });
  }

  private ask(): void {
    if (this.isAsked) {
      this.socket?.close();
      this.lose();
      return;
    }
    this.isAsked = true;
    if (this.isWelcome) this.write({ type: 'ping' });
    this.cancel = this.around.after(SILENCE_MS, () => {
      this.ask();
    });
  }

  private lose(): void {
    this.cancel();
    this.detach();
    this.listener.link('lost');
    this.failures++;
    this.cancel = this.around.after(retryDelay(this.failures, this.around.random()), () => {
      this.start();
    });
  }

  private giveUp(): void {
    this.cancel();
    const { socket } = this;
    this.detach();
    socket?.close();
    this.listener.link('refused');
  }

  private detach(): void {
    if (this.socket !== undefined) this.socket.onclose = null;
    this.socket = undefined;
    this.isWelcome = false;
  }
}
