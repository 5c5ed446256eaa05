import type { MessagePort } from 'node:worker_threads';
import { Board } from '../../engine/board.js';
import { unwrap } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import type { DeviceChoice } from '../../network/runtime/device.js';
import { drawOpenings, USUAL_OPENING } from '../opponents/openings.js';
import { Random } from '../../engine/random.js';
import type { ContestantSpec } from './contestant-spec.js';
import { openContestant } from './open-contestant.js';
import { playMatch, type MatchResult } from './play-match.js';

/** Games of a match that one thread is to play. */
export interface MatchTask {
  readonly board: number;
  readonly rules: Rules;
  readonly a: ContestantSpec;
  readonly b: ContestantSpec;
  /** Numbers of the games; see colorOfA. */
  readonly games: readonly number[];
  /** Decides the openings, and what the contestants draw. */
  readonly seed: number;
  /** Games of the whole match, of all threads. */
  readonly matchGames: number;
  readonly atOnce: number;
  readonly device: DeviceChoice;
  /** One word, not 0 when the match is to end. */
  readonly stop: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** A game is scored as it stands after so many moves for each point. */
const LONGEST = 2;

/** Plays games of a match, telling each result. @throws Error where a contestant cannot play. */
export async function playMatchGames(task: MatchTask): Promise<void> {
  const { games, seed, device, atOnce, port, rules } = task;
  const board = Board.of(task.board, task.board);
  const stop = new Int32Array(task.stop);
  const options = { board, atOnce, device, seed };
  const a = unwrap(await openContestant(task.a, options));
  const b = unwrap(await openContestant(task.b, options));
  try {
    const conditions = { board, rules, longest: LONGEST * board.area };
    const openings = drawOpenings(board, task.matchGames, USUAL_OPENING, new Random(seed));
    await playMatch(
      { a, b, conditions, opening: (game) => openings[game], seed, atOnce },
      games,
      (result: MatchResult) => {
        port.postMessage(result);
      },
      () => Atomics.load(stop, 0) !== 0,
    );
  } finally {
    await Promise.all([a.close(), b.close()]);
    port.close();
  }
}
