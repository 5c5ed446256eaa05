import type { Board } from '../../engine/board.js';
import { EMPTY, opponent, type Color } from '../../engine/color.js';
import { drawMove } from '../../engine/playout.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { layoutOf, type RolloutKind, type RolloutWeights } from '../../engine/rollouts/weights.js';

/*
 * The features of softmax policies told plainly, point by point and from nothing but the stones: by
 * coordinates, flood fills and the eight views of a square.
 */

/** From a point to those around it, in the order of the code's fields. */
const SIDES = [[0, -1], [-1, 0], [1, 0], [0, 1]]; // prettier-ignore
const CORNERS = [[-1, -1], [1, -1], [-1, 1], [1, 1]]; // prettier-ignore
const FAR = SIDES.map(([x, y]) => [2 * x, 2 * y]);
export const DIAMOND = [...SIDES, ...CORNERS, ...FAR];

type Turn = (x: number, y: number) => readonly [number, number];

const TURNS: readonly Turn[] = [false, true].flatMap((swaps) =>
  [1, -1].flatMap((sx) =>
    [1, -1].map(
      (sy): Turn =>
        (x, y) =>
          swaps ? [sy * y, sx * x] : [sx * x, sy * y],
    ),
  ),
);

/** The cell of a move, as rollouts name it. */
export function cellOf(board: Board, move: number): number {
  return move === board.pass ? 0 : board.cellOf[move];
}

/** The stones of a chain and its liberties, as points. */
export function chainAt(
  position: Position,
  point: number,
): { stones: Set<number>; liberties: Set<number> } {
  const { board } = position;
  const stones = new Set([point]);
  const liberties = new Set<number>();
  for (const stone of stones) {
    for (const near of neighboursOf(board, stone)) {
      if (position.at(near) === EMPTY) liberties.add(near);
      else if (position.at(near) === position.at(point)) stones.add(near);
    }
  }
  return { stones, liberties };
}

export function neighboursOf(board: Board, point: number): number[] {
  return SIDES.map(([dx, dy]) => pointAt(board, board.x(point) + dx, board.y(point) + dy)).filter(
    (near) => near >= 0,
  );
}

function pointAt(board: Board, x: number, y: number): number {
  return x < 0 || y < 0 || x >= board.width || y >= board.height ? -1 : board.point(x, y);
}

/** The code of the points around one, `fields` slots of the diamond, as the mover and a turn see it. */
function codeSeen(
  position: Position,
  point: number,
  mover: Color,
  turn: Turn,
  fields: number,
): number {
  const { board } = position;
  let code = 0;
  DIAMOND.slice(0, fields).forEach(([dx, dy], slot) => {
    const [x, y] = turn(dx, dy);
    const near = pointAt(board, board.x(point) + x, board.y(point) + y);
    const stone = near < 0 ? 3 : position.at(near);
    const seen = stone === 1 || stone === 2 ? (stone === mover ? 1 : 2) : stone;
    if (slot >= 4) {
      code |= seen << (slot < 8 ? 12 + 2 * (slot - 4) : 20 + 2 * (slot - 8));
      return;
    }
    const liberties = near < 0 || stone === EMPTY ? 0 : chainAt(position, near).liberties.size;
    const level = Math.min(3, liberties);
    code |= (seen === 0 ? 0 : seen === 3 ? 4 : seen === 1 ? level : 4 + level) << (3 * slot);
  });
  return code;
}

/** The least code of all eight views. */
export function leastCode(position: Position, point: number, mover: Color, fields: number): number {
  return Math.min(...TURNS.map((turn) => codeSeen(position, point, mover, turn, fields)));
}

/** The code of a response to a stone, and for each point of its diamond the least slot it can have. */
export function responseTo(
  position: Position,
  last: number,
): { code: number; slots: Map<number, number> } {
  const { board } = position;
  const mover = opponent(position.at(last) as Color);
  const views = TURNS.map((turn) => ({
    turn,
    code: codeSeen(position, last, mover, turn, 12),
  }));
  const least = Math.min(...views.map(({ code }) => code));
  const slots = new Map<number, number>();
  for (const { turn, code } of views) {
    if (code !== least) continue;
    DIAMOND.forEach(([dx, dy], slot) => {
      const [x, y] = turn(dx, dy);
      const near = pointAt(board, board.x(last) + x, board.y(last) + y);
      if (near >= 0) slots.set(near, Math.min(slot, slots.get(near) ?? 12));
    });
  }
  const level = Math.min(3, chainAt(position, last).liberties.size);
  return { code: least | (level << 28), slots };
}

/** The same pattern, all its stones with three liberties or more; what is least of its views then. */
export function leastShape(position: Position, point: number, mover: Color): number {
  const views = TURNS.map((turn) => {
    let code = codeSeen(position, point, mover, turn, 8);
    for (let slot = 0; slot < 4; slot++) {
      const what = (code >> (3 * slot)) & 7;
      if (what !== 0 && what !== 4) code |= 3 << (3 * slot);
    }
    return code;
  });
  return Math.min(...views);
}

/** Weights drawn at random, of some of the patterns that the random game of that seed has. */
export function randomWeights(kind: RolloutKind, board: Board, seed: number): RolloutWeights {
  const random = new Random(seed);
  const lists = {
    patterns: new Set<number>(),
    shapes: new Set<number>(),
    responses: new Set<number>(),
    diamonds: new Set<number>(),
  };
  const position = new Position(board);
  for (const [ply, move] of [...randomMoves(board, 2 * board.area, seed)].entries()) {
    position.play(move);
    const isThere = move !== board.pass && position.at(move) !== EMPTY;
    if (isThere) lists.responses.add(responseTo(position, move).code);
    for (let point = ply % 3; point < board.area; point += 3) {
      if (position.at(point) !== EMPTY) continue;
      lists.patterns.add(leastCode(position, point, position.toMove, 8));
      lists.shapes.add(leastShape(position, point, position.toMove));
      if (kind === 'tree') lists.diamonds.add(leastCode(position, point, position.toMove, 12));
    }
  }
  const sorted = {
    patterns: Int32Array.from(lists.patterns).sort(),
    shapes: Int32Array.from(lists.shapes).sort(),
    responses: Int32Array.from(lists.responses).sort(),
    diamonds: Int32Array.from(lists.diamonds).sort(),
  };
  const values = Float32Array.from({ length: layoutOf(sorted).size }, () => random.float() - 0.5);
  return { kind, ...sorted, values: withoutNothing(values, sorted) };
}

/** Features that a move has not weigh nothing. */
function withoutNothing(values: Float32Array, lists: Parameters<typeof layoutOf>[0]): Float32Array {
  const layout = layoutOf(lists);
  for (const name of ['selfAtari', 'neighbour', 'escape', 'rescue', 'retake'] as const) {
    values[layout[name]] = 0;
  }
  for (const name of ['attack', 'defence', 'nakade'] as const) values[layout[name]] = 0;
  return values;
}

/** Whether a stone there would leave its player one liberty, and take nothing: by playing it. */
export function isSelfAtari(position: Position, point: number, color: Color): boolean {
  const after = position.clone();
  after.toMove = color;
  if (!after.isLegal(point, false)) return false;
  const before = after.captured(opponent(color));
  after.play(point);
  const taken = after.captured(opponent(color)) - before;
  return taken === 0 && chainAt(after, point).liberties.size === 1;
}

/** The logit of a move by the pattern around it, self-atari and its place; undefined for none. */
export function patternLogit(
  weights: RolloutWeights,
  position: Position,
  point: number,
  mover: Color,
): number | undefined {
  const { board } = position;
  if (position.at(point) !== EMPTY) return undefined;
  const probe = position.clone();
  probe.toMove = mover;
  if (!probe.isLegal(point, false) && probe.ko !== point) return undefined;
  if (probe.isEye(board.cellOf[point], mover)) return undefined;
  const layout = layoutOf(weights);
  const listed = (list: Int32Array, code: number): number => {
    const place = list.indexOf(code);
    return place < 0 ? list.length : place;
  };
  const { patterns, shapes, diamonds, values, kind } = weights;
  let sum = values[layout.pattern + listed(patterns, leastCode(position, point, mover, 8))];
  sum += values[layout.shape + listed(shapes, leastShape(position, point, mover))];
  sum += values[layout.contact + contact(position, point, mover)];
  sum += values[layout.place + place(board, point)];
  if (isSelfAtari(position, point, mover)) sum += values[layout.selfAtari + 1];
  if (kind === 'tree') {
    sum += values[layout.diamond + listed(diamonds, leastCode(position, point, mover, 12))];
  }
  return sum;
}

function contact(position: Position, point: number, mover: Color): number {
  let bits = 0;
  for (const near of neighboursOf(position.board, point)) {
    const stone = position.at(near);
    if (stone === EMPTY) continue;
    const level = Math.min(3, chainAt(position, near).liberties.size);
    bits |= 1 << (level - 1 + (stone === mover ? 0 : 3));
  }
  return bits;
}

function place(board: Board, point: number): number {
  const x = Math.min(board.x(point), board.width - 1 - board.x(point), 5);
  const y = Math.min(board.y(point), board.height - 1 - board.y(point), 5);
  const [near, far] = [Math.min(x, y), Math.max(x, y)];
  return [0, 1, 3, 6, 10, 15][far] + near;
}

/** A random game: one move in sixteen is a pass, one in four close to the last, suicide perhaps. */
export function* randomMoves(board: Board, length: number, seed: number): Generator<number> {
  const random = new Random(seed);
  const position = new Position(board);
  let last = board.pass;
  for (let ply = 0; ply < length; ply++) {
    const close = DIAMOND.map(([dx, dy]) =>
      last === board.pass ? -1 : pointAt(board, board.x(last) + dx, board.y(last) + dy),
    ).filter((point) => point >= 0 && position.isLegal(point, true));
    const cell = random.below(16) === 0 ? 0 : drawMove(position, random);
    const any = cell === 0 ? board.pass : board.pointOf[cell];
    last = close.length > 0 && random.below(4) === 0 ? close[random.below(close.length)] : any;
    position.play(last);
    yield last;
  }
}
