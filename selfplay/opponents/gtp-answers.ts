import { addPoint, emptyBits, type Bits } from '../../engine/bits.js';
import { EMPTY, WHITE } from '../../engine/color.js';
import { parseVertex } from '../../engine/coordinates.js';
import { makeOutcome, parseOutcome } from '../../engine/outcome.js';
import type { Position } from '../../engine/position.js';
import { fail, ok, type Result } from '../../engine/result.js';

/**
 * Reads an answer to `final_score`, like `W+3.5` or `0`: White's points less Black's. `ERR_OUTCOME`, and
 * `ERR_GTP_SCORE` for a result that is no score.
 */
export function readScore(text: string): Result<number> {
  const outcome = parseOutcome(text.split(/\s/, 1)[0]);
  if (!outcome.ok) return outcome;
  if (outcome.value.kind === 'draw') return ok(0);
  if (outcome.value.kind === 'win' && typeof outcome.value.by === 'number') {
    return ok(outcome.value.winner === WHITE ? outcome.value.by : -outcome.value.by);
  }
  return fail('ERR_GTP_SCORE', `'${makeOutcome(outcome.value)}' is no score: one is like W+3.5`);
}

/**
 * Reads an answer to `final_status_list dead`: vertices of stones, between blanks. `ERR_VERTEX_…`, and
 * `ERR_GTP_DEAD` where there is no stone.
 */
export function readDeadStones(position: Position, text: string): Result<Bits> {
  const { board } = position;
  const dead = emptyBits(board);
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    const point = parseVertex(board, word);
    if (!point.ok) return point;
    if (point.value === board.pass || position.at(point.value) === EMPTY)
      return fail('ERR_GTP_DEAD', `${word} is said to be dead, but is no stone`);
    addPoint(board, dead, point.value);
  }
  return ok(dead);
}
