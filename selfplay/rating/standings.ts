import { gamesOf, pointsOf, shareOf, turned, type Tally } from '../gate/tally.js';
import { ELO_PER_LOGIT, Z95, type EloInterval } from './elo.js';
import { cholesky, inverseDiagonal, solve } from './standings-matrix.js';

/** Games between two players, as the first of them sees them. */
export interface Pairing extends Tally {
  readonly player: string;
  readonly opponent: string;
}

/** The player whose rating is given, and that all others are measured from. */
export interface Anchor {
  readonly player: string;
  readonly elo: number;
}

/** A player's place in the standings. The interval is that of the difference from the anchor. */
export interface Rating extends EloInterval {
  readonly player: string;
  readonly games: number;
  /** Share of the points in all its games, in [0, 1]. */
  readonly share: number;
}

/**
 * Drawn games that each two players who have met are taken to have played besides. They keep a
 * rating finite where every game was won, and hardly move it after many games (Coulom, Bayeselo).
 */
const VIRTUAL_DRAWS = 1;

/**
 * Ratings of all players by all their games, strongest first: the model of Bradley and Terry, a draw
 * being half a win and half a loss, at the greatest likelihood (with {@link VIRTUAL_DRAWS}). The 95 %
 * intervals are those of the normal distribution with the observed information. Several pairings of
 * the same two players add up. Players whom no chain of games joins to the anchor have no rating and
 * are left out.
 */
export function rate(pairings: readonly Pairing[], anchor: Anchor): Rating[] {
  const meetings = meetingsOf(pairings);
  const players = joinedTo(anchor.player, meetings);
  const pool = new Pool(players, meetings);
  const logits = mostLikely(pool);
  const variances = inverseDiagonal(cholesky(pool.information(logits), pool.n), pool.n);
  return players
    .map((player, i) => {
      const elo = anchor.elo + (i === 0 ? 0 : ELO_PER_LOGIT * logits[i - 1]);
      const error = i === 0 ? 0 : Z95 * ELO_PER_LOGIT * Math.sqrt(variances[i - 1]);
      const tally = total(meetings.get(player));
      const interval = { elo, low: elo - error, high: elo + error };
      return { player, ...interval, games: gamesOf(tally), share: shareOf(tally) };
    })
    .sort((a, b) => b.elo - a.elo || (a.player < b.player ? -1 : 1));
}

/** Player → opponent → their games. */
type Meetings = ReadonlyMap<string, ReadonlyMap<string, Tally>>;

function meetingsOf(pairings: readonly Pairing[]): Meetings {
  const meetings = new Map<string, Map<string, Tally>>();
  const add = (player: string, opponent: string, tally: Tally): void => {
    const opponents = meetings.get(player) ?? new Map<string, Tally>();
    meetings.set(player, opponents);
    opponents.set(opponent, sum(opponents.get(opponent), tally));
  };
  for (const pairing of pairings) {
    const { player, opponent } = pairing;
    if (gamesOf(pairing) === 0 || player === opponent) continue;
    add(player, opponent, pairing);
    add(opponent, player, turned(pairing));
  }
  return meetings;
}

const NONE: Tally = { wins: 0, draws: 0, losses: 0 };

function sum(a: Tally = NONE, b: Tally = NONE): Tally {
  return { wins: a.wins + b.wins, draws: a.draws + b.draws, losses: a.losses + b.losses };
}

function total(opponents: ReadonlyMap<string, Tally> = new Map()): Tally {
  return [...opponents.values()].reduce(sum, NONE);
}

/** The anchor, and then all that a chain of games joins to it. */
function joinedTo(anchor: string, meetings: Meetings): string[] {
  const joined = new Set([anchor]);
  for (const player of joined) {
    for (const opponent of meetings.get(player)?.keys() ?? []) joined.add(opponent);
  }
  return [...joined];
}

/** The log-likelihood of the players' ratings, [n] in logits above the anchor, and its derivatives. */
class Pool {
  /** How many players are rated: all but the anchor, the first. */
  readonly n: number;
  /** Each two players who have met: their indices, and the points of each. −1 is the anchor. */
  private readonly pairs: readonly (readonly [number, number, number, number])[];

  constructor(players: readonly string[], meetings: Meetings) {
    this.n = players.length - 1;
    const index = new Map(players.map((player, i) => [player, i - 1]));
    this.pairs = players.flatMap((player, i) =>
      [...(meetings.get(player) ?? [])]
        .map(([opponent, tally]) => [i - 1, index.get(opponent)!, ...pointsOfBoth(tally)] as const)
        .filter(([a, b]) => a < b),
    );
  }

  logLikelihood(logits: Float64Array): number {
    return this.pairs.reduce((sum, [a, b, won, lost]) => {
      const lead = difference(logits, a, b);
      return sum - won * Math.log1p(Math.exp(-lead)) - lost * Math.log1p(Math.exp(lead));
    }, 0);
  }

  /** First derivatives, [n]: points won less points expected. */
  gradient(logits: Float64Array): Float64Array {
    const gradient = new Float64Array(this.n);
    for (const [a, b, won, lost] of this.pairs) {
      const surprise = won - (won + lost) * logistic(difference(logits, a, b));
      if (a >= 0) gradient[a] += surprise;
      if (b >= 0) gradient[b] -= surprise;
    }
    return gradient;
  }

  /** Second derivatives with the sign turned, [n, n]. Positive definite, as all are joined. */
  information(logits: Float64Array): Float64Array {
    const { n } = this;
    const matrix = new Float64Array(n * n);
    for (const [a, b, won, lost] of this.pairs) {
      const expected = logistic(difference(logits, a, b));
      const weight = (won + lost) * expected * (1 - expected);
      if (a >= 0) matrix[a * n + a] += weight;
      if (b >= 0) matrix[b * n + b] += weight;
      if (a < 0 || b < 0) continue;
      matrix[a * n + b] -= weight;
      matrix[b * n + a] -= weight;
    }
    return matrix;
  }
}

function pointsOfBoth(tally: Tally): [number, number] {
  return [pointsOf(tally) + VIRTUAL_DRAWS / 2, pointsOf(turned(tally)) + VIRTUAL_DRAWS / 2];
}

function difference(logits: Float64Array, a: number, b: number): number {
  return (a < 0 ? 0 : logits[a]) - (b < 0 ? 0 : logits[b]);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Newton's method from equal ratings; a step that does not gain is halved until it does. */
function mostLikely(pool: Pool): Float64Array {
  let logits = new Float64Array(pool.n);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const lower = cholesky(pool.information(logits), pool.n);
    const step = solve(lower, pool.n, pool.gradient(logits));
    logits = improve(pool, logits, step);
    if (step.every((change) => Math.abs(change) < 1e-9)) break;
  }
  return logits;
}

/** A handful do; the likelihood has one summit and no plateau. */
const MOST_ROUNDS = 100;

function improve(
  pool: Pool,
  logits: Float64Array<ArrayBuffer>,
  step: Float64Array,
): Float64Array<ArrayBuffer> {
  const before = pool.logLikelihood(logits);
  const least = before - 1e-12 * Math.abs(before); // near the summit only rounding is left
  for (let length = 1; length > 1e-6; length /= 2) {
    const next = logits.map((logit, i) => logit + length * step[i]);
    if (pool.logLikelihood(next) >= least) return next;
  }
  return logits;
}
