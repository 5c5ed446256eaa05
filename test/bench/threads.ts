import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { Thinker } from '../../engine/search/thinker.js';
import { now } from '../../gtp/thinking/engine.js';
import type { Judge } from '../../gtp/thinking/judge.js';
import { openNetworkJudge } from '../../gtp/thinking/network-judge.js';
import { rolloutJudge } from '../../gtp/thinking/rollout-judge.js';
import { think } from '../../gtp/thinking/think.js';
import { readNetwork } from '../../network/files/read-network.js';
import type { SavedNetwork } from '../../network/files/saved-network.js';
import { findNetwork } from '../../network/files/shipped.js';
import type { Contestant } from '../../selfplay/match/player.js';
import { readWeights, shippedWeights } from '../../selfplay/rollout-policy/weights-on-disk.js';
import { randomNetwork } from '../gtp/support/networks.js';
import { randomGame } from '../network/support/positions.js';
import { matchFigures, tallyOf } from './match.js';
import type { Figure, Suite } from './report.js';
import { speedsInTurns } from './turns.js';

const SHAPE = { blocks: 6, filters: 64, side: 9 } as const;
const BOARD = Board.of(SHAPE.side);
const SEED = 2016;
const TURN_MS = 500;
const TURNS = { rounds: 8, turnMs: TURN_MS };
const NODES = 1 << 17;

/** Time for a move of a match: short, since a search of twice the visits gains most there. */
const MOVE_MS = 100;

const KINDS = ['network', 'playouts'] as const;
type Kind = (typeof KINDS)[number];

type Report = (figure: Omit<Figure, 'suite'>) => void;

/**
 * Visits a second of the GTP engine's search with one tree and more threads, and what that gains; or,
 * where games are asked for, matches of more threads against one with the same time for a move.
 */
export function threadsSuite(games?: number): Suite {
  const counts = [1, 2, 4].filter((threads) => threads <= availableParallelism());
  return async (report) => {
    for (const kind of KINDS) {
      if (games === undefined) await compareSpeeds(kind, counts, report);
      else await compareStrength(kind, counts, games, report);
    }
  };
}

async function compareSpeeds(kind: Kind, counts: readonly number[], report: Report): Promise<void> {
  const random = new Random(SEED);
  const network = randomNetwork(SHAPE);
  const judges = await Promise.all(counts.map((threads) => judgeOf(kind, network, threads)));
  const speeds = await speedsInTurns(
    // Another position each time, for what was judged before is remembered.
    judges.map((judge) => () => visitsOf(randomGame(BOARD, 12, random), judge)),
    TURNS,
  );
  for (const [i, threads] of counts.entries()) {
    const config = { ...SHAPE, threads };
    const [alone] = speeds;
    report({ name: `search by ${kind}`, value: speeds[i].rate, unit: 'visits/s', config });
    const gain = speeds[i].rate / alone.rate;
    if (i > 0) report({ name: 'the same / one thread', value: gain, unit: 'times', config });
  }
  for (const judge of judges) await judge.close();
}

/** Only one of the players thinks at a time, and has the machine for itself. */
async function compareStrength(
  kind: Kind,
  counts: readonly number[],
  games: number,
  report: Report,
): Promise<void> {
  const network = shippedNetwork();
  const players: Contestant[] = [];
  for (const threads of counts) {
    players.push(timedContestant(await judgeOf(kind, network, threads), threads));
  }
  const [alone, ...more] = players;
  for (const [i, player] of more.entries()) {
    const tally = await tallyOf(player, alone, BOARD, { games, atOnce: 1, seed: SEED });
    const config = { threads: counts[i + 1], 'ms a move': MOVE_MS };
    matchFigures(`threads by ${kind} / one thread`, tally, config).forEach(report);
  }
  for (const player of players) await player.close();
}

/** A player with so much time for each move. */
function timedContestant(judge: Judge, threads: number): Contestant {
  return {
    name: `${threads} threads`,
    seat: (start) => {
      const thinker = new Thinker(start, judge.search, NODES);
      const choose = async (game: Game): Promise<number> => {
        await thinkFor(MOVE_MS, thinker, game, judge);
        return thinker.bestMove();
      };
      return Promise.resolve({ choose });
    },
    close: () => judge.close(),
  };
}

async function judgeOf(kind: Kind, network: SavedNetwork, threads: number): Promise<Judge> {
  if (kind === 'playouts') return withoutNetwork(threads);
  const options = { device: 'cpu', threads, seed: SEED } as const;
  return unwrap(await openNetworkJudge(network, 'threads', BOARD, options));
}

function withoutNetwork(threads: number): Judge {
  const weights = unwrap(readWeights(shippedWeights('linear', BOARD)));
  return rolloutJudge(BOARD, weights, { threads, seed: SEED });
}

function shippedNetwork(): SavedNetwork {
  const file = findNetwork(BOARD);
  if (file === undefined) throw new Error(`no network is shipped for ${BOARD.toString()}`);
  return unwrap(readNetwork(readFileSync(file), basename(file)));
}

/** Visits of a search from scratch for the time of a turn. */
async function visitsOf(game: Game, judge: Judge): Promise<number> {
  const thinker = new Thinker(game, judge.search, NODES);
  await thinkFor(TURN_MS, thinker, game, judge);
  return thinker.visits;
}

async function thinkFor(ms: number, thinker: Thinker, game: Game, judge: Judge): Promise<void> {
  thinker.begin(game, { visits: Infinity });
  const end = now() + ms;
  const limits = { visits: Infinity, playouts: Infinity, deadline: { planned: end, most: end } };
  const request = { ...limits, endsEarly: false, ownership: false, bans: [] };
  await think(thinker, judge.batch, request, { stopped: () => false, report: () => undefined });
}
