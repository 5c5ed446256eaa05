import type { Board } from '../board.js';
import type { Position } from '../position.js';
import type { Random } from '../random.js';
import { Answers, NO_RESPONSE } from './answers.js';
import { distance } from './features.js';
import { PatternBoard } from './pattern-board.js';
import { writeProbabilities } from './probabilities.js';
import type { SoftmaxRollout } from './rollout.js';
import type { RolloutTables } from './tables.js';

/**
 * Playouts of the fuller softmax, the tree policy: diamonds around each move, and its distances to the
 * last two moves, which change everywhere with every move. So it looks at all points to draw one.
 */
export class TreeRollout implements SoftmaxRollout {
  readonly position: Position;
  readonly patterns: PatternBoard;
  readonly answers: Answers;
  /** The cells of the last two moves; 0 for a pass or none. */
  last = 0;
  before = 0;
  /** Cell · cells + cell → distance between them. */
  readonly distances: Uint8Array;
  private readonly masses: Float64Array;

  constructor(
    private readonly board: Board,
    private readonly tables: RolloutTables,
  ) {
    this.patterns = new PatternBoard(board, tables);
    this.position = this.patterns.position;
    this.answers = new Answers(board, this.patterns, tables.responseIndex);
    this.masses = new Float64Array(board.cells);
    this.distances = distancesOn(board);
  }

  begin(position: Position, last = 0, before = 0): void {
    this.patterns.begin(position);
    this.last = last;
    this.before = before;
  }

  play(cell: number): void {
    this.patterns.play(cell);
    this.before = this.last;
    this.last = cell;
  }

  draw(random: Random): number {
    const { masses } = this;
    const { empties, emptyCount } = this.position;
    let left = random.float() * this.spread(masses);
    let found = 0;
    for (let i = 0; i < emptyCount; i++) {
      const cell = empties[i];
      if (masses[cell] === 0) continue;
      found = cell;
      left -= masses[cell];
      if (left < 0) return cell;
    }
    return found;
  }

  /** Writes the mass of every empty cell; returns their sum. */
  spread(out: Float64Array): number {
    const { position, patterns, answers, tables, board } = this;
    const { empties, emptyCount, ko } = position;
    const { answers: factors, responses } = tables;
    const masses = patterns.masses(position.toMove);
    answers.find(this.last);
    for (let i = 0; i < answers.count; i++) {
      const cell = answers.cells[i];
      const response = answers.responses[cell];
      out[cell] =
        (response === NO_RESPONSE ? 1 : responses[response]) * factors[answers.words[cell]];
    }
    const koCell = ko < 0 ? 0 : board.cellOf[ko];
    const fromLast = this.last * board.cells;
    const fromBefore = this.before * board.cells;
    const { distances } = this;
    const { last, before } = tables;
    let total = 0;
    for (let i = 0; i < emptyCount; i++) {
      const cell = empties[i];
      let mass = 0;
      if (cell !== koCell) {
        mass =
          masses[cell] * last[distances[fromLast + cell]] * before[distances[fromBefore + cell]];
        if (answers.has(cell)) mass *= out[cell];
      }
      out[cell] = mass;
      total += mass;
    }
    return total;
  }

  probabilities(out: Float32Array, offset = 0): void {
    writeProbabilities(this, out, offset);
  }
}

const tables = new WeakMap<Board, Uint8Array>();

/** Between cells; 0 from the border, cell 0, to any. */
function distancesOn(board: Board): Uint8Array {
  let table = tables.get(board);
  if (table === undefined) {
    table = new Uint8Array(board.cells * board.cells);
    for (let a = 0; a < board.area; a++) {
      for (let b = 0; b < board.area; b++) {
        const at = board.cellOf[a] * board.cells + board.cellOf[b];
        table[at] = distance(board.x(a) - board.x(b), board.y(a) - board.y(b));
      }
    }
    tables.set(board, table);
  }
  return table;
}
