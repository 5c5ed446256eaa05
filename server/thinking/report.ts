import { BLACK } from '../../engine/color.js';
import { playoutOwnership } from '../../engine/dead-stones.js';
import type { Game } from '../../engine/game.js';
import type { Random } from '../../engine/random.js';
import { meanOwnership } from '../../engine/search/ownership.js';
import {
  candidates,
  principalVariation,
  rootScore,
  rootValue,
  type Candidate,
} from '../../engine/search/result.js';
import type { Thinker } from '../../engine/search/thinker.js';
import type { CandidateInfo } from '../messages/thinking.js';
import type { Report } from './task.js';

/** Moves that a report tells of, and the moves of each line. */
const MOVES = 30;
const LINE = 20;

/** Playouts that tell who owns what, where the evaluator does not. */
const PLAYOUTS = 100;

/** What a thinker has found out about the position of a game, seen by Black. */
export function reportOf(
  thinker: Thinker,
  game: Game,
  ownership: readonly number[] | null,
): Report {
  const { tree } = thinker.search;
  const sign = game.toMove === BLACK ? 1 : -1;
  const first = thinker.bestMove();
  const moves = candidates(tree)
    .sort((a, b) => Number(b.move === first) - Number(a.move === first))
    .slice(0, MOVES)
    .map((each) => ({ ...seen(each, sign), line: principalVariation(tree, each.move, LINE) }));
  return {
    visits: thinker.visits,
    winrate: chance(sign * rootValue(tree)),
    score: points(rootScore(tree), sign),
    moves,
    policy: policyOf(thinker, game),
    ownership: ownership === null ? null : [...ownership],
    choice: null,
  };
}

function seen(candidate: Candidate, sign: number): Omit<CandidateInfo, 'line'> {
  const { move, visits, value, prior, score } = candidate;
  return {
    move,
    visits,
    winrate: chance(sign * value),
    score: points(score, sign),
    prior: round(prior, 10_000),
  };
}

/** Point → owner in hundredths, for Black, by the search's tree; null where it does not know. */
export function ownersByTree(thinker: Thinker, game: Game): number[] | null {
  const owners = new Float32Array(game.board.area);
  return meanOwnership(thinker.search.tree, BLACK, owners) ? hundredths(owners) : null;
}

/** Point → owner in hundredths, for Black, by playouts. */
export function ownersByPlayouts(game: Game, random: Random): number[] {
  return hundredths(playoutOwnership(game.position, random, PLAYOUTS));
}

function hundredths(owners: Float32Array): number[] {
  return Array.from(owners, (owner) => round(100 * owner, 1));
}

function policyOf(thinker: Thinker, { board }: Game): number[] {
  const priors = new Float32Array(board.area + 1);
  thinker.writePriors(priors);
  return Array.from(priors, (prior) => round(1000 * prior, 1));
}

function chance(value: number): number {
  return Math.min(1, Math.max(0, round((1 + value) / 2, 10_000)));
}

function points(score: number | undefined, sign: number): number | null {
  return score === undefined ? null : round(sign * score, 100);
}

/** Rounded to so many parts of one; never −0. */
function round(x: number, parts: number): number {
  return Math.round(parts * x) / parts + 0;
}
