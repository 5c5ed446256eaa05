import type { RawData, WebSocket } from 'ws';
import { type Failure, ok, type Result } from '../../engine/result.js';
import { VERSION } from '../messages/common.js';
import { refusal } from '../messages/errors.js';
import type { Asking, FromPage } from '../messages/from-page.js';
import type { FromServer } from '../messages/from-server.js';
import { readFromPage, writeMessage } from '../messages/read.js';
import { tellThinker } from '../operations/game.js';
import type { Asker } from '../operations/operation.js';
import { operate } from '../operations/table.js';
import { RunDesk, type Runs } from '../runs/run-desk.js';
import type { Listener } from '../sessions/audience.js';
import type { Session } from '../sessions/session.js';
import type { Sessions } from '../sessions/sessions.js';
import type { SessionLimits } from '../sessions/services.js';
import type { Metrics } from './metrics.js';
import { RateLimit, type Rate } from './rate.js';

/** What every connection is served with. */
export interface Hall {
  readonly sessions: Sessions;
  readonly runs: Runs;
  readonly limits: SessionLimits;
  readonly rate: Rate;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Hears of what should not happen. */
  readonly onFault: (fault: unknown) => void;
}

/** Pages that may show one session at once. */
const MOST_PAGES = 8;

/** A page that has read less than all but so many bytes is slow: what will be out of date is left out. */
const SLOW_BYTES = 1 << 18;

/** A page that reads nothing at all must not fill the memory. */
const MOST_UNREAD_BYTES = 1 << 25;

/** Messages beyond the rate after which a connection is ended. */
const MOST_REFUSED = 1000;

/** WebSocket's code for who breaks the rules (RFC 6455, 7.4.1). */
const POLICY_VIOLATION = 1008;

/** One page: hears its messages in order, and tells it what happens in its session. */
export class Connection implements Listener {
  looking = true;
  private session: Session | undefined;
  private readonly runs: RunDesk;
  private readonly rate: RateLimit;
  private refused = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly hall: Hall,
  ) {
    this.rate = new RateLimit(hall.rate, hall.now);
    const tell = (message: FromServer): void => {
      this.send(message);
    };
    this.runs = new RunDesk(hall.runs, tell);
    socket.on('message', (data, isBinary) => void this.hear(data, isBinary));
    socket.on('error', () => {
      socket.terminate(); // too large, or no WebSocket at all
    });
    socket.on('close', () => {
      this.leave();
    });
  }

  send(message: FromServer, perishable = false): void {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return;
    if (perishable && socket.bufferedAmount > SLOW_BYTES) return;
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) socket.terminate();
    else socket.send(writeMessage(message));
  }

  private async hear(data: RawData, isBinary: boolean): Promise<void> {
    const { metrics, onFault } = this.hall;
    metrics.heard();
    let id: number | null = null;
    try {
      const read = this.read(data, isBinary);
      id = read.ok ? read.value.id : read.error.id;
      const done = read.ok ? await this.serve(read.value) : read;
      if (done.ok) this.send({ type: 'done', id: id! });
      else this.refuse(id, done.error);
    } catch (fault) {
      onFault(fault);
      this.refuse(id, refusal('ERR_INTERNAL').error);
    }
  }

  private read(
    data: RawData,
    isBinary: boolean,
  ): Result<FromPage, Failure & { readonly id: number | null }> {
    const unread = { id: null };
    if (!this.rate.allows()) {
      if (++this.refused > MOST_REFUSED) this.socket.close(POLICY_VIOLATION, 'too many messages');
      return { ok: false, error: { ...refusal('ERR_RATE').error, ...unread } };
    }
    if (isBinary) {
      return { ok: false, error: { ...refusal('ERR_MESSAGE_BINARY').error, ...unread } };
    }
    return readFromPage((data as Buffer).toString('utf8'));
  }

  private serve(message: FromPage): Result<unknown> | Promise<Result<unknown>> {
    const { session, runs } = this;
    if (session === undefined) {
      return message.type === 'hello' ? this.enter(message) : refusal('ERR_HELLO_FIRST');
    }
    const asker: Asker = {
      session,
      runs,
      look: (looking) => {
        this.looking = looking;
        session.analyst.consider();
      },
      send: (answer) => {
        this.send(answer);
      },
    };
    return operate(asker, message);
  }

  private enter({ version, token }: Asking<'hello'>): Result<unknown> {
    if (version !== VERSION) return refusal('ERR_VERSION', `it speaks ${VERSION}`);
    const { sessions, runs, limits } = this.hall;
    const known = token === null ? undefined : sessions.find(token);
    const found = known === undefined ? sessions.begin() : ok(known);
    if (!found.ok) return found;
    const session = found.value;
    if (session.audience.size >= MOST_PAGES) return refusal('ERR_CONNECTIONS_FULL');
    this.session = session;
    const { visits, seconds, side, nodes } = limits;
    const { networkSides } = session.services.thinkers;
    this.send({
      type: 'welcome',
      version: VERSION,
      token: session.token,
      resumed: known !== undefined,
      limits: { visits, seconds, side, nodes, networkSides: [...networkSides] },
      runs: [...runs.reader.names],
    });
    session.audience.add(this);
    sessions.arrived(session);
    if (session.audience.size === 1) session.wake();
    session.tellAll((message) => {
      this.send(message);
    });
    return tellThinker(session);
  }

  private leave(): void {
    this.runs.close();
    const { session } = this;
    if (session === undefined) return;
    this.session = undefined;
    session.audience.remove(this);
    session.analyst.consider();
    if (session.audience.size > 0) return;
    session.rest();
    this.hall.sessions.departed(session);
  }

  private refuse(id: number | null, { code, message }: Failure): void {
    this.hall.metrics.refused(code);
    this.send({ type: 'error', id, code, message });
  }
}
