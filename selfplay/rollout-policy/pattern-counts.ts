import type { Board } from '../../engine/board.js';
import { BLACK, EMPTY } from '../../engine/color.js';
import { Position } from '../../engine/position.js';
import { PatternBoard } from '../../engine/rollouts/pattern-board.js';
import {
  BITS_3X3,
  BITS_DIAMOND,
  canonical,
  CODES_3X3,
  exchanged,
  MIDDLE_AT,
  withoutLiberties,
} from '../../engine/rollouts/pattern-code.js';
import { RolloutTables } from '../../engine/rollouts/tables.js';
import { layoutOf, type PatternLists, type RolloutKind } from '../../engine/rollouts/weights.js';
import type { Corpus } from '../corpus/corpus.js';

const NONE = new Int32Array(0);
const NO_PATTERNS: PatternLists = { patterns: NONE, shapes: NONE, responses: NONE, diamonds: NONE };

/** Counts how often patterns are met in games, and lists those that are met often enough. */
export class PatternCounts {
  private readonly patterns = new Int32Array(CODES_3X3);
  private readonly responses = new Map<number, number>();
  private readonly diamonds = new Map<number, number>();
  private readonly stones: PatternBoard;
  private readonly empty: Position;

  constructor(
    private readonly board: Board,
    private readonly kind: RolloutKind,
  ) {
    const values = new Float32Array(layoutOf(NO_PATTERNS).size);
    const tables = new RolloutTables({ kind: 'tree', ...NO_PATTERNS, values });
    this.stones = new PatternBoard(board, tables);
    this.empty = new Position(board);
  }

  /**
   * Goes through a game. Patterns around moves are counted where something changed, for either player;
   * responses at every move, by the player who answers.
   */
  add(corpus: Corpus, game: number): void {
    const { board, stones } = this;
    const length = corpus.lengthOf(game);
    stones.begin(this.empty);
    for (let ply = 0; ply < length; ply++) {
      const point = corpus.moveAt(game, ply);
      const cell = point === board.pass ? 0 : board.cellOf[point];
      if (cell !== 0) this.countMove(cell);
      stones.play(cell);
      if (cell !== 0) this.countResponse(cell);
      this.countChanges();
    }
  }

  /** The lists of a policy: what was met at least `least` times. */
  lists(least: number): PatternLists {
    const shapes = new Int32Array(CODES_3X3);
    const patterns = new Int32Array(CODES_3X3);
    this.patterns.forEach((count, code) => {
      if (count === 0) return;
      patterns[canonical(code)] += count;
      shapes[canonical(withoutLiberties(code))] += count;
    });
    return {
      patterns: often(patterns, least),
      shapes: often(shapes, least),
      responses: oftenOf(this.responses, least),
      diamonds: this.kind === 'tree' ? oftenOf(this.diamonds, least) : NONE,
    };
  }

  private countChanges(): void {
    const { stones, patterns } = this;
    const { color } = stones.position;
    const { changed, changes } = stones.watch;
    for (let i = 0; i < changes; i++) {
      const cell = changed[i];
      if (color[cell] !== EMPTY) continue;
      const code = stones.codes[cell] & BITS_3X3;
      patterns[code]++;
      patterns[exchanged(code)]++;
    }
  }

  private countMove(cell: number): void {
    if (this.kind !== 'tree') return;
    const { codes, position } = this.stones;
    const code = codes[cell] & BITS_DIAMOND;
    countIn(this.diamonds, canonical(position.toMove === BLACK ? code : exchanged(code)));
  }

  private countResponse(last: number): void {
    const { stones } = this;
    const { head, toMove } = stones.position;
    const around = stones.nearCode(last) | stones.farCode(last);
    const code = around | (stones.watch.level[head[last]] << MIDDLE_AT);
    countIn(this.responses, canonical(toMove === BLACK ? code : exchanged(code)));
  }
}

function countIn(counts: Map<number, number>, code: number): void {
  counts.set(code, (counts.get(code) ?? 0) + 1);
}

/** The codes counted often enough, rising. */
function often(counts: Int32Array, least: number): Int32Array {
  const codes: number[] = [];
  counts.forEach((count, code) => {
    if (count >= least) codes.push(code);
  });
  return Int32Array.from(codes);
}

function oftenOf(counts: ReadonlyMap<number, number>, least: number): Int32Array {
  const codes = [...counts].filter(([, count]) => count >= least).map(([code]) => code);
  return Int32Array.from(codes).sort();
}
