import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { emptyBits, pointsOf } from '../../engine/bits.js';
import { BLACK, EMPTY, WHITE } from '../../engine/color.js';
import { makeDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { symmetryCount, symmetryMap } from '../../engine/symmetry.js';
import {
  colorOf,
  drawMove,
  drawStones,
  gameOf,
  randomGames,
  RULE_SETS,
  setupOf,
  startOf,
  stateOfGame,
  stateOfReference,
  type RandomGame,
  type State,
} from './random-games.js';
import { other, ReferenceGame, type Player } from './reference-board.js';

/** Plays a random game on both boards, with a look at its start and after every move. */
function playBoth(
  random: RandomGame,
  look: (game: Game, reference: ReferenceGame, expected: State) => void = () => undefined,
): Game {
  const draw = new Random(random.seed);
  const reference = startOf(random, draw);
  const game = gameOf(reference, random.rules);
  let last: number | undefined;
  let expected = stateOfReference(reference);
  look(game, reference, expected);
  while (game.length < random.length) {
    last = drawMove(reference, expected.legal, last, draw);
    reference.play(last);
    game.play(last);
    expected = stateOfReference(reference);
    look(game, reference, expected);
  }
  return game;
}

function assertSameState(game: Game, expected: State): void {
  assert.deepEqual(stateOfGame(game), expected);
  const all = Array.from({ length: game.board.area }, (_, point) => point);
  assert.deepEqual(
    all.filter((point) => game.isLegal(point)),
    expected.legal,
  );
  assert.ok(game.isLegal(game.board.pass));
}

/** All of a position that can be seen. */
function stateOf(position: Position): object {
  const { toMove, ko, hashLow, hashHigh, emptyCount } = position;
  const legal = emptyBits(position.board);
  position.legalPoints(true, legal);
  const captured = [position.captured(BLACK), position.captured(WHITE)];
  return {
    stones: makeDiagram(position),
    toMove,
    ko,
    captured,
    hashLow,
    hashHigh,
    emptyCount,
    legal,
  };
}

/** All of a game that is to come back when moves are taken back. */
function fullState(game: Game): object {
  const { position, length, repetitions, end } = game;
  const legal = emptyBits(game.board);
  game.legalPoints(legal);
  return { position: stateOf(position), length, repetitions, end, legal };
}

/** Plays the first legal point, some times over. */
function playOn(position: Position): void {
  const legal = emptyBits(position.board);
  for (let i = 0; i < 10; i++) {
    position.legalPoints(true, legal);
    position.play(pointsOf(position.board, legal).at(0) ?? position.board.pass);
  }
}

/** The chain of a point, its stones and its liberties, against the reference's flood fills. */
function assertChain(position: Position, reference: ReferenceGame, point: number): void {
  const { board, color, head, next, size, liberties } = position;
  const cell = board.cellOf[point];
  if (color[cell] === EMPTY) return;
  const chain = reference.chain(reference.stones, point);
  const free = reference.borders(reference.stones, chain, '.');
  const ring: number[] = [];
  for (let stone = cell; ring.length === 0 || stone !== cell; stone = next[stone]) {
    ring.push(board.pointOf[stone]);
    assert.equal(head[stone], head[cell]);
  }
  const [only] = free;
  assert.deepEqual(new Set(ring), chain);
  assert.equal(ring.length, chain.size);
  assert.equal(size[head[cell]], chain.size);
  assert.equal(position.lastLiberty(head[cell]), free.size === 1 ? board.cellOf[only] : 0);
  assert.equal(liberties[head[cell]] === 0, free.size === 0);
}

/** A board's letters with the colours exchanged and every point where `map` takes it. */
function mapped(stones: string, map: Int32Array, exchange: boolean): string {
  const letters: string[] = [];
  Array.from(stones).forEach((letter, point) => {
    letters[map[point]] = exchange && letter !== '.' ? other(letter as Player) : letter;
  });
  return letters.join('');
}

function mappedState(state: State, map: Int32Array, exchange: boolean): State {
  const { stones, toMove, ko, captured, legal } = state;
  return {
    stones: mapped(stones, map, exchange),
    toMove: exchange ? other(toMove) : toMove,
    ko: ko < 0 ? ko : map[ko],
    captured: exchange ? { X: captured.O, O: captured.X } : captured,
    legal: legal.map((point) => map[point]).sort((a, b) => a - b),
  };
}

function movesOf(game: Game): number[] {
  return Array.from({ length: game.length }, (_, ply) => game.moveAt(ply));
}

describe('the rules', () => {
  it('are the reference’s in random games on small boards', () => {
    fc.assert(
      fc.property(randomGames(5, 150), (random) => {
        playBoth(random, (game, _, expected) => {
          assertSameState(game, expected);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('are the reference’s on every size', () => {
    const squares = Array.from({ length: 25 }, (_, i) => [i + 1, i + 1]);
    const rectangles = [
      [1, 25],
      [25, 1],
      [2, 19],
      [19, 13],
      [9, 7],
    ];
    for (const [width, height] of [...squares, ...rectangles]) {
      for (const [i, rules] of RULE_SETS.entries()) {
        const length = Math.ceil(300 / (width * height)) + 2;
        const random = { width, height, rules, filled: 0.9, seed: width + 100 * i, length };
        playBoth(random, (game, _, expected) => {
          assertSameState(game, expected);
        });
      }
    }
  });

  it('let either player move, a ko being over for the other', () => {
    fc.assert(
      fc.property(randomGames(4, 60), (random) => {
        const draw = new Random(random.seed);
        const reference = startOf(random, draw);
        const game = gameOf(reference, random.rules);
        for (let tries = random.length; tries > 0; tries--) {
          const player = draw.below(3) === 0 ? other(reference.toMove) : reference.toMove;
          const point = draw.below(reference.pass + 1);
          const legal = reference.isLegal(point, player);
          assert.equal(game.tryPlay(point, colorOf(player)).ok, legal);
          if (legal) reference.play(point, player);
          assertSameState(game, stateOfReference(reference));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a game', () => {
  it('goes back to what it was, and forth again', () => {
    fc.assert(
      fc.property(randomGames(5, 80), fc.nat(), (random, seed) => {
        const states: object[] = [];
        const game = playBoth(random, (at) => states.push(fullState(at)));
        const moves = movesOf(game);
        const draw = new Random(seed);
        for (let i = 0; i < 5; i++) {
          const ply = draw.below(states.length);
          game.rewind(ply);
          assert.deepEqual(fullState(game), states[ply]);
          for (let back = ply; back > Math.max(0, ply - 3); back--) {
            assert.ok(game.undo());
            assert.deepEqual(fullState(game), states[back - 1]);
          }
          while (game.length < moves.length) {
            game.play(moves[game.length]);
            assert.deepEqual(fullState(game), states[game.length]);
          }
        }
        game.rewind(0);
        assert.equal(game.undo(), false);
        assert.deepEqual(fullState(game), states[0]);
      }),
      { numRuns: 60 },
    );
  });

  it('and its copy go their own ways', () => {
    fc.assert(
      fc.property(randomGames(4, 60), randomGames(4, 20), (random, before) => {
        const original = playBoth(random);
        const copy = playBoth({ ...before, width: random.width, height: random.height });
        copy.copyFrom(original);
        const state = fullState(original);
        assert.deepEqual(fullState(copy), state);
        assert.deepEqual(movesOf(copy), movesOf(original));
        original.play(original.board.pass);
        original.rewind(Math.floor(original.length / 2));
        assert.deepEqual(fullState(copy), state);
        copy.rewind(original.length);
        assert.deepEqual(fullState(copy), fullState(original));
      }),
      { numRuns: 60 },
    );
  });
});

describe('symmetry', () => {
  it('and the exchange of colours change nothing', () => {
    fc.assert(
      fc.property(randomGames(5, 80), (random) => {
        const states: State[] = [];
        const game = playBoth(random, (at) => states.push(stateOfGame(at)));
        for (let twin = 0; twin < 2 * symmetryCount(game.board); twin++) {
          const map = symmetryMap(game.board, twin >> 1);
          assertMapped(game, states, map, twin % 2 === 1);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Plays the game's moves again as a mirror shows them. */
function assertMapped(game: Game, states: State[], map: Int32Array, exchange: boolean): void {
  const { width } = game.board;
  const start = mappedState(states[0], map, exchange);
  const setup = setupOf(width, start.stones, start.toMove);
  const twin = new Game(game.board, game.rules, { setup });
  for (const [ply, state] of states.entries()) {
    assert.deepEqual(stateOfGame(twin), mappedState(state, map, exchange));
    if (ply < game.length) twin.play(map[game.moveAt(ply)]);
  }
}

describe('a position', () => {
  it('and its clone and copy go their own ways', () => {
    fc.assert(
      fc.property(randomGames(5, 60), (random) => {
        const { position, board } = playBoth(random);
        const clone = position.clone();
        const copy = new Position(board);
        copy.copyFrom(position);
        const before = stateOf(position);
        playOn(copy);
        const after = stateOf(copy);
        assert.deepEqual(stateOf(position), before);
        playOn(position);
        assert.deepEqual(stateOf(position), after);
        assert.deepEqual(stateOf(copy), after);
        assert.deepEqual(stateOf(clone), before);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be set up with a chain that has no liberty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), (width, seed) => {
        const draw = new Random(seed);
        const height = 1 + draw.below(6);
        const filled = draw.float();
        const stones = drawStones(width * height, filled, draw);
        const reference = new ReferenceGame(width, height, 'simple', false, stones);
        const result = Position.from(setupOf(width, stones, 'O'));
        assert.equal(result.ok, reference.isLegalPosition());
        if (!result.ok) assert.equal(result.error.code, 'ERR_SETUP_NO_LIBERTY');
        else assert.equal(makeDiagram(result.value).replaceAll('\n', ''), stones);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the hash that its stones have when set up afresh', () => {
    fc.assert(
      fc.property(randomGames(5, 80), (random) => {
        playBoth(random, ({ position }, { width, stones, toMove }) => {
          const fresh = unwrap(Position.from(setupOf(width, stones, toMove)));
          assert.equal(position.hashLow, fresh.hashLow);
          assert.equal(position.hashHigh, fresh.hashHigh);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('knows its chains and their liberties', () => {
    fc.assert(
      fc.property(randomGames(6, 80), (random) => {
        playBoth(random, ({ position }, reference) => {
          for (const point of reference.points) assertChain(position, reference, point);
        });
      }),
      { numRuns: 60 },
    );
  });
});
