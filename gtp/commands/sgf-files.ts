import { readFile } from 'node:fs/promises';
import { addPoint, emptyBits, pointsOf, type Bits } from '../../engine/bits.js';
import { EMPTY } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { Position } from '../../engine/position.js';
import { fail, ok, type Result } from '../../engine/result.js';
import { decodeSgf } from '../../engine/sgf/bytes.js';
import { makeTree } from '../../engine/sgf/make-tree.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { readRecords } from '../../engine/sgf/read-record.js';
import { newRecord, type GameRecord } from '../../engine/sgf/record.js';
import { copyGame } from '../../engine/game-copy.js';

/** The first game of a file after so many of its moves. */
export async function readGame(file: string, moves: number): Promise<Result<Game>> {
  const record = await load(file);
  return record.ok ? replay(record.value, moves) : record;
}

/** A game as an SGF text. */
export function makeGame(game: Game): string {
  return makeSgf([makeTree(recordOf(game))]);
}

async function load(file: string): Promise<Result<GameRecord>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return fail('ERR_FILE', (error as Error).message);
  }
  const decoded = decodeSgf(bytes, file);
  if (!decoded.ok) return decoded;
  const [first] = readRecords(decoded.value, file);
  return first;
}

/** The game of a record after so many moves. Moves that the rules forbid are made as they are. */
function replay(record: GameRecord, moves: number): Result<Game> {
  const { board, rules, handicap, toMove } = record;
  const bits = (points: readonly number[]): Bits => {
    const set = emptyBits(board);
    for (const point of points) addPoint(board, set, point);
    return set;
  };
  const { black, white } = record.setup;
  const setup = { board, black: bits(black), white: bits(white), toMove };
  const start = Position.from(setup);
  if (!start.ok) return start;
  const game = new Game(board, rules, { setup, handicap });
  for (const [i, { point, color }] of record.moves.entries()) {
    if (i >= moves) break;
    const isTaken = point < board.area && game.position.at(point) !== EMPTY;
    if (isTaken) return fail('ERR_MOVE_OCCUPIED', `move ${i + 1} is on a stone`);
    game.play(point, color);
  }
  return ok(game);
}

function recordOf(game: Game): GameRecord {
  const { board, rules, handicap, length } = game;
  const { black, white } = copyGame(game);
  const moves = Array.from({ length }, (_, ply) => ({
    color: game.colorAt(ply),
    point: game.moveAt(ply),
  }));
  const setup = { black: pointsOf(board, black), white: pointsOf(board, white) };
  const hasSetup = setup.black.length > 0;
  return newRecord(board, rules, {
    handicap: hasSetup ? handicap : 0,
    setup,
    moves,
    toMove: moves.at(0)?.color ?? game.toMove,
  });
}
