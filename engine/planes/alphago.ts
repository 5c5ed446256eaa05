import { emptyBits, hasPoint, lowestBit, type Bits } from '../bits.js';
import type { Board } from '../board.js';
import { BLACK, EMPTY, opponent } from '../color.js';
import type { Game } from '../game.js';
import { LadderReader } from '../ladder.js';
import type { Position } from '../position.js';
import { Canvas } from './canvas.js';
import { MoveEffects } from './move-effects.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';

/** Numbers are shown one-hot in this many planes: 1, 2, … and the last for that many or more. */
const LEVELS = 8;

/** First plane of each feature. */
const OWN = 0;
const OPPONENT = 1;
const EMPTY_POINTS = 2;
const ONES = 3;
const TURNS_SINCE = 4;
const LIBERTIES = TURNS_SINCE + LEVELS;
const CAPTURE_SIZE = LIBERTIES + LEVELS;
const SELF_ATARI_SIZE = CAPTURE_SIZE + LEVELS;
const LIBERTIES_AFTER = SELF_ATARI_SIZE + LEVELS;
const LADDER_CAPTURE = LIBERTIES_AFTER + LEVELS;
const LADDER_ESCAPE = LADDER_CAPTURE + 1;
const SENSIBLENESS = LADDER_ESCAPE + 1;
const ZEROS = SENSIBLENESS + 1;
const PLAYER_COLOR = ZEROS + 1;

const POLICY_NAMES = [
  'own stones',
  "opponent's stones",
  'empty points',
  'ones',
  ...levelNames('turns since'),
  ...levelNames('liberties'),
  ...levelNames('capture size'),
  ...levelNames('self-atari size'),
  ...levelNames('liberties after the move'),
  'ladder capture',
  'ladder escape',
  'sensibleness',
  'zeros',
];

function levelNames(feature: string): string[] {
  return Array.from(
    { length: LEVELS },
    (_, i) => `${feature} ${i + 1}${i + 1 < LEVELS ? '' : '+'}`,
  );
}

/** The 48 planes of AlphaGo's policy networks (Silver et al. 2016, Extended Data Table 2). */
export const ALPHAGO_POLICY: PlaneSet = {
  names: POLICY_NAMES,
  planes: PLAYER_COLOR,
  writer: (board) => new AlphaGoWriter(board, PLAYER_COLOR),
};

/** The 49 planes of AlphaGo's value network: those of the policy and the player's colour. */
export const ALPHAGO_VALUE: PlaneSet = {
  names: [...POLICY_NAMES, 'black to move'],
  planes: PLAYER_COLOR + 1,
  writer: (board) => new AlphaGoWriter(board, PLAYER_COLOR + 1),
};

class AlphaGoWriter implements PlaneWriter {
  private readonly board: Board;
  private readonly canvas: Canvas;
  private readonly effects: MoveEffects;
  private readonly ladders: LadderReader;
  private readonly legal: Bits;
  private readonly points: Bits;

  constructor(
    board: Board,
    private readonly planes: number,
  ) {
    this.board = board;
    this.canvas = new Canvas(board);
    this.effects = new MoveEffects(board);
    this.ladders = new LadderReader(board);
    this.legal = emptyBits(board);
    this.points = emptyBits(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas, effects, planes } = this;
    canvas.begin(planes, symmetry, out, offset);
    canvas.fill(ONES);
    if (planes > PLAYER_COLOR && game.toMove === BLACK) canvas.fill(PLAYER_COLOR);
    effects.read(game.position);
    this.markStones(game.position);
    this.markTurns(game);
    game.legalPoints(this.legal);
    this.markMoves(game.position);
    this.markLadders(game.position);
  }

  /** Who holds each point, and the liberties of the stones' chains. */
  private markStones(position: Position): void {
    const { canvas, points } = this;
    const { board, color, head, toMove } = position;
    const { libertyCount } = this.effects;
    canvas.markAll(OWN, position.stones(toMove));
    canvas.markAll(OPPONENT, position.stones(opponent(toMove)));
    writeEmpties(position, points);
    canvas.markAll(EMPTY_POINTS, points);
    for (let point = 0; point < board.area; point++) {
      const cell = board.cellOf[point];
      if (color[cell] !== EMPTY) this.markNumber(LIBERTIES, libertyCount[head[cell]], point);
    }
  }

  /** How long ago each stone was played: last turn is 1. Stones of a setup are as old as can be. */
  private markTurns(game: Game): void {
    const { board, canvas, points: older } = this;
    const { black, white } = game.position;
    for (let y = 0; y < board.height; y++) older[y] = black[y] | white[y];
    for (let turns = 1; turns < LEVELS && turns <= game.length; turns++) {
      const point = game.moveAt(game.length - turns);
      // A point played on twice of late shows its later stone; and a stone may be gone.
      if (point === board.pass || !hasPoint(board, older, point)) continue;
      canvas.mark(TURNS_SINCE + turns - 1, point);
      removePoint(board, older, point);
    }
    canvas.markAll(TURNS_SINCE + LEVELS - 1, older);
  }

  /** What each legal move would do, and whether it is sensible. */
  private markMoves(position: Position): void {
    const { board, canvas, legal, effects } = this;
    for (let y = 0; y < board.height; y++) {
      for (let row = legal[y]; row !== 0; row &= row - 1) {
        const point = board.point(lowestBit(row), y);
        const cell = board.cellOf[point];
        effects.of(position, cell);
        this.markNumber(CAPTURE_SIZE, effects.captured, point);
        this.markNumber(LIBERTIES_AFTER, effects.liberties, point);
        if (effects.liberties <= 1) this.markNumber(SELF_ATARI_SIZE, effects.size, point);
        if (!position.isEye(cell, position.toMove)) canvas.mark(SENSIBLENESS, point);
      }
    }
  }

  private markLadders(position: Position): void {
    const { canvas, ladders, legal, points } = this;
    ladders.captures(position, points);
    intersect(points, legal);
    canvas.markAll(LADDER_CAPTURE, points);
    ladders.escapes(position, points);
    intersect(points, legal);
    canvas.markAll(LADDER_ESCAPE, points);
  }

  /** Shows a number at a point, in the first of its planes for 1 and in none for 0. */
  private markNumber(feature: number, value: number, point: number): void {
    if (value > 0) this.canvas.mark(feature + Math.min(value, LEVELS) - 1, point);
  }
}

function removePoint(board: Board, bits: Bits, point: number): void {
  bits[board.y(point)] &= ~(1 << board.x(point));
}

function writeEmpties({ board, black, white }: Position, out: Bits): void {
  for (let y = 0; y < out.length; y++) out[y] = board.fullRow & ~(black[y] | white[y]);
}

function intersect(bits: Bits, other: Bits): void {
  for (let y = 0; y < bits.length; y++) bits[y] &= other[y];
}
