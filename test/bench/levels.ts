import { Board } from '../../engine/board.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { Thinker } from '../../engine/search/thinker.js';
import type { ContestantSpec } from '../../selfplay/match/contestant-spec.js';
import { openContestant } from '../../selfplay/match/open-contestant.js';
import type { Contestant } from '../../selfplay/match/player.js';
import { LEVELS } from '../../server/messages/settings.js';
import { effortOf } from '../../server/sessions/levels.js';
import { chooseMove } from '../../server/thinking/choose.js';
import { openDesk, type Desk } from '../../server/thinking/desk.js';
import { MATCH_RULES, matchFigures, tallyOf } from './match.js';
import type { Suite } from './report.js';

/** What the human scale is measured on. */
interface Plan {
  readonly side: number;
  readonly games: number;
  readonly network?: string | undefined;
  /** Only matches whose names hold this text. */
  readonly only: string;
}

const SEED = 7;

/** Games that are played at once. */
const AT_ONCE = 16;

/** Opponents that do not change, and the level that each is matched with. */
const ANCHORS: readonly [spec: ContestantSpec, level: number][] = [
  [{ kind: 'random' }, 1],
  [{ kind: 'uct', playouts: 100 }, 4],
];

/** The human scale of the web board: each level's match with the one below, and with some anchors. */
export function levelsSuite({ side, games, network, only }: Plan): Suite {
  return async (report) => {
    const board = Board.of(side);
    const desk = await openAt(board, network);
    const size = { games, atOnce: AT_ONCE, seed: SEED };
    const tell = async (a: Contestant, b: Contestant): Promise<void> => {
      const name = `${a.name} v. ${b.name}`;
      if (!name.includes(only)) return;
      const tally = await tallyOf(a, b, board, size);
      matchFigures(name, tally, { side }).forEach(report);
    };
    for (let level = 2; level <= LEVELS; level++) {
      await tell(levelContestant(desk, level), levelContestant(desk, level - 1));
    }
    for (const [spec, level] of ANCHORS) {
      const anchor = await openAnchor(spec, board);
      await tell(levelContestant(desk, level), anchor);
      await anchor.close();
    }
    await desk.evaluator.close();
  };
}

async function openAt(board: Board, network: string | undefined): Promise<Desk> {
  const memory = { taskBytes: 0, treeBytes: 0 };
  const networks = network === undefined ? [] : [network];
  const start = { networks, device: 'cpu', form: 'tiles', seed: SEED, ...memory } as const;
  return unwrap(await openDesk(board, start, undefined));
}

async function openAnchor(spec: ContestantSpec, board: Board): Promise<Contestant> {
  const game = new Game(board, MATCH_RULES);
  const opened = await openContestant(spec, {
    ...{ game, atOnce: AT_ONCE, device: 'cpu', seed: SEED },
    searchPath: process.env['PATH'] ?? '',
    onForfeit: () => undefined,
  });
  return unwrap(opened);
}

/** A level as a player of matches: it thinks and chooses as on the web board. */
function levelContestant(desk: Desk, level: number): Contestant {
  const { visits, choosing } = effortOf({ kind: 'level', level }, desk.info.network);
  return {
    name: `level ${level}`,
    seat: (start, seed) => {
      const random = new Random(seed);
      const thinker = new Thinker(start, desk.search, 2 * visits + 2);
      const choose = async (game: Game): Promise<number> => {
        thinker.begin(game, { visits });
        await desk.evaluator.visitAll(thinker);
        return chooseMove(thinker, game, choosing, random);
      };
      return Promise.resolve({ choose });
    },
    close: () => Promise.resolve(),
  };
}
