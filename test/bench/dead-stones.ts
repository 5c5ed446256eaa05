import { Board } from '../../engine/board.js';
import { BLACK, type Color } from '../../engine/color.js';
import { parseVertex, makeVertex } from '../../engine/coordinates.js';
import { deadIn } from '../../engine/count.js';
import { deadStones } from '../../engine/dead-stones.js';
import { pointsOf, addPoint, emptyBits, type Bits } from '../../engine/bits.js';
import { copyGame } from '../../engine/game-copy.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { scoreOf } from '../../engine/count.js';
import { ThinkingDesk } from '../../gtp/thinking/thinking-desk.js';
import { GtpProgram } from '../../selfplay/opponents/gtp-program.js';
import { drawOpening } from '../../selfplay/opponents/openings.js';
import { gnuGo, RULES } from '../gtp/support/match.js';
import type { Suite } from './report.js';

const BOARD = Board.of(9);
const SEED = 2016;

/** Random moves before GNU Go takes over both sides: the more, the more stones are dead in the end. */
const OPENING = 10;

/** Tells the stones that are dead in a finished game. */
type Judgement = (game: Game) => Promise<Bits>;

/**
 * How often dead stones are told as GNU Go tells them, in games that GNU Go has played against itself
 * and ended with passes: by playouts, and by the ownership head of the shipped network.
 */
export function deadStonesSuite(games: number | undefined): Suite {
  return async (report) => {
    const command = gnuGo(5, SEED);
    if (games === undefined || command === undefined) {
      console.error('dead-stones needs GNU Go, and how many games it is to play: --match 30');
      return;
    }
    const program = unwrap(await GtpProgram.start(command));
    const random = new Random(SEED);
    const settings = { device: 'cpu', threads: 1, treeBytes: 64 << 20, seed: SEED } as const;
    const desk = new ThinkingDesk(settings, () => undefined);
    const judgements: Readonly<Record<string, Judgement>> = {
      '200 playouts': (game) => Promise.resolve(deadIn(game)),
      'ownership without a search': byOwnership(desk, 1),
      'ownership over 50 visits': byOwnership(desk, 50),
      'ownership over 200 visits': byOwnership(desk, 200),
    };
    const agreed = new Map(Object.keys(judgements).map((name) => [name, { dead: 0, score: 0 }]));
    let withDead = 0;
    for (let i = 0; i < games; i++) {
      const game = await playGame(program, random);
      const truth = await deadByProgram(program, game);
      if (pointsOf(BOARD, truth).length > 0) withDead++;
      for (const [name, judge] of Object.entries(judgements)) {
        const dead = await judge(game);
        const count = agreed.get(name)!;
        if (dead.every((row, y) => row === truth[y])) count.dead++;
        if (scoreOf(game, dead).margin === scoreOf(game, truth).margin) count.score++;
      }
    }
    const config = { games, 'with dead stones': withDead };
    for (const [name, { dead, score }] of agreed) {
      const percent = (count: number): number => (100 * count) / games;
      report({ name: `${name}: dead as GNU Go says`, value: percent(dead), unit: '%', config });
      report({ name: `${name}: the same score`, value: percent(score), unit: '%', config });
    }
    await desk.close();
    await program.close();
  };
}

function byOwnership(desk: ThinkingDesk, visits: number): Judgement {
  const request = { visits, playouts: Infinity, endsEarly: false, ownership: true, bans: [] };
  return async (game) => {
    desk.forget();
    const { ownership } = await desk.think(
      copyGame(game),
      request,
      () => false,
      () => undefined,
    );
    const black = game.toMove === BLACK ? ownership! : ownership!.map((owner) => -owner);
    return deadStones(game.position, black, game.rules.suicide);
  };
}

/** A game of the program against itself, up to the passes. */
async function playGame(program: GtpProgram, random: Random): Promise<Game> {
  const game = new Game(BOARD, RULES);
  const say = async (command: string): Promise<string> => unwrap(await program.send(command));
  await program.sendAll([`boardsize ${BOARD.width}`, 'clear_board', `komi ${RULES.komi}`]);
  for (const point of drawOpening(BOARD, OPENING, random)) {
    await say(`play ${letter(game.toMove)} ${makeVertex(BOARD, point)}`);
    game.play(point);
  }
  while (game.end === undefined && game.length < 2 * BOARD.area) {
    game.play(unwrap(parseVertex(BOARD, await say(`genmove ${letter(game.toMove)}`))));
  }
  return game;
}

function letter(color: Color): string {
  return color === BLACK ? 'b' : 'w';
}

async function deadByProgram(program: GtpProgram, { board }: Game): Promise<Bits> {
  const dead = emptyBits(board);
  const listed = unwrap(await program.send('final_status_list dead'));
  for (const vertex of listed.split(/\s+/).filter((word) => word !== '')) {
    addPoint(board, dead, unwrap(parseVertex(board, vertex)));
  }
  return dead;
}
