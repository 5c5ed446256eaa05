import type { Result } from '../../engine/result.js';
import type { Asking, FromPageType } from '../messages/from-page.js';
import type { FromServer } from '../messages/from-server.js';
import type { RunDesk } from '../runs/run-desk.js';
import type { Session } from '../sessions/session.js';

/** Who asks for something. */
export interface Asker {
  readonly session: Session;
  /** The runs that may be watched, as this page watches them. */
  readonly runs: RunDesk;
  /** Whether somebody looks at this page. */
  readonly look: (looking: boolean) => void;
  /** Answers this page alone. */
  readonly send: (message: FromServer) => void;
}

/** Does what a message asks for; `done` or `error` is told by whoever calls. */
export type Operation<T extends FromPageType> = (
  asker: Asker,
  message: Asking<T>,
) => Result<unknown> | Promise<Result<unknown>>;

/** Operations by the type of their message. */
export type Operations<T extends FromPageType> = { readonly [K in T]: Operation<K> };
