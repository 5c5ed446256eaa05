import { once } from 'node:events';
import { WebSocket } from 'ws';
import { SOCKET_PATH, VERSION } from '../../../server/messages/common.js';
import type { FromPage } from '../../../server/messages/from-page.js';
import type { FromServer, FromServerType, Telling } from '../../../server/messages/from-server.js';
import { readFromServer, writeMessage } from '../../../server/messages/read.js';

/** A message without its number, as a test writes it. */
export type Wish = FromPage extends infer M ? (M extends FromPage ? Omit<M, 'id'> : never) : never;

type Answer = Telling<'done'> | Telling<'error'>;

/** How long a test waits for what must come, in milliseconds. */
const PATIENCE = 60_000;

/** A page without a screen: says hello, asks, and hears; every message is checked on arrival. */
export class Page {
  /** All that it has been told, in order. */
  readonly told: FromServer[] = [];
  private readonly waiting = new Set<() => void>();
  private ids = 0;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const read = readFromServer(data.toString('utf8'));
      if (!read.ok) throw new Error(`${read.error.message}: ${data.toString('utf8')}`);
      this.told.push(read.value);
      for (const look of [...this.waiting]) look();
    });
  }

  /** Connects, without a word. */
  static async connect(address: string, headers: Record<string, string> = {}): Promise<Page> {
    const socket = new WebSocket(address.replace('http', 'ws') + SOCKET_PATH, { headers });
    const page = new Page(socket);
    await once(socket, 'open');
    return page;
  }

  /** Connects and says hello. */
  static async open(address: string, token: string | null = null): Promise<Page> {
    const page = await Page.connect(address);
    const answer = await page.ask({ type: 'hello', version: VERSION, token });
    if (answer.type === 'error') throw new Error(answer.code);
    return page;
  }

  /** Asks for something; how it was answered. */
  async ask(wish: Wish): Promise<Answer> {
    const id = this.ids++;
    const from = this.told.length;
    this.socket.send(writeMessage({ ...wish, id }));
    return (await this.hears(
      (message) => (message.type === 'done' || message.type === 'error') && message.id === id,
      from,
    )) as Answer;
  }

  /** The code with which something is refused; 'done' if it is not. */
  async code(wish: Wish): Promise<string> {
    const answer = await this.ask(wish);
    return answer.type === 'error' ? answer.code : 'done';
  }

  /** The last message of a type. */
  last<T extends FromServerType>(type: T): Telling<T> {
    const found = this.told.findLast((message) => message.type === type);
    if (found === undefined) throw new Error(`no ${type} yet`);
    return found as Telling<T>;
  }

  /** Waits until a message has come that fits, from the place `from` on; now, if it has. */
  hears(fits: (message: FromServer) => boolean, from = 0): Promise<FromServer> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.told.slice(from).find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`not heard; last: ${JSON.stringify(this.told.slice(-3)).slice(0, 500)}`));
      }, PATIENCE);
      this.waiting.add(look);
      look();
    });
  }

  /** Plays, or passes, where the game stands. */
  play(move: number): Promise<Answer> {
    return this.ask({ type: 'play', node: this.last('position').position.node, move });
  }

  /** Waits until so many moves have been made. */
  async reaches(moves: number): Promise<void> {
    await this.hears(() => this.last('position').position.moveNumber === moves);
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}
