import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VERSION } from '../../server/messages/common.js';
import type { FromServer } from '../../server/messages/from-server.js';
import { readFromPage, writeMessage } from '../../server/messages/read.js';
import { Connection, type Socket } from '../../server/web/net/connection.js';
import { retryDelay } from '../../server/web/net/retry.js';

/** A world without network and without time of its own. */
class World {
  readonly sockets: FakeSocket[] = [];
  readonly links: string[] = [];
  readonly heard: FromServer[] = [];
  token: string | null = null;
  private timers: { ms: number; callback: () => void }[] = [];

  connect(): Connection {
    const connection = new Connection(
      {
        open: () => {
          const socket = new FakeSocket();
          this.sockets.push(socket);
          return socket;
        },
        tokens: {
          get: () => this.token,
          set: (token) => {
            this.token = token;
          },
        },
        after: (ms, callback) => {
          const timer = { ms, callback };
          this.timers.push(timer);
          return () => {
            this.timers = this.timers.filter((other) => other !== timer);
          };
        },
        random: () => 0,
      },
      {
        link: (link) => this.links.push(link),
        message: (message) => this.heard.push(message),
      },
    );
    connection.start();
    return connection;
  }

  get last(): FakeSocket {
    return this.sockets[this.sockets.length - 1];
  }

  /** Lets time pass until the next timer goes off; how long that was. */
  wait(): number {
    const timer = this.timers.shift();
    assert.ok(timer !== undefined, 'nothing is waited for');
    timer.callback();
    return timer.ms;
  }
}

class FakeSocket implements Socket {
  readonly sent: unknown[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    const message = readFromPage(text);
    assert.ok(message.ok, 'the page sends only what the server knows');
    this.sent.push(message.value);
  }

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  tell(message: FromServer): void {
    this.onmessage?.({ data: writeMessage(message) });
  }
}

const WELCOME: FromServer = {
  type: 'welcome',
  version: VERSION,
  token: 'abc',
  resumed: false,
  limits: { visits: 1, seconds: 1, side: 19, nodes: 1, networkSides: [9] },
  runs: [],
};

describe('the connection of the page', () => {
  it('says hello, keeps the token and numbers what it sends', () => {
    const world = new World();
    const connection = world.connect();
    world.last.onopen?.();
    assert.equal(connection.send({ type: 'undo' }), undefined, 'not before the welcome');
    world.last.tell(WELCOME);
    assert.equal(world.token, 'abc');
    const first = connection.send({ type: 'undo' });
    const second = connection.send({ type: 'undo' });
    assert.deepEqual(world.last.sent, [
      { type: 'hello', id: 1, version: VERSION, token: null },
      { type: 'undo', id: first },
      { type: 'undo', id: second },
    ]);
    assert.notEqual(first, second);
    assert.deepEqual(world.links, ['connecting', 'open']);
  });

  it('comes back with its token after a loss, ever more slowly', () => {
    const world = new World();
    world.connect();
    world.last.onopen?.();
    world.last.tell(WELCOME);
    world.last.onclose?.();
    assert.equal(world.links.at(-1), 'lost');
    const first = world.wait();
    world.last.onclose?.();
    assert.ok(world.wait() > first);
    world.last.onopen?.();
    assert.deepEqual(world.last.sent.at(0), {
      type: 'hello',
      id: 2,
      version: VERSION,
      token: 'abc',
    });
    world.last.tell({ ...WELCOME, resumed: true });
    assert.equal(world.links.at(-1), 'open');
  });

  it('asks a server that is silent, and leaves one that stays so', () => {
    const world = new World();
    world.connect();
    world.last.onopen?.();
    world.last.tell(WELCOME);
    world.wait();
    assert.deepEqual(world.last.sent.at(-1), { type: 'ping', id: 2 });
    const { last } = world;
    world.wait();
    assert.ok(last.isClosed);
    assert.equal(world.links.at(-1), 'lost');
  });

  it('drops a server that talks nonsense', () => {
    const world = new World();
    world.connect();
    world.last.onopen?.();
    world.last.onmessage?.({ data: '{"type":"surprise"}' });
    assert.ok(world.last.isClosed);
    assert.deepEqual(world.heard, []);
    assert.equal(world.links.at(-1), 'lost');
  });

  it('does not try again where the server is of another version', () => {
    const world = new World();
    world.connect();
    world.last.onopen?.();
    world.last.tell({ type: 'error', id: 1, code: 'ERR_VERSION', message: 'load the page again' });
    assert.equal(world.links.at(-1), 'refused');
    assert.throws(() => world.wait(), /nothing is waited for/);
  });

  it('waits between half a second and fifteen', () => {
    assert.equal(retryDelay(1, 0), 250);
    assert.equal(retryDelay(2, 0), 500);
    assert.ok(retryDelay(50, 0.999) <= 15_000);
  });
});
