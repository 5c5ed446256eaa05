import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { MOST_SGF, SOCKET_PATH } from '../messages/common.js';
import { Connection, type Hall } from './connection.js';
import { mayConnect, type Origins } from './origins.js';

/** What sockets are let in. */
export interface SocketLimits {
  readonly origins: Origins;
  readonly connections: number;
}

/** Bytes of a message, at most: an SGF file as JSON, every character escaped in the worst case. */
const MOST_BYTES = 2 * MOST_SGF;

/** How often connections are tried, in milliseconds: one that does not answer by then is gone. */
const TRY_EVERY = 30_000;

/** The WebSockets of a server. */
export class Sockets {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  private readonly answering = new WeakSet<WebSocket>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    server: Server,
    private readonly hall: Hall,
    private readonly limits: SocketLimits,
  ) {
    server.on('upgrade', (request, stream, head) => {
      this.upgrade(request, stream, head);
    });
    this.timer = setInterval(() => {
      this.tryAll();
    }, TRY_EVERY);
    this.timer.unref();
  }

  get size(): number {
    return this.sockets.clients.size;
  }

  close(): void {
    clearInterval(this.timer);
    for (const socket of this.sockets.clients) socket.close(GOING_AWAY, 'the server is ending');
    this.sockets.close();
    setTimeout(() => {
      for (const socket of this.sockets.clients) socket.terminate();
    }, PATIENCE).unref();
  }

  private upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const status = this.whyNot(request);
    if (status !== undefined) {
      this.hall.metrics.turnedAway();
      stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]!}\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, stream, head, (socket) => {
      this.answering.add(socket);
      socket.on('pong', () => this.answering.add(socket));
      new Connection(socket, this.hall);
    });
  }

  /** The status with which a request is turned away; undefined if it is let in. */
  private whyNot({ url = '', headers }: IncomingMessage): number | undefined {
    if (url.split('?')[0] !== SOCKET_PATH) return 404;
    if (!mayConnect(headers, this.limits.origins)) return 403;
    return this.size >= this.limits.connections ? 503 : undefined;
  }

  private tryAll(): void {
    for (const socket of this.sockets.clients) {
      if (!this.answering.has(socket)) socket.terminate();
      this.answering.delete(socket);
      socket.ping();
    }
  }
}

/** WebSocket's code for a server that ends (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;

/** Milliseconds that pages have to say goodbye. */
const PATIENCE = 1000;
