import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BLACK, WHITE } from '../../engine/color.js';
import { parseVertex } from '../../engine/coordinates.js';
import { makeDiagram, parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type KoRule, type Rules } from '../../engine/rules.js';
import { colorOf, KO_RULES } from './random-games.js';
import type { Player } from './reference-board.js';

const SIMPLE = RULE_PRESETS.chinese;

function withKo(ko: KoRule, suicide = false): Rules {
  return { ...SIMPLE, ko, suicide };
}

function start(toMove: Player, diagram: string, rules: Rules = SIMPLE): Game {
  const setup = unwrap(parseDiagram(diagram, colorOf(toMove)));
  return new Game(setup.board, rules, { setup });
}

/** Makes moves, `-` being a pass, by turns. Each must be legal. */
function play(game: Game, moves: string): void {
  for (const move of moves.split(' ')) {
    const result = tryMove(game, move);
    assert.ok(result.ok, `${move} is refused`);
  }
}

/** The move must be refused, for that reason. */
function refuses(game: Game, move: string, code: string): void {
  const before = makeDiagram(game.position);
  const result = tryMove(game, move);
  assert.ok(!result.ok, `${move} is allowed`);
  assert.equal(result.error.code, code);
  assert.equal(makeDiagram(game.position), before);
}

function tryMove(game: Game, move: string): ReturnType<Game['tryPlay']> {
  const vertex = move === '-' ? 'pass' : move;
  return game.tryPlay(unwrap(parseVertex(game.board, vertex)));
}

function shows(game: Game, diagram: string): void {
  const rows = diagram.split('\n').map((row) => row.trim());
  assert.equal(makeDiagram(game.position), rows.filter((row) => row !== '').join('\n'));
}

/** How many stones each player has lost. */
function lost(game: Game, black: number, white: number): void {
  const { position } = game;
  assert.deepEqual([position.captured(BLACK), position.captured(WHITE)], [black, white]);
}

function koAt(game: Game, vertex: string): void {
  const point = vertex === 'none' ? -1 : unwrap(parseVertex(game.board, vertex));
  assert.equal(game.position.ko, point);
}

describe('snapback', () => {
  it('takes the stones that took', () => {
    const game = start(
      'O',
      `..XO.
       XXXO.
       OOOO.
       .....`,
    );
    play(game, 'B4 A4');
    lost(game, 0, 1);
    koAt(game, 'none');
    play(game, 'B4');
    lost(game, 5, 1);
    shows(
      game,
      `.O.O.
       ...O.
       OOOO.
       .....`,
    );
  });
});

describe('a throw-in', () => {
  it('makes an eye false, and the capture there a ko', () => {
    const game = start(
      'O',
      `OX..X.
       OXXXOO
       OOO...
       ......`,
    );
    play(game, 'D4 C4');
    lost(game, 0, 1);
    koAt(game, 'none');
    play(game, 'F4 - D4');
    lost(game, 1, 1);
    koAt(game, 'E4');
    refuses(game, 'E4', 'ERR_MOVE_KO');
    shows(
      game,
      `OXXO.O
       OXXXOO
       OOO...
       ......`,
    );
  });
});

describe('send two, return one', () => {
  const diagram = `.O.O.
                   XXOO.
                   .....`;

  it('goes on under simple ko, until the third time ends the game', () => {
    const game = start('O', diagram);
    play(game, 'A3 C3 B3 -');
    assert.equal(game.repetitions, 2);
    assert.equal(game.end, undefined);
    play(game, 'A3 C3 B3 -');
    assert.equal(game.repetitions, 3);
    assert.equal(game.end, 'repetition');
    play(game, 'A3 C3 B3 -');
    lost(game, 3, 6);
  });

  it('stops at the return under positional superko', () => {
    const game = start('O', diagram, withKo('positional'));
    play(game, 'A3 C3');
    koAt(game, 'none');
    refuses(game, 'B3', 'ERR_MOVE_SUPERKO');
    play(game, '- -');
    refuses(game, 'B3', 'ERR_MOVE_SUPERKO');
  });

  it('stops at the second sending under situational superko', () => {
    const game = start('O', diagram, withKo('situational'));
    play(game, 'A3 C3 B3 -');
    refuses(game, 'A3', 'ERR_MOVE_SUPERKO');
    assert.equal(game.end, undefined);
  });
});

describe('double ko', () => {
  const diagram = `XO.OX.XO
                   .XO..XO.
                   ........`;

  it('goes round with passes under simple ko', () => {
    const game = start('X', diagram);
    play(game, 'C3 F3');
    refuses(game, 'G3', 'ERR_MOVE_KO');
    play(game, '- B3 G3 -');
    assert.equal(game.repetitions, 2);
    shows(game, diagram);
  });

  it('stops at the earlier board under positional superko', () => {
    const game = start('X', diagram, withKo('positional'));
    play(game, 'C3 F3 - B3');
    refuses(game, 'G3', 'ERR_MOVE_SUPERKO');
  });

  it('stops a move later under situational superko', () => {
    const game = start('X', diagram, withKo('situational'));
    play(game, 'C3 F3 - B3 G3 -');
    refuses(game, 'C3', 'ERR_MOVE_SUPERKO');
  });
});

describe('triple ko', () => {
  const diagram = `XO.OX.XOXO.O
                   .XO..XO..XO.
                   ............`;

  it('ends the game under simple ko at the third time', () => {
    const game = start('X', diagram);
    play(game, 'C3 F3 L3 B3 G3 K3');
    shows(game, diagram);
    assert.equal(game.repetitions, 2);
    play(game, 'C3 F3 L3 B3 G3');
    assert.equal(game.end, undefined);
    play(game, 'K3');
    assert.equal(game.repetitions, 3);
    assert.equal(game.end, 'repetition');
    lost(game, 6, 6);
  });

  for (const ko of ['positional', 'situational'] as const) {
    it(`stops at the sixth move under ${ko} superko`, () => {
      const game = start('X', diagram, withKo(ko));
      play(game, 'C3 F3 L3 B3 G3');
      refuses(game, 'K3', 'ERR_MOVE_SUPERKO');
      play(game, 'A1');
      assert.equal(game.repetitions, 1);
    });
  }
});

describe('ko', () => {
  it('at the edge may be retaken after an exchange elsewhere', () => {
    for (const ko of KO_RULES) {
      const game = start(
        'X',
        `XO.O.
         .XO..
         .....`,
        withKo(ko),
      );
      play(game, 'C3');
      koAt(game, 'B3');
      refuses(game, 'B3', 'ERR_MOVE_KO');
      play(game, 'E1 A1');
      koAt(game, 'none');
      play(game, 'B3');
      koAt(game, 'C3');
      refuses(game, 'C3', 'ERR_MOVE_KO');
      lost(game, 1, 1);
    }
  });

  const corner = `XO.
                  .X.
                  X..`;

  it('in the corner is open again after two passes under simple ko alone', () => {
    for (const ko of KO_RULES) {
      const game = start('O', corner, withKo(ko));
      play(game, 'A2');
      koAt(game, 'A3');
      refuses(game, 'A3', 'ERR_MOVE_KO');
      play(game, '- -');
      koAt(game, 'none');
      if (ko === 'simple') play(game, 'A3');
      else refuses(game, 'A3', 'ERR_MOVE_SUPERKO');
    }
  });

  it('forbids nothing to the player who took', () => {
    const game = start('O', corner);
    play(game, 'A2 -');
    play(game, 'A3');
    lost(game, 1, 0);
  });

  it('is none where one stone takes four chains at once', () => {
    const game = start(
      'X',
      `.XOX.
       XO.OX
       .XOX.`,
    );
    play(game, 'C2');
    lost(game, 0, 4);
    koAt(game, 'none');
    refuses(game, 'B2', 'ERR_MOVE_SUICIDE');
    shows(
      game,
      `.X.X.
       X.X.X
       .X.X.`,
    );
  });
});

describe('under the stones', () => {
  it('the side that lost four cuts back in and takes three', () => {
    const game = start(
      'X',
      `OOOO.XO.
       XXXXOXO.
       ....OOO.
       ........`,
    );
    play(game, 'E4');
    lost(game, 0, 4);
    shows(
      game,
      `....XXO.
       XXXXOXO.
       ....OOO.
       ........`,
    );
    play(game, 'D4');
    lost(game, 3, 4);
    shows(
      game,
      `...O..O.
       XXXXO.O.
       ....OOO.
       ........`,
    );
  });
});

describe('bent four in the corner', () => {
  it('is a ko, and dead for want of a threat', () => {
    const game = start(
      'X',
      `.......
       XXX....
       OOXXXX.
       .OOOOX.
       XXX.OX.`,
    );
    // Black makes four of his three stones, and White has to take them.
    play(game, 'A2 D1');
    lost(game, 4, 0);
    // Inside again; White makes the corner a ko, which Black takes first.
    play(game, 'B1 A1 A2');
    lost(game, 4, 1);
    koAt(game, 'A1');
    refuses(game, 'A1', 'ERR_MOVE_KO');
    // White has no threat. Black ends the ko; White takes three, and has one eye.
    play(game, '- A1 C1');
    lost(game, 7, 1);
    play(game, 'A1 -');
    shows(
      game,
      `.......
       XXX....
       OOXXXX.
       .OOOOX.
       X.OOOX.`,
    );
    // Two stones where White has two liberties; he takes them, and has one point to live on.
    play(game, 'B1 A2 B1 A1');
    lost(game, 10, 1);
    play(game, 'B1');
    lost(game, 10, 12);
  });
});

describe('suicide', () => {
  const two = `X.O
               OO.
               ...`;

  it('of two stones is as the rules say', () => {
    for (const ko of KO_RULES) {
      refuses(start('X', two, withKo(ko, false)), 'B3', 'ERR_MOVE_SUICIDE');
      const game = start('X', two, withKo(ko, true));
      play(game, 'B3');
      lost(game, 2, 0);
      koAt(game, 'none');
      assert.equal(game.toMove, WHITE);
      shows(
        game,
        `..O
         OO.
         ...`,
      );
    }
  });

  it('of one stone never is', () => {
    for (const ko of KO_RULES) {
      for (const suicide of [false, true]) {
        const game = start('X', '.O.\nO..\n...', withKo(ko, suicide));
        refuses(game, 'A3', 'ERR_MOVE_SUICIDE');
      }
    }
  });

  it('is none where the enemy is taken', () => {
    const game = start(
      'X',
      `.OX
       OX.
       X..`,
    );
    play(game, 'A3');
    lost(game, 0, 2);
    koAt(game, 'none');
    shows(
      game,
      `X.X
       .X.
       X..`,
    );
  });

  const eye = `..O
               OO.
               ...`;

  it('may not bring back a board under positional superko', () => {
    const game = start('X', eye, withKo('positional', true));
    play(game, 'A3 -');
    refuses(game, 'B3', 'ERR_MOVE_SUPERKO');
  });

  it('may bring it back for the other player under situational superko', () => {
    const game = start('X', eye, withKo('situational', true));
    play(game, 'A3 - B3 -');
    lost(game, 2, 0);
    refuses(game, 'A3', 'ERR_MOVE_SUPERKO');
    play(game, 'B3');
  });
});
