import { availableParallelism } from 'node:os';
import { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { Thinker } from '../../engine/search/thinker.js';
import { ROOT } from '../../engine/search/tree.js';
import { now } from '../../gtp/thinking/engine.js';
import type { Judge } from '../../gtp/thinking/judge.js';
import { openNetworkJudge } from '../../gtp/thinking/network-judge.js';
import { rolloutJudge } from '../../gtp/thinking/rollout-judge.js';
import { think } from '../../gtp/thinking/think.js';
import { randomNetwork } from '../gtp/support/networks.js';
import { randomGame } from '../network/support/positions.js';
import type { Suite } from './report.js';
import { speedsInTurns } from './turns.js';

const SHAPE = { blocks: 6, filters: 64, side: 9 } as const;
const SEED = 2016;
const TURN_MS = 500;
const TURNS = { rounds: 8, turnMs: TURN_MS };

/** Visits a second of the GTP engine's search with one tree and more threads, and what that gains. */
export const threadsSuite: Suite = async (report) => {
  const board = Board.of(SHAPE.side);
  const random = new Random(SEED);
  const counts = [1, 2, 4].filter((threads) => threads <= availableParallelism());
  for (const kind of ['network', 'playouts'] as const) {
    const judges = await Promise.all(counts.map((threads) => judgeOf(kind, board, threads)));
    const speeds = await speedsInTurns(
      // Another position each time, for what was judged before is remembered.
      judges.map((judge) => () => visitsOf(randomGame(board, 12, random), judge)),
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
};

async function judgeOf(
  kind: 'network' | 'playouts',
  board: Board,
  threads: number,
): Promise<Judge> {
  if (kind === 'playouts') return rolloutJudge(board, threads, SEED);
  const options = { device: 'cpu', threads, seed: SEED } as const;
  return unwrap(await openNetworkJudge(randomNetwork(SHAPE), 'random', board, options));
}

/** Visits of a search from scratch for the time of a turn. */
async function visitsOf(game: Game, judge: Judge): Promise<number> {
  const thinker = new Thinker(game, judge.search, 1 << 17);
  thinker.begin(game, { visits: Infinity });
  const end = now() + TURN_MS;
  const limits = { visits: Infinity, playouts: Infinity, deadline: { planned: end, most: end } };
  const request = { ...limits, endsEarly: false, ownership: false, bans: [] };
  await think(thinker, judge.batch, request, { stopped: () => false, report: () => undefined });
  return thinker.search.tree.visits[ROOT];
}
