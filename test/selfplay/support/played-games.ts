import fc from 'fast-check';
import { DRAW, UNKNOWN, VOID, win, type Outcome } from '../../../engine/outcome.js';
import { BLACK, WHITE } from '../../../engine/color.js';
import { Random } from '../../../engine/random.js';
import { RULE_PRESETS, type RulePreset } from '../../../engine/rules.js';
import type { PlayedGame, SearchedTurn } from '../../../selfplay/records/played-game.js';

const OUTCOMES: readonly Outcome[] = [
  ...[DRAW, VOID, UNKNOWN, win(BLACK, 'resign'), win(WHITE, 'resign'), win(BLACK, 24.5)],
  ...[win(WHITE, 0.5), win(BLACK, 'time'), win(WHITE, 'untold')],
];

/** Games of any shape that a record can hold, as plain draws: their moves need not be legal. */
export const playedGames: fc.Arbitrary<PlayedGame> = fc
  .record({
    number: fc.nat(2 ** 32 - 1),
    width: fc.integer({ min: 1, max: 25 }),
    height: fc.integer({ min: 1, max: 25 }),
    rules: fc.constantFrom(...(Object.keys(RULE_PRESETS) as RulePreset[])),
    komi: fc.double({ noNaN: true, noDefaultInfinity: true }).map((komi) => komi + 0), // no minus zero
    length: fc.nat(40),
    seed: fc.nat(),
    outcome: fc.constantFrom(...OUTCOMES),
    isResignable: fc.boolean(),
  })
  .map(({ length, seed, isResignable, ...rest }) => ({
    ...randomGame(rest.number, { ...rest, length, seed }),
    ...rest,
    ...(isResignable ? {} : { resignation: undefined }),
  }))
  .map(({ resignation, ...game }) => (resignation === undefined ? game : { ...game, resignation }));

interface Shape {
  readonly width?: number;
  readonly height?: number;
  readonly length?: number;
  readonly seed?: number;
  /** Moves that each search finds. */
  readonly candidates?: number;
  /** Share of turns with a search. */
  readonly searched?: number;
}

/** A game drawn from a seed, its number if none is given: 9×9 with 12 moves, unless told otherwise. */
export function randomGame(number: number, shape: Shape = {}): PlayedGame {
  const {
    width = 9,
    height = 9,
    length = 12,
    seed = number,
    candidates = 5,
    searched = 0.7,
  } = shape;
  const random = new Random(seed);
  const area = width * height;
  const moves = Uint16Array.from({ length }, () => random.below(area + 1));
  const plies = [...moves.keys()].filter(() => random.float() < searched);
  const turns = plies.map((ply) => randomTurn(ply, Math.min(candidates, area + 1), area, random));
  return {
    ...{ number, width, height, rules: 'tromp-taylor', komi: 7.5, moves, turns },
    champion: { first: 3, last: 4 },
    outcome: win(WHITE, 3.5),
    margin: 3.5,
    owners: Int8Array.from({ length: area }, () => random.below(3) - 1),
    resignation: { playedOut: random.below(2) === 0, lowest: { black: -0.5, white: -1 } },
  };
}

function randomTurn(ply: number, candidates: number, area: number, random: Random): SearchedTurn {
  const weights = Array.from({ length: candidates }, () => random.float() ** 4 + 1e-6);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    ply,
    visits: random.below(1000),
    full: random.below(4) > 0,
    value: 2 * random.float() - 1,
    moves: Uint16Array.from({ length: candidates }, () => random.below(area + 1)),
    shares: Float32Array.from(weights, (weight) => weight / total),
  };
}
