import type { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Random } from '../../engine/random.js';
import type { Rules } from '../../engine/rules.js';
import { isSettled } from '../../engine/search/settled.js';
import { randomOf } from '../play/game-plan.js';
import { PolicyReader } from '../play/policy-reader.js';
import type { SharedEvaluator } from '../play/shared-evaluator.js';
import { outcomeFor } from '../reinforce/game.js';

/** A position, and how its game ended. */
export interface Sample {
  /** The moves that lead to it. */
  readonly moves: Uint16Array;
  /** 1 if Black won, −1 if White did, 0 if neither. */
  readonly result: number;
}

/** Samples that need not all be in memory. */
export interface Samples {
  readonly length: number;
  /** The nth, counted from 0. */
  get(n: number): Sample;
}

/** What samples are made with, by all games of a thread. */
export interface SampleTable {
  readonly board: Board;
  readonly rules: Rules;
  readonly seed: number;
  /** The last move that may be the random one, counted from 1. */
  readonly latest: number;
  /** A game is scored as it stands after so many moves. */
  readonly longest: number;
  /** Plays up to the random move. */
  readonly before: SharedEvaluator;
  /** Plays on from there. */
  readonly after: SharedEvaluator;
  readonly isStopped: () => boolean;
}

/**
 * One position of one game (Silver et al. 2016, "Value network: regression"): U is drawn from 1 to
 * `latest`; the policy makes the first U − 1 moves, a legal move drawn uniformly is move U, and the
 * reinforced policy plays on to the end. The position after move U is the sample, which no more than
 * its own game tells of. A game that ends before its random move is begun again with another U.
 * Undefined if it was stopped.
 */
export async function makeSample(table: SampleTable, number: number): Promise<Sample | undefined> {
  for (let attempt = 0; ; attempt++) {
    const sample = await trySample(table, randomOf(table.seed, number, attempt));
    if (sample !== 'ended') return sample;
  }
}

async function trySample(
  table: SampleTable,
  random: Random,
): Promise<Sample | 'ended' | undefined> {
  const { board, rules, latest, longest } = table;
  const game = new Game(board, rules);
  const reader = new PolicyReader(board);
  const isOver = (): boolean => game.end !== undefined || isSettled(game);
  const last = 1 + Math.floor(random.float() * latest);
  while (game.length < last - 1 && !isOver()) {
    if (table.isStopped()) return undefined;
    await reader.read(table.before, game);
    game.play(reader.draw(random));
  }
  const move = isOver() ? undefined : drawLegal(game, random);
  if (move === undefined) return 'ended';
  game.play(move);
  const moves = Uint16Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
  while (game.length < longest && !isOver()) {
    if (table.isStopped()) return undefined;
    await reader.read(table.after, game);
    game.play(reader.draw(random));
  }
  return { moves, result: outcomeFor(game, BLACK) };
}

/** A legal point that is no eye of the player's own; undefined where there is none. */
function drawLegal(game: Game, random: Random): number | undefined {
  const { board, position } = game;
  const points = Array.from({ length: board.area }, (_, point) => point).filter(
    (point) => game.isLegal(point) && position.isSensible(board.cellOf[point]),
  );
  return points.length === 0 ? undefined : points[random.below(points.length)];
}
