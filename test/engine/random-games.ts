import fc from 'fast-check';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { makeDiagram, parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import type { Setup } from '../../engine/position.js';
import type { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type KoRule, type Rules } from '../../engine/rules.js';
import { ReferenceGame, replaced, type Player } from './reference-board.js';

export const KO_RULES: readonly KoRule[] = ['simple', 'positional', 'situational'];

/** Every way to forbid repetition and suicide. */
export const RULE_SETS: readonly Rules[] = KO_RULES.flatMap((ko) => [
  { ...RULE_PRESETS['tromp-taylor'], ko, suicide: false },
  { ...RULE_PRESETS['tromp-taylor'], ko, suicide: true },
]);

/** A random game: from a random board, `filled` of it stones, moves drawn with a seed. */
export interface RandomGame {
  readonly width: number;
  readonly height: number;
  readonly rules: Rules;
  readonly filled: number;
  readonly seed: number;
  readonly length: number;
}

/** Games on boards up to that large. A shorter one begins as the longer one of its seed does. */
export function randomGames(maxSide: number, maxLength: number): fc.Arbitrary<RandomGame> {
  return fc.record({
    width: fc.integer({ min: 1, max: maxSide }),
    height: fc.integer({ min: 1, max: maxSide }),
    rules: fc.constantFrom(...RULE_SETS),
    filled: fc.constantFrom(0, 0.5, 0.9),
    seed: fc.nat(),
    length: fc.nat(maxLength),
  });
}

/** What the game starts from, told by the reference: random stones less the chains without liberty. */
export function startOf(
  { width, height, rules, filled }: RandomGame,
  random: Random,
): ReferenceGame {
  const start = (stones: string): ReferenceGame =>
    new ReferenceGame(width, height, rules.ko, rules.suicide, stones);
  let stones = drawStones(width * height, filled, random);
  const rough = start(stones);
  for (const point of rough.points) {
    if (stones[point] !== '.' && rough.isDead(stones, point)) {
      stones = replaced(stones, [...rough.chain(stones, point)], '.');
    }
  }
  return start(stones);
}

/** Random contents for so many points, about `filled` of them stones. */
export function drawStones(points: number, filled: number, random: Random): string {
  const draw = (): string => (random.float() >= filled ? '.' : random.below(2) === 0 ? 'X' : 'O');
  return Array.from({ length: points }, draw).join('');
}

/** The engine's game that starts where the reference's did. */
export function gameOf(reference: ReferenceGame, rules: Rules): Game {
  const { width, height, situations } = reference;
  const { stones, toMove } = situations[0];
  return new Game(Board.of(width, height), rules, { setup: setupOf(width, stones, toMove) });
}

export function setupOf(width: number, stones: string, toMove: Player): Setup {
  const rows = stones.replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\n');
  return unwrap(parseDiagram(rows, colorOf(toMove)));
}

/**
 * One of the legal moves: often one next to the last, so that fights, captures and kos come about;
 * now and then a pass.
 */
export function drawMove(
  reference: ReferenceGame,
  legal: readonly number[],
  last: number | undefined,
  random: Random,
): number {
  if (legal.length === 0 || random.below(16) === 0) return reference.pass;
  const local = legal.filter((point) => last !== undefined && isClose(reference, point, last));
  const candidates = local.length > 0 && random.below(2) === 0 ? local : legal;
  return candidates[random.below(candidates.length)];
}

function isClose({ width }: ReferenceGame, a: number, b: number): boolean {
  const rows = Math.abs(Math.floor(a / width) - Math.floor(b / width));
  return rows <= 1 && Math.abs((a % width) - (b % width)) <= 1;
}

/** Everything of a game's present that the rules of moving speak of. */
export interface State {
  readonly stones: string;
  readonly toMove: Player;
  readonly ko: number;
  readonly captured: { readonly X: number; readonly O: number };
  readonly legal: readonly number[];
}

export function stateOfReference(reference: ReferenceGame): State {
  const { stones, toMove, koPoint, captured } = reference;
  return { stones, toMove, ko: koPoint, captured: { ...captured }, legal: reference.legalPoints() };
}

export function stateOfGame(game: Game): State {
  const { position, board } = game;
  const legal = emptyBits(board);
  game.legalPoints(legal);
  return {
    stones: makeDiagram(position).replaceAll('\n', ''),
    toMove: playerOf(position.toMove),
    ko: position.ko,
    captured: { X: position.captured(BLACK), O: position.captured(WHITE) },
    legal: pointsOf(board, legal),
  };
}

export function playerOf(color: Color): Player {
  return color === BLACK ? 'X' : 'O';
}

export function colorOf(player: Player): Color {
  return player === 'X' ? BLACK : WHITE;
}
