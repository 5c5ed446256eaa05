import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { SOCKET_PATH, VERSION } from '../../../server/messages/common.js';
import type { FromPage } from '../../../server/messages/from-page.js';
import type { FromServer } from '../../../server/messages/from-server.js';
import type { GameInfo } from '../../../server/messages/game.js';
import { readFromPage, writeMessage } from '../../../server/messages/read.js';
import { FakeGame } from './fake-game.js';
import { fakeReplay, fakeRun } from './fake-run.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** What the page is to work under: as the real server's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'";

/** A server that serves the page and answers it with made-up thoughts, the same every time. */
export class FakeWebServer {
  readonly game: FakeGame;
  private readonly http: Server;
  private readonly sockets: WebSocketServer;

  constructor(page: string, info: Partial<GameInfo> = {}) {
    this.game = new FakeGame({ ...GAME, ...info });
    this.http = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
      const file = join(page, path === '/' ? 'index.html' : path);
      if (!existsSync(file)) response.writeHead(404).end();
      else {
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
        createReadStream(file).pipe(response);
      }
    });
    this.sockets = new WebSocketServer({ server: this.http, path: SOCKET_PATH });
    this.sockets.on('connection', (socket) => {
      new Conversation(this.game, socket);
    });
  }

  /** Begins to listen on a free port; the address. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/`;
  }

  /** Cuts all connections, as a lost network does. */
  drop(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  async close(): Promise<void> {
    this.drop();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

const GAME: GameInfo = {
  width: 9,
  height: 9,
  rules: 'chinese',
  komi: 7,
  handicap: 0,
  black: { name: '', rank: '' },
  white: { name: '', rank: '' },
  people: 'black',
  strength: { kind: 'level', level: 4 },
  time: { kind: 'none' },
};

/** One page's connection. */
class Conversation {
  private analysing = false;

  constructor(
    private game: FakeGame,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data: Buffer) => {
      const message = readFromPage(data.toString());
      if (message.ok) this.answer(message.value);
      else
        this.tell({
          type: 'error',
          id: message.error.id,
          code: message.error.code,
          message: message.error.message,
        });
    });
  }

  private answer(message: FromPage): void {
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- a fake knows a few
    switch (message.type) {
      case 'hello':
        this.greet(message.token !== null);
        break;
      case 'new-game':
        this.game = new FakeGame({ ...message.settings, black: NOBODY, white: NOBODY });
        this.showAll();
        break;
      case 'play':
        if (!this.play(message.move, message.id)) return;
        break;
      case 'undo':
        this.game.current =
          this.game.nodes[this.game.nodes[this.game.current].parent ?? 0].parent ?? 0;
        this.show();
        break;
      case 'go':
        this.game.current = message.node;
        this.showPosition();
        break;
      case 'comment':
        this.game.nodes[message.node].comment = message.text;
        this.tell({ type: 'nodes', changed: [this.game.nodes[message.node]], removed: [] });
        break;
      case 'analyse':
        this.analysing = message.on;
        this.think();
        break;
      case 'review':
        this.game.evaluateAll();
        this.tell({ type: 'nodes', changed: this.game.nodes, removed: [] });
        this.tell({ type: 'review', review: { running: false, done: 0, total: 0 } });
        break;
      case 'watch-run':
        this.showRun(message.run);
        break;
      case 'list-games':
        this.tell({ type: 'run-games', id: message.id, run: 0, more: true, games: LISTED });
        break;
      case 'show-game':
        this.tell({
          type: 'run-game',
          id: message.id,
          run: 0,
          game: fakeReplay(message.number, 62),
        });
        break;
      default: // all else is granted without effect
        break;
    }
    this.tell({ type: 'done', id: message.id });
  }

  private greet(resumed: boolean): void {
    const limits = { visits: 10_000, seconds: 60, side: 25, nodes: 5000, networkSides: [9] };
    this.tell({
      type: 'welcome',
      version: VERSION,
      token: 'fake',
      resumed,
      limits,
      runs: [{ run: 0, name: 'laptop-9x9' }],
    });
    this.showAll();
  }

  private play(move: number, id: number): boolean {
    if (!this.game.play(move)) {
      this.tell({ type: 'error', id, code: 'ERR_MOVE_OCCUPIED', message: 'not a legal move' });
      return false;
    }
    if (this.game.info.people !== 'both') {
      const isPass = move === this.game.info.width * this.game.info.height;
      this.game.play(isPass ? move : this.game.someMove(this.game.current));
    }
    this.show();
    return true;
  }

  private showAll(): void {
    const { info, nodes } = this.game;
    this.tell({ type: 'game', info, root: 0, nodes });
    this.tell({
      type: 'thinker',
      thinker: { width: info.width, height: info.height, network: true, description: 'made up' },
    });
    this.show();
    this.tell({ type: 'review', review: { running: false, done: 0, total: 0 } });
  }

  private show(): void {
    this.tell({ type: 'nodes', changed: this.game.nodes, removed: [] });
    this.showPosition();
  }

  private showPosition(): void {
    this.tell({ type: 'position', position: this.game.position() });
    this.tell({ type: 'state', state: this.game.state() });
    this.think();
  }

  private think(): void {
    if (this.analysing) this.tell({ type: 'analysis', analysis: this.game.analysis(1834) });
  }

  private showRun(run: number | null): void {
    if (run === null) return;
    this.tell({ type: 'run', run: fakeRun() });
    const games = [17, 31, 44, 9, 26, 38].map((length, i) => fakeReplay(i + 1, length));
    this.tell({ type: 'run-live', run: 0, games });
  }

  private tell(message: FromServer): void {
    this.socket.send(writeMessage(message));
  }
}

const NOBODY = { name: '', rank: '' };

const LISTED = Array.from({ length: 30 }, (_, i) => ({
  number: 4933 - i,
  width: 9,
  height: 9,
  moves: 52 + ((i * 7) % 31),
  result: i % 3 === 0 ? 'W+R' : `B+${1 + (i % 9)}`,
  champion: 24,
}));
