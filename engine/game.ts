import { emptyBits, lowestBit, neighbours, type Bits } from './bits.js';
import type { Board } from './board.js';
import { BLACK, EMPTY, opponent, type Color } from './color.js';
import { KeyStack } from './key-stack.js';
import { UNKNOWN, win, type Outcome } from './outcome.js';
import { Position, type Setup } from './position.js';
import { fail, ok, type Failure, type Result } from './result.js';
import type { Rules } from './rules.js';
import { BLACK_ROWS, snapshotWords } from './stones.js';
import { keyAfter, keyOf, type Key } from './superko.js';

/** Why a move is refused. */
export type MoveCode =
  | 'ERR_MOVE_OFF_BOARD'
  | 'ERR_MOVE_OCCUPIED'
  | 'ERR_MOVE_SUICIDE'
  | 'ERR_MOVE_KO'
  | 'ERR_MOVE_SUPERKO';

/** What ended a game: two passes, the third time of one position, or an outcome declared. */
export type End = 'passes' | 'repetition' | 'declared';

/** A game's beginning where it is not the empty board with Black to move. */
export interface GameStart {
  /** Stones on the board before the first move. */
  readonly setup?: Setup;
  /** How many of them, or of Black's first moves, are a handicap. */
  readonly handicap?: number;
}

/**
 * Rules, the moves made, and the positions they led to. Every position is kept as a snapshot, from
 * which moves are taken back and input planes are written.
 */
export class Game {
  readonly board: Board;
  /** How many stones Black was given; White's compensation depends on it. */
  handicap: number;
  /** The position now. To read; moves go through the game. */
  readonly position: Position;
  /** How the game ended, where that was declared: resignation, time, or a score agreed on. */
  private declared: Outcome = UNKNOWN;

  private current: Rules;
  private plies = 0;
  private readonly words: number;
  /**
   * Ply → snapshot of the position after that many moves, and then the points that have held a black
   * and a white stone up to there: a move that captures nothing of its own can repeat a position only
   * on one of those.
   */
  private snapshots: Int32Array;
  /** Ply → the move made there, as point and colour. */
  private points: Int32Array;
  private colors: Uint8Array;
  private readonly seen = new KeyStack();
  private readonly key: Key = new Int32Array(2);
  private readonly scratch: Bits;
  private readonly probe: Position;

  /** A game at its start. The setup must be a legal position of that board: see {@link Position.from}. */
  constructor(board: Board, rules: Rules, start: GameStart = {}) {
    this.board = board;
    this.current = rules;
    this.handicap = start.handicap ?? 0;
    this.position = new Position(board);
    this.probe = new Position(board);
    this.words = snapshotWords(board) + 2 * board.height;
    const room = board.area;
    this.snapshots = new Int32Array(room * this.words);
    this.points = new Int32Array(room);
    this.colors = new Uint8Array(room);
    this.scratch = emptyBits(board);
    if (start.setup !== undefined && !this.position.setUp(start.setup)) {
      throw new RangeError('a game cannot start from an illegal setup');
    }
    this.remember();
  }

  get rules(): Rules {
    return this.current;
  }

  /** May be replaced at any time, as when a client tells the komi late. */
  set rules(rules: Rules) {
    const { situational } = this;
    this.current = rules;
    if (this.situational !== situational) this.rekey();
  }

  /** How many moves have been made, passes counted. */
  get length(): number {
    return this.plies;
  }

  get toMove(): Color {
    return this.position.toMove;
  }

  /** The point, or pass, of a move made; 0 is the first. */
  moveAt(ply: number): number {
    return this.points[ply];
  }

  /** Who made that move. */
  colorAt(ply: number): Color {
    return this.colors[ply] as Color;
  }

  /** What ended the game, undefined while it goes on. Moves may be made all the same. */
  get end(): End | undefined {
    if (this.declared.kind !== 'unknown') return 'declared';
    if (this.endsWithPasses()) return 'passes';
    return this.rules.ko === 'simple' && this.repetitions >= 3 ? 'repetition' : undefined;
  }

  /** How it ended, if that was declared; unknown where the score decides. */
  get outcome(): Outcome {
    return this.declared;
  }

  /** How often the position, with the same player to move, has been on the board. 1 if it is new. */
  get repetitions(): number {
    this.writeKey();
    return this.seen.count(this.key);
  }

  /** Whether the rules let the side to move play there. Passing is always legal. */
  isLegal(point: number): boolean {
    return this.refusal(point, this.toMove) === undefined;
  }

  /** Writes the points where the rules let the side to move play to `out`. */
  legalPoints(out: Bits): void {
    const { position, rules, scratch, board } = this;
    position.legalPoints(rules.suicide, out);
    if (rules.ko === 'simple') return;
    this.repeatable(scratch);
    for (let y = 0; y < board.height; y++) {
      for (let row = out[y] & scratch[y]; row !== 0; row &= row - 1) {
        const x = lowestBit(row);
        if (this.repeats(board.cellOf[board.point(x, y)])) out[y] ^= 1 << x;
      }
    }
  }

  /** Makes a move that a client or a file asks for, if the rules allow it. */
  tryPlay(point: number, color: Color = this.toMove): Result<void, Failure<MoveCode>> {
    const code = this.refusal(point, color);
    if (code !== undefined) return fail(code, REFUSALS[code]);
    this.play(point, color);
    return ok(undefined);
  }

  /** Makes a move on an empty point, or a pass, that is known to be legal, or that need not be. */
  play(point: number, color: Color = this.toMove): void {
    const { position, plies } = this;
    this.points[plies] = point;
    this.colors[plies] = color;
    position.toMove = color;
    position.play(point);
    this.plies++;
    this.remember();
  }

  /** Takes back moves until `length` are left; `known`, if given, is a copy of the position there. */
  rewind(length: number, known?: Position): void {
    if (length >= this.plies) return;
    this.plies = Math.max(0, length);
    if (known === undefined) this.position.load(this.snapshots, this.plies * this.words);
    else this.position.copyFrom(known);
    this.seen.truncate(this.plies + 1);
    this.declared = UNKNOWN;
  }

  /** Takes back the last move; false if there is none. */
  undo(): boolean {
    if (this.plies === 0) return false;
    this.rewind(this.plies - 1);
    return true;
  }

  /** Declares that a player gives up. */
  resign(color: Color): void {
    this.declared = win(opponent(color), 'resign');
  }

  /** Declares how the game ended. */
  declare(outcome: Outcome): void {
    this.declared = outcome;
  }

  /**
   * The rows of the stones of one colour after `ply` moves, as a bit set within `history`: the place
   * of its first word.
   */
  rowsAt(ply: number, color: Color): number {
    return ply * this.words + BLACK_ROWS + (color === BLACK ? 0 : this.board.height);
  }

  /** The array that {@link rowsAt} points into. It is replaced as the game grows. */
  get history(): Int32Array {
    return this.snapshots;
  }

  /** Becomes equal to a game on the same board. */
  copyFrom(other: Game): void {
    while (this.points.length < other.points.length) this.grow();
    this.current = other.current;
    this.handicap = other.handicap;
    this.declared = other.declared;
    this.plies = other.plies;
    this.position.copyFrom(other.position);
    this.snapshots.set(other.snapshots.subarray(0, (other.plies + 1) * this.words));
    this.points.set(other.points.subarray(0, other.plies));
    this.colors.set(other.colors.subarray(0, other.plies));
    this.seen.copyFrom(other.seen);
  }

  private endsWithPasses(): boolean {
    const { plies, points, board } = this;
    return plies >= 2 && points[plies - 1] === board.pass && points[plies - 2] === board.pass;
  }

  private refusal(point: number, color: Color): MoveCode | undefined {
    const { board, rules } = this;
    if (point === board.pass) return undefined;
    if (!(Number.isInteger(point) && point >= 0 && point < board.area)) return 'ERR_MOVE_OFF_BOARD';
    const position = this.asIfToMove(color);
    const cell = board.cellOf[point];
    if (position.color[cell] !== EMPTY) return 'ERR_MOVE_OCCUPIED';
    if (point === position.ko) return 'ERR_MOVE_KO';
    if (!position.isLegalCell(cell, rules.suicide)) return 'ERR_MOVE_SUICIDE';
    if (rules.ko !== 'simple' && this.repeats(cell, position)) return 'ERR_MOVE_SUPERKO';
    return undefined;
  }

  private asIfToMove(color: Color): Position {
    if (color === this.toMove) return this.position;
    this.probe.copyFrom(this.position);
    this.probe.toMove = color;
    return this.probe;
  }

  /** Whether a legal move on a cell would repeat an earlier position, as the rules count those. */
  private repeats(cell: number, position = this.position): boolean {
    keyAfter(position, cell, this.situational, this.key);
    return this.seen.count(this.key) > 0;
  }

  /**
   * Writes the points on which a move of the side to move might repeat a position: it would put a
   * stone where one has been, or take its own off.
   */
  private repeatable(out: Bits): void {
    const { board, snapshots } = this;
    const { black, white } = this.position;
    const held = this.heldAt(this.plies) + (this.toMove === BLACK ? 0 : board.height);
    for (let y = 0; y < out.length; y++) out[y] = board.fullRow & ~(black[y] | white[y]);
    neighbours(board, out, out);
    for (let y = 0; y < out.length; y++) out[y] = snapshots[held + y] | ~out[y];
  }

  /** Keeps the position just reached. */
  private remember(): void {
    const { position, plies } = this;
    if ((plies + 1) * this.words > this.snapshots.length) this.grow();
    position.save(this.snapshots, plies * this.words);
    this.noteHeld();
    this.writeKey();
    this.seen.push(this.key);
  }

  private noteHeld(): void {
    const { snapshots, plies, words } = this;
    const { height } = this.board;
    const { black, white } = this.position;
    const now = this.heldAt(plies);
    for (let y = 0; y < height; y++) {
      snapshots[now + y] = black[y];
      snapshots[now + height + y] = white[y];
    }
    if (plies === 0) return;
    for (let i = now; i < now + 2 * height; i++) snapshots[i] |= snapshots[i - words];
  }

  /** Where, after `ply` moves, the points that have held black stones begin; white ones follow. */
  private heldAt(ply: number): number {
    return (ply + 1) * this.words - 2 * this.board.height;
  }

  /** Makes the keys of all positions again, after a change of what they hold. */
  private rekey(): void {
    this.seen.truncate(0);
    for (let ply = 0; ply <= this.plies; ply++) {
      this.probe.load(this.snapshots, ply * this.words);
      keyOf(this.probe, this.situational, this.key);
      this.seen.push(this.key);
    }
  }

  private grow(): void {
    this.snapshots = enlarged(this.snapshots, new Int32Array(2 * this.snapshots.length));
    this.points = enlarged(this.points, new Int32Array(2 * this.points.length));
    this.colors = enlarged(this.colors, new Uint8Array(2 * this.colors.length));
  }

  private writeKey(): void {
    keyOf(this.position, this.situational, this.key);
  }

  /** Whether the side to move counts in telling positions apart. */
  private get situational(): boolean {
    return this.current.ko !== 'positional';
  }
}

const REFUSALS: Readonly<Record<MoveCode, string>> = {
  ERR_MOVE_OFF_BOARD: 'the point is not on the board',
  ERR_MOVE_OCCUPIED: 'there is a stone on that point',
  ERR_MOVE_SUICIDE: 'the move would leave its own stones without liberty',
  ERR_MOVE_KO: 'the ko may not be retaken at once',
  ERR_MOVE_SUPERKO: 'the move would repeat an earlier position',
};

function enlarged<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
