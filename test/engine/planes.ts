import assert from 'node:assert/strict';
import type { Board } from '../../engine/board.js';
import type { Game } from '../../engine/game.js';
import type { PlaneSet, PlaneWriter } from '../../engine/planes/plane-set.js';

/** What the array holds where planes are not to be written, and before they are. */
const UNTOUCHED = 7;

/** One writer a set and board, as in use: what it wrote before must not show. */
const writers = new Map<PlaneSet, Map<Board, PlaneWriter>>();

function writerOf(set: PlaneSet, board: Board): PlaneWriter {
  const known = writers.get(set) ?? new Map<Board, PlaneWriter>();
  const writer = known.get(board) ?? set.writer(board);
  writers.set(set, known.set(board, writer));
  return writer;
}

/** The planes of a game as lists of entries. Nothing around their place may have been written. */
export function planesOf(set: PlaneSet, game: Game, symmetry: number): number[][] {
  const { area } = game.board;
  const offset = 5;
  const length = set.planes * area;
  const out = new Float32Array(offset + length + 3).fill(UNTOUCHED);
  writerOf(set, game.board).write(game, symmetry, out, offset);
  const around = [...out.subarray(0, offset), ...out.subarray(offset + length)];
  assert.ok(around.every((entry) => entry === UNTOUCHED));
  return Array.from({ length: set.planes }, (_, plane) =>
    Array.from(out.subarray(offset + plane * area, offset + (plane + 1) * area)),
  );
}

/** Planes as a symmetry's map shows them. */
export function mappedPlanes(planes: readonly number[][], map: Int32Array): number[][] {
  return planes.map((plane) => {
    const seen = new Array<number>(plane.length);
    for (const [point, entry] of plane.entries()) seen[map[point]] = entry;
    return seen;
  });
}

/** Planes drawn for people: rows of `1` and `.`, with spaces between. */
export function pictures(planes: readonly number[][], width: number): string[] {
  return planes.map((plane) => {
    const letters = plane.map((entry) => (entry === 0 ? '.' : String(entry)));
    const rows = Array.from({ length: plane.length / width }, (_, y) =>
      letters.slice(y * width, (y + 1) * width).join(' '),
    );
    return rows.join('\n');
  });
}
