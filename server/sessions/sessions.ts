import { randomBytes } from 'node:crypto';
import { ok, type Result } from '../../engine/result.js';
import { refusal } from '../messages/errors.js';
import type { Services } from './services.js';
import { Session } from './session.js';

/** How many sessions there may be, and how long they are kept while nobody shows them. */
export interface KeepingLimits {
  readonly sessions: number;
  /** Milliseconds: of a session in which something was done, and of one in which nothing was. */
  readonly keep: number;
  readonly keepUntouched: number;
}

/** All sessions, by their tokens. */
export class Sessions {
  private readonly byToken = new Map<string, Session>();
  /** Session → since when nobody shows it. */
  private readonly left = new Map<Session, number>();
  private numbers = 0;

  constructor(
    private readonly services: Services,
    private readonly limits: KeepingLimits,
  ) {}

  get size(): number {
    return this.byToken.size;
  }

  /** The session of a token, if it is still there. */
  find(token: string): Session | undefined {
    return this.byToken.get(token);
  }

  /** A new session. ERR_SESSIONS_FULL. */
  begin(): Result<Session> {
    this.forgetLeft();
    if (this.byToken.size >= this.limits.sessions) return refusal('ERR_SESSIONS_FULL');
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const session = new Session(this.numbers++, token, this.services);
    this.byToken.set(token, session);
    return ok(session);
  }

  /** Somebody shows a session. */
  arrived(session: Session): void {
    this.left.delete(session);
  }

  /** The last page that showed a session is gone. */
  departed(session: Session): void {
    this.left.set(session, this.services.now());
  }

  /** Forgets sessions that nobody has come back to in time. */
  forgetLeft(): void {
    const { keep, keepUntouched } = this.limits;
    const time = this.services.now();
    for (const [session, since] of this.left) {
      if (time - since > (session.touched ? keep : keepUntouched)) this.forget(session);
    }
  }

  close(): void {
    for (const session of this.byToken.values()) session.close();
    this.byToken.clear();
    this.left.clear();
  }

  private forget(session: Session): void {
    session.close();
    this.left.delete(session);
    this.byToken.delete(session.token);
  }
}

/** 128 bits: not to be guessed. */
const TOKEN_BYTES = 16;
