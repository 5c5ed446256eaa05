import { addPoint, emptyBits, pointsOf } from '../../engine/bits.js';
import { BLACK, opponent, WHITE } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import type { Setup } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import { drawMove, gameOf, startOf, type RandomGame } from './random-games.js';
import type { ReferenceGame } from './reference-board.js';

/** One game on the engine's board and on the reference's. */
export interface BothGames {
  readonly game: Game;
  readonly reference: ReferenceGame;
}

/** Plays a random game on both boards. */
export function playBoth(random: RandomGame): BothGames {
  const draw = new Random(random.seed);
  const reference = startOf(random, draw);
  const game = gameOf(reference, random.rules);
  let last: number | undefined;
  while (game.length < random.length) {
    last = drawMove(reference, reference.legalPoints(), last, draw);
    reference.play(last);
    game.play(last);
  }
  return { game, reference };
}

/** A game as a mirror shows it, perhaps with the colours exchanged. */
export interface Twin {
  readonly game: Game;
  readonly symmetry: number;
  /** Where the mirror shows each point. */
  readonly map: Int32Array;
  readonly exchanged: boolean;
}

/** The game under every symmetry of its board, with the colours as they are and exchanged. */
export function twinsOf(game: Game): Twin[] {
  return Array.from({ length: 2 * symmetryCount(game.board) }, (_, i) => {
    const symmetry = i >> 1;
    const exchanged = i % 2 === 1;
    const map = symmetryMap(game.board, symmetry);
    return { symmetry, map, exchanged, game: twinOf(game, map, exchanged) };
  });
}

/** Points as a mirror shows them, in rising order. */
export function mappedPoints(points: readonly number[], map: Int32Array): number[] {
  return points.map((point) => map[point]).sort((a, b) => a - b);
}

function twinOf(game: Game, map: Int32Array, exchange: boolean): Game {
  const twin = new Game(game.board, game.rules, { setup: twinStart(game, map, exchange) });
  for (let ply = 0; ply < game.length; ply++) {
    twin.play(map[game.moveAt(ply)], exchange ? opponent(game.colorAt(ply)) : game.colorAt(ply));
  }
  return twin;
}

function twinStart(game: Game, map: Int32Array, exchange: boolean): Setup {
  const { board } = game;
  const seen = ([BLACK, WHITE] as const).map((color) => {
    const at = game.rowsAt(0, color);
    const bits = emptyBits(board);
    for (const point of pointsOf(board, game.history.subarray(at, at + board.height))) {
      addPoint(board, bits, map[point]);
    }
    return bits;
  });
  const [black, white] = exchange ? seen.reverse() : seen;
  const first = game.length > 0 ? game.colorAt(0) : game.toMove;
  return { board, black, white, toMove: exchange ? opponent(first) : first };
}
