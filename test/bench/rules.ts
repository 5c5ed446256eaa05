import type GoBoardModule from '@sabaki/go-board';
import { createRequire } from 'node:module';
import { Board } from '../../engine/board.js';
import { BLACK, type Color } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { PLANE_SETS, type PlaneSetName } from '../../engine/planes/table.js';
import { drawMove, playout, playoutScore } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { symmetryCount } from '../../engine/symmetry.js';
import type { Suite } from './report.js';
import { ratesOf } from './stopwatch.js';

/** A move of a recorded playout. */
interface Move {
  readonly point: number;
  readonly color: Color;
}

// Its declarations promise a default export that its CommonJS module does not have.
const GoBoard = createRequire(import.meta.url)('@sabaki/go-board') as typeof GoBoardModule.default;

const SIZES = [9, 13, 19];
const SEED = 2016;
/** Playouts that the peer replays, and positions whose planes are written. */
const SAMPLES = 20;
const BATCH = 50;

/** Light playouts with the engine's own positions and with @sabaki/go-board's, and input planes. */
export const rulesSuite: Suite = (report) => {
  for (const size of SIZES) {
    const board = Board.of(size);
    const samples = Array.from({ length: SAMPLES }, (_, i) => record(board, SEED + i));
    const mean = samples.reduce((sum, moves) => sum + moves.length, 0) / SAMPLES;
    const [ours, peers] = ratesOf([playouts(board), replays(board, samples)]);
    const config = { size, threads: 1 };
    report({ name: 'light playouts', value: ours, unit: 'playouts/s', config });
    report({
      name: 'moves of light playouts',
      value: (ours * mean) / 1e6,
      unit: 'Mmoves/s',
      config,
    });
    report({ name: '@sabaki/go-board, same playouts', value: peers, unit: 'playouts/s', config });
    report({
      name: 'light playouts / @sabaki/go-board',
      value: ours / peers,
      unit: 'times',
      config,
    });
    for (const planes of ['tengen', 'alphago-zero', 'alphago'] as const) {
      const [rate] = ratesOf([writing(board, samples, planes)]);
      report({ name: `write ${planes} planes`, value: 1e6 / rate, unit: 'µs/position', config });
    }
  }
};

/** Whole playouts from the empty board, scored. */
function playouts(board: Board): () => number {
  const start = new Position(board);
  const position = new Position(board);
  const random = new Random(SEED);
  let checksum = 0;
  return () => {
    for (let i = 0; i < BATCH; i++) {
      position.copyFrom(start);
      playout(position, random, 3 * board.area);
      checksum += playoutScore(position);
    }
    return Number.isFinite(checksum) ? BATCH : 0;
  };
}

/** The recorded playouts again, with the peer; it only plays the moves, and need not choose them. */
function replays(board: Board, samples: readonly Move[][]): () => number {
  const vertexOf = (point: number): [number, number] =>
    point === board.pass ? [-1, -1] : [board.x(point), board.y(point)];
  const games = samples.map((moves) =>
    moves.map(({ point, color }) => ({
      sign: color === BLACK ? (1 as const) : (-1 as const),
      vertex: vertexOf(point),
    })),
  );
  let next = 0;
  return () => {
    let state = GoBoard.fromDimensions(board.width, board.height);
    for (const { sign, vertex } of games[next++ % games.length])
      state = state.makeMove(sign, vertex);
    return 1;
  };
}

/** Writes the planes of positions in the middle of the recorded playouts. */
function writing(board: Board, samples: readonly Move[][], name: PlaneSetName): () => number {
  const set = PLANE_SETS[name];
  const writer = set.writer(board);
  const out = new Float32Array(set.planes * board.area);
  const games = samples.map((moves) => {
    const game = new Game(board, RULE_PRESETS['tromp-taylor']);
    for (const { point } of moves.slice(0, moves.length / 2)) game.play(point);
    return game;
  });
  return () => {
    games.forEach((game, i) => {
      writer.write(game, i % symmetryCount(board), out, 0);
    });
    return games.length;
  };
}

/** The moves of one light playout. */
function record(board: Board, seed: number): Move[] {
  const position = new Position(board);
  const random = new Random(seed);
  const moves: Move[] = [];
  for (let passes = 0; passes < 2 && moves.length < 3 * board.area;) {
    const color = position.toMove;
    const cell = drawMove(position, random);
    const point = cell === 0 ? board.pass : board.pointOf[cell];
    position.play(point);
    passes = cell === 0 ? passes + 1 : 0;
    moves.push({ point, color });
  }
  return moves;
}
