import { emptyBits, lowestBit, type Bits } from '../bits.js';
import type { Board } from '../board.js';
import { listLiberties } from '../chains.js';
import { opponent, WHITE } from '../color.js';
import type { Game } from '../game.js';
import type { Position } from '../position.js';
import { compensation } from '../rules.js';
import { Canvas } from './canvas.js';
import type { PlaneSet, PlaneWriter } from './plane-set.js';

/** Chains of up to so many liberties are shown, each number in a plane of its own. */
const LIBERTIES = 3;
/** Moves that are shown. */
const MOVES = 5;

const OWN = 0;
const OPPONENT = 1;
const ONES = 2;
const CHAINS = 3;
const KO_BAN = CHAINS + LIBERTIES;
const LATEST = KO_BAN + 1;
const PASSED = LATEST + MOVES;
const KOMI = PASSED + 1;
const PLANES = KOMI + 1;

/** Points of komi to 1 in its plane, so that 7 is 0.5. */
const KOMI_UNIT = 14;
/** The plane goes no further: 42 points, beyond 25 for the whole of a 5×5 board. */
const KOMI_LIMIT = 3;

/**
 * A chain of three liberties touches each with up to four stones, so one that has more pairs of stone
 * and liberty has more liberties too.
 */
const MOST_PAIRS = 4 * LIBERTIES;

/**
 * The 14 planes that networks of this program are trained on. They spare a small network what the
 * rules let one see at a glance: which chains are short of liberties, where a ko forbids to play,
 * where the last moves were, and the komi. Nothing depends on the colours: exchange them, change the
 * komi's sign, and the planes are the same. Every entry is 0 or 1 but those of the last plane: what
 * the side to move gets of komi and compensation for handicap, less than 0 where it gives, in units of
 * 14 points and within [−3, 3].
 */
export const TENGEN: PlaneSet = {
  planes: PLANES,
  names: [
    'own stones',
    "opponent's stones",
    'ones',
    'chains with 1 liberty',
    'chains with 2 liberties',
    'chains with 3 liberties',
    'forbidden by ko',
    'last move',
    'last move but one',
    'last move but two',
    'last move but three',
    'last move but four',
    'last move was a pass',
    'komi',
  ],
  writer: (board) => new TengenWriter(board),
};

class TengenWriter implements PlaneWriter {
  private readonly canvas: Canvas;
  private readonly free = new Int32Array(LIBERTIES + 1);
  private readonly banned: Bits;
  private readonly legal: Bits;

  constructor(board: Board) {
    this.canvas = new Canvas(board);
    this.banned = emptyBits(board);
    this.legal = emptyBits(board);
  }

  write(game: Game, symmetry: number, out: Float32Array, offset: number): void {
    const { canvas } = this;
    const { position, toMove } = game;
    canvas.begin(PLANES, symmetry, out, offset);
    canvas.markAll(OWN, position.stones(toMove));
    canvas.markAll(OPPONENT, position.stones(opponent(toMove)));
    canvas.fill(ONES);
    this.markChains(position);
    this.markKo(game);
    this.markMoves(game);
    canvas.fill(KOMI, komiPlane(game));
  }

  /** Marks the chains of either colour that are short of liberties. */
  private markChains(position: Position): void {
    const { board, black, white, head, liberties } = position;
    for (let y = 0; y < board.height; y++) {
      for (let row = black[y] | white[y]; row !== 0; row &= row - 1) {
        const cell = (y + 1) * board.stride + lowestBit(row) + 1;
        if (head[cell] !== cell || liberties[cell] >>> 20 > MOST_PAIRS) continue;
        const count = listLiberties(position, cell, this.free, LIBERTIES + 1);
        if (count <= LIBERTIES) this.markChain(position, cell, CHAINS + count - 1);
      }
    }
  }
  private markChain({ board, next }: Position, chain: number, plane: number): void {
    const { canvas } = this;
    let cell = chain;
    do {
      canvas.mark(plane, board.pointOf[cell]);
      cell = next[cell];
    } while (cell !== chain);
  }

  /** Marks where the side to move could play, had the position not been there before. */
  private markKo(game: Game): void {
    const { canvas, banned, legal } = this;
    const { position, rules } = game;
    if (position.ko >= 0) canvas.mark(KO_BAN, position.ko);
    if (rules.ko === 'simple') return;
    position.legalPoints(rules.suicide, banned);
    game.legalPoints(legal);
    for (let y = 0; y < banned.length; y++) banned[y] &= ~legal[y];
    canvas.markAll(KO_BAN, banned);
  }

  /** Marks the points of the last moves, though the stones may be gone. */
  private markMoves(game: Game): void {
    const { canvas } = this;
    const { length, board } = game;
    for (let i = 0; i < MOVES && i < length; i++) {
      const point = game.moveAt(length - 1 - i);
      if (point !== board.pass) canvas.mark(LATEST + i, point);
      else if (i === 0) canvas.fill(PASSED);
    }
  }
}

/** What the plane of komi holds in a game. */
function komiPlane({ rules, handicap, toMove }: Game): number {
  const given = (rules.komi + compensation(rules, handicap)) / KOMI_UNIT;
  const gained = toMove === WHITE ? given : 0 - given; // never minus zero, which other bits stand for
  return Math.min(Math.max(gained, -KOMI_LIMIT), KOMI_LIMIT);
}
