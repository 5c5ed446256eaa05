import { SOCKET_PATH } from '../../messages/common.js';
import type { Socket, Surroundings } from './connection.js';

const TOKEN_KEY = 'tengen.session';

/** A connection's surroundings in a browser. */
export function browserSurroundings(): Surroundings {
  return {
    open: openSocket,
    tokens: {
      get: () => readKept(TOKEN_KEY),
      set: (token) => {
        keep(TOKEN_KEY, token);
      },
    },
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    random: Math.random,
  };
}

/** What this browser has kept; null where it has not, or must not. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text in this browser, if that is allowed. */
export function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing has one session a visit.
  }
}

function openSocket(): Socket {
  const url = new URL(SOCKET_PATH, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url) as Socket;
}
