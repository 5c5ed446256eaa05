import type { Board } from '../board.js';
import type { Position } from '../position.js';
import type { Random } from '../random.js';
import { Answers, NO_RESPONSE } from './answers.js';
import { PatternBoard } from './pattern-board.js';
import { writeProbabilities } from './probabilities.js';
import type { SoftmaxRollout } from './rollout.js';
import type { RolloutTables } from './tables.js';

/**
 * Playouts of a linear softmax. A point's mass comes from the pattern around it, which changes only where
 * something happened, times what the point is as an answer to the last move, which a dozen points are.
 * To draw, the answers are taken out of the sums over rows, and looked through by themselves.
 */
export class LinearRollout implements SoftmaxRollout {
  readonly position: Position;
  readonly patterns: PatternBoard;
  readonly answers: Answers;

  /** Of each answer: its mass by pattern alone, and its mass. */
  private readonly plain: Float64Array;
  private readonly answering: Float64Array;
  private last = 0;
  private readonly stride: number;
  private readonly rowOf: Int32Array;

  constructor(
    private readonly board: Board,
    private readonly tables: RolloutTables,
  ) {
    this.patterns = new PatternBoard(board, tables);
    this.position = this.patterns.position;
    this.answers = new Answers(board, this.patterns, tables.responseIndex);
    this.plain = new Float64Array(board.cells);
    this.answering = new Float64Array(board.cells);
    this.stride = board.stride;
    this.rowOf = board.rowOf;
  }

  begin(position: Position, last = 0): void {
    this.patterns.begin(position);
    this.last = last;
  }

  play(cell: number): void {
    this.patterns.play(cell);
    this.last = cell;
  }

  draw(random: Random): number {
    let left = random.float() * this.weigh();
    const { answering } = this;
    const { cells, count } = this.answers;
    for (let i = 0; i < count; i++) {
      left -= answering[i];
      if (left < 0) return cells[i];
    }
    return this.drawElsewhere(left);
  }

  /** Writes the mass of every empty cell; returns their sum. */
  spread(out: Float64Array): number {
    const { position, patterns, answers, answering } = this;
    const { empties, emptyCount } = position;
    const total = this.weigh();
    const masses = patterns.masses(position.toMove);
    for (let i = 0; i < emptyCount; i++) out[empties[i]] = masses[empties[i]];
    for (let i = 0; i < answers.count; i++) out[answers.cells[i]] = answering[i];
    return total;
  }

  probabilities(out: Float32Array, offset = 0): void {
    writeProbabilities(this, out, offset);
  }

  /** Finds the answers to the last move and their masses; returns the mass of all moves. */
  private weigh(): number {
    const { patterns, position, answers, tables, plain, answering } = this;
    const { answers: factors, responses } = tables;
    const { ko, toMove } = position;
    const masses = patterns.masses(toMove);
    const koCell = ko < 0 ? 0 : this.board.cellOf[ko];
    answers.find(this.last);
    let elsewhere = patterns.totals[toMove];
    let here = 0;
    for (let i = 0; i < answers.count; i++) {
      const cell = answers.cells[i];
      const mass = masses[cell];
      const response = answers.responses[cell];
      const factor = response === NO_RESPONSE ? 1 : responses[response];
      plain[i] = mass;
      answering[i] = cell === koCell ? 0 : mass * factor * factors[answers.words[cell]];
      elsewhere -= mass;
      here += answering[i];
    }
    return elsewhere + here;
  }

  /** Draws one of the points that are no answers, the mass up to it given. */
  private drawElsewhere(mass: number): number {
    const { position, patterns } = this;
    const masses = patterns.masses(position.toMove);
    const rows = patterns.rows(position.toMove);
    this.setAnswers(masses, rows, false);
    const cell = this.search(masses, rows, mass);
    this.setAnswers(masses, rows, true);
    return cell;
  }

  /** Puts the answers into the masses by pattern, or takes them out. */
  private setAnswers(masses: Float64Array, rows: Float64Array, isIn: boolean): void {
    const { cells, count } = this.answers;
    const { plain, rowOf } = this;
    for (let i = 0; i < count; i++) {
      const cell = cells[i];
      masses[cell] = isIn ? plain[i] : 0;
      rows[rowOf[cell]] += isIn ? plain[i] : -plain[i];
    }
  }

  /** The cell at which a sum of masses passes what is given: 0 where there is none. */
  private search(masses: Float64Array, rows: Float64Array, mass: number): number {
    const { stride } = this;
    const { width, height } = this.board;
    let left = mass;
    let found = 0;
    for (let y = 0; y < height; y++) {
      if (left >= rows[y] && y < height - 1) {
        left -= rows[y];
        continue;
      }
      const start = (y + 1) * stride + 1;
      for (let cell = start; cell < start + width; cell++) {
        if (masses[cell] === 0) continue;
        found = cell;
        left -= masses[cell];
        if (left < 0) return cell;
      }
    }
    return found;
  }
}
