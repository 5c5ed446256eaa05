import type { Strength } from '../messages/settings.js';
import type { Choosing } from '../thinking/task.js';

/** How the engine thinks about a move. */
export interface Effort {
  readonly visits: number;
  /** Milliseconds; Infinity for no limit. */
  readonly time: number;
  readonly choosing: Choosing;
}

/** A step of the human scale. */
interface Level extends Choosing {
  readonly visits: number;
}

/**
 * The human scale. The weak steps do not read at all: they play by the network's first impression, and
 * overlook most moves, the more the weaker. Further up the engine reads more and chooses better.
 * `npm run bench -- levels` measures it.
 */
const SCALE: readonly Level[] = [
  { visits: 1, noticed: 0.05, temperature: 0 },
  { visits: 1, noticed: 0.12, temperature: 0 },
  { visits: 1, noticed: 0.3, temperature: 0 },
  { visits: 1, noticed: 0.75, temperature: 0 },
  { visits: 8, noticed: 0.85, temperature: 0 },
  { visits: 16, noticed: 0.95, temperature: 0 },
  { visits: 32, noticed: 1, temperature: 0.3 },
  { visits: 80, noticed: 1, temperature: 0.2 },
  { visits: 240, noticed: 1, temperature: 0.1 },
  { visits: 800, noticed: 1, temperature: 0 },
];

/** Playouts know nothing at first sight: they take so many visits for one of a network. */
const PLAYOUTS_PER_VISIT = 8;
const FEWEST_PLAYOUTS = 40;

const BEST: Choosing = { temperature: 0, noticed: 1 };

/** Visits of a move that is limited by time only. */
const MANY = 1_000_000;

/** How to think at a strength, with a network or with playouts. */
export function effortOf(strength: Strength, network: boolean): Effort {
  switch (strength.kind) {
    case 'visits':
      return { visits: strength.visits, time: Infinity, choosing: BEST };
    case 'seconds':
      return { visits: MANY, time: 1000 * strength.seconds, choosing: BEST };
    case 'level':
      return effortAt(SCALE[strength.level - 1], network);
  }
}

function effortAt({ visits, ...choosing }: Level, network: boolean): Effort {
  const playouts = Math.max(FEWEST_PLAYOUTS, PLAYOUTS_PER_VISIT * visits);
  return { visits: network ? visits : playouts, time: Infinity, choosing };
}
