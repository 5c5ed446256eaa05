import { addPoint, emptyBits, union, without, type Bits } from '../../engine/bits.js';
import type { Board } from '../../engine/board.js';
import { BLACK, opponent, WHITE, type Color } from '../../engine/color.js';
import { makeSgfMove, parseSgfMove, parseSgfPoints } from '../../engine/coordinates.js';
import { Game } from '../../engine/game.js';
import { Position } from '../../engine/position.js';
import { fail, ok, type Result } from '../../engine/result.js';
import type { Rules } from '../../engine/rules.js';
import { readColor } from '../../engine/sgf/header.js';
import type { Properties } from '../../engine/sgf/tree.js';
import { pathTo, type Node } from './tree.js';

/** What a game tree is played by. */
export interface Table {
  readonly board: Board;
  readonly rules: Rules;
  readonly handicap: number;
}

/** A move as a node has it. */
export interface Move {
  readonly color: Color;
  readonly point: number;
}

/** The game at a node whose path is known to be playable. */
export function gameAt(table: Table, node: Node): Game {
  let game = new Game(table.board, table.rules, { handicap: table.handicap });
  for (const { properties } of pathTo(node)) {
    const next = advance(game, properties);
    if (!next.ok) throw new Error(`a node that cannot be played: ${next.error.message}`);
    game = next.value;
  }
  return game;
}

/**
 * The game after a node: the same one, a move further, or another, where stones are set up. Moves that
 * only ko, superko or the rule on suicide forbids are made: records have such moves. Otherwise
 * `ERR_SGF_POINT`, or the code of a move; the game is as before.
 */
export function advance(game: Game, properties: Properties): Result<Game> {
  const placed = setsUp(properties) ? setUp(game, properties) : ok(game);
  if (!placed.ok) return placed;
  const move = moveOf(game.board, properties);
  if (!move.ok || move.value === undefined) return move.ok ? placed : move;
  const { point, color } = move.value;
  const played = placed.value.tryPlay(point, color);
  if (!played.ok) {
    if (!isReplayable(placed.value, point, color)) return played;
    placed.value.play(point, color);
  }
  return placed;
}

/** The move of a node, if it has one. `ERR_SGF_POINT`. */
export function moveOf(board: Board, properties: Properties): Result<Move | undefined> {
  for (const [identifier, color] of COLORS) {
    const text = properties[identifier]?.[0];
    if (text === undefined) continue;
    const point = parseSgfMove(board, text.trim());
    return point.ok
      ? ok({ color, point: point.value })
      : fail('ERR_SGF_POINT', point.error.message);
  }
  return ok(undefined);
}

/** The properties of a node with a move. */
export function moveProperties(board: Board, { color, point }: Move): Properties {
  return { [color === BLACK ? 'B' : 'W']: [makeSgfMove(board, point)] };
}

const COLORS = [
  ['B', BLACK],
  ['W', WHITE],
] as const;

function setsUp(properties: Properties): boolean {
  return ['AB', 'AW', 'AE', 'PL'].some((identifier) => properties[identifier] !== undefined);
}

function setUp(
  { board, position, rules, handicap, toMove }: Game,
  properties: Properties,
): Result<Game> {
  const black = pointsOf(board, properties, 'AB');
  const white = pointsOf(board, properties, 'AW');
  const empty = pointsOf(board, properties, 'AE');
  const turn = readColor({ properties, children: [] });
  for (const read of [black, white, empty, turn]) if (!read.ok) return read;
  const [b, w, e] = [black, white, empty].map((read) => (read as { value: Bits }).value);
  const setup = {
    board,
    black: without(union(position.black, b), union(w, e)),
    white: without(union(position.white, w), union(b, e)),
    toMove:
      (turn as { value: Color | undefined }).value ?? impliedTurn(properties, handicap, toMove),
  };
  const legal = Position.from(setup);
  return legal.ok ? ok(new Game(board, rules, { setup, handicap })) : legal;
}

/** Whose turn it is after stones were set up, where the file does not say. */
function impliedTurn(properties: Properties, handicap: number, toMove: Color): Color {
  if (properties['B'] !== undefined) return BLACK;
  if (properties['W'] !== undefined) return WHITE;
  return handicap >= 2 && properties['AB'] !== undefined ? WHITE : toMove;
}

function pointsOf(board: Board, properties: Properties, identifier: string): Result<Bits> {
  const bits = emptyBits(board);
  for (const value of properties[identifier] ?? []) {
    const points = parseSgfPoints(board, value.trim());
    if (!points.ok) return fail('ERR_SGF_POINT', `${identifier}: ${points.error.message}`);
    for (const point of points.value) addPoint(board, bits, point);
  }
  return ok(bits);
}

/** Whether a move could be made under the most liberal rules, repetition aside. */
function isReplayable(game: Game, point: number, color: Color): boolean {
  if (point >= game.board.area) return false;
  const position = game.position.clone();
  position.toMove = opponent(color);
  position.toMove = color;
  return position.isLegal(point, true);
}
