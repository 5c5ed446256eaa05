import { emptyBits, type Bits } from '../../engine/bits.js';
import { deadStones } from '../../engine/dead-stones.js';
import { copyGame } from '../../engine/game-copy.js';
import type { Session } from './session.js';

/** Visits that tell who owns what at the end. */
const VISITS = 16;

/** The stones that the engine takes for dead where a game has ended; none where it cannot think. */
export async function judgeDead({ game, number, services }: Session): Promise<Bits> {
  const { position, rules, board } = game;
  const judged = position.clone();
  const task = { owner: number, line: copyGame(game), visits: VISITS, ownership: true };
  const unlimited = { time: Infinity, interval: Infinity, choosing: null };
  try {
    const { ownership } = await services.thinkers.search({ ...task, ...unlimited }).done;
    const owners = Float32Array.from(ownership ?? [], (owner) => owner / 100);
    return deadStones(judged, owners, rules.suicide);
  } catch {
    return emptyBits(board); // people can mark them
  }
}
