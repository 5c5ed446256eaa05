import type { FromServer } from '../messages/from-server.js';

/** A page that shows a session. */
export interface Listener {
  /** Whether somebody looks at it. */
  looking: boolean;
  /** Tells it something; a message that will soon be out of date may be left out where it is slow. */
  send(message: FromServer, perishable?: boolean): void;
}

/** All pages that show one session. */
export class Audience {
  private readonly listeners = new Set<Listener>();

  get size(): number {
    return this.listeners.size;
  }

  /** Whether anybody looks. */
  get isLooking(): boolean {
    return [...this.listeners].some(({ looking }) => looking);
  }

  add(listener: Listener): void {
    this.listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener);
  }

  tell(message: FromServer): void {
    for (const listener of this.listeners) listener.send(message);
  }

  /** Tells those who look what will soon be out of date. */
  show(message: FromServer): void {
    for (const listener of this.listeners) if (listener.looking) listener.send(message, true);
  }
}
