import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Board, MAX_SIDE } from '../../engine/board.js';
import { BLACK, type Color, WHITE } from '../../engine/color.js';
import { makeVertex, parseVertex } from '../../engine/coordinates.js';
import { DRAW, UNKNOWN, VOID, win } from '../../engine/outcome.js';
import { type Result, unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type RulePreset } from '../../engine/rules.js';
import { SGF_ERRORS, type SgfErrorCode, type SgfFailure } from '../../engine/sgf/errors.js';
import { MAX_KOMI } from '../../engine/sgf/header.js';
import { makeSgf } from '../../engine/sgf/make.js';
import { makeTree } from '../../engine/sgf/make-tree.js';
import { readRecord, readRecords } from '../../engine/sgf/read-record.js';
import { parseSgf } from '../../engine/sgf/parse.js';
import { type GameRecord, newRecord } from '../../engine/sgf/record.js';
import { MAX_NESTING, MAX_VALUE_LENGTH } from '../../engine/sgf/split.js';
import { fixtureText } from './sgf-fixtures.js';

function records(text: string, file = 'test.sgf'): Result<GameRecord, SgfFailure>[] {
  return [...readRecords(text, file)];
}

function readOne(text: string): GameRecord {
  return unwrap(records(text)[0]);
}

function fixture(name: string): GameRecord[] {
  return records(fixtureText(name), name).map(unwrap);
}

function vertices(board: Board, points: readonly number[]): string {
  return points.map((point) => makeVertex(board, point)).join(' ');
}

function movesOf({ board, moves }: GameRecord): string {
  const letters = { [BLACK]: 'B', [WHITE]: 'W' };
  return moves.map(({ color, point }) => letters[color] + makeVertex(board, point)).join(' ');
}

describe('records of SGF games', () => {
  it('hold the main line and all that the root says', () => {
    const [record] = fixture('variations.sgf');
    assert.equal(movesOf(record), 'BE5 WC3 BG7 WC7 BG3');
    const { moves, ...header } = record;
    assert.equal(moves.length, 5);
    assert.deepEqual(header, {
      board: Board.of(9),
      rules: { ...RULE_PRESETS.chinese, komi: 7 },
      rulesName: 'Chinese',
      handicap: 0,
      setup: { black: [], white: [] },
      toMove: BLACK,
      outcome: win(WHITE, 3.5),
      black: { name: 'Ada', rank: '3k' },
      white: { name: 'Kōichi', rank: '2d' },
      date: '2024-02-29',
      event: 'Club evening',
      round: '2',
      place: 'Café Jeu',
      gameName: 'A lesson',
      comment: 'Both played quickly.\nBlack resigned: no, counted.',
    });
  });

  it('are of an empty 19×19 board where the file says nothing', () => {
    const rules = { ...RULE_PRESETS.japanese, komi: 0 };
    assert.deepEqual(readOne('(;)'), newRecord(Board.of(19), rules));
    const [tree] = parseSgf('(;RU[house rules]KM[1])', 'test.sgf').map(unwrap);
    const record = unwrap(readRecord(tree, 'chinese'));
    assert.equal(record.rulesName, 'house rules');
    assert.deepEqual(record.rules, { ...RULE_PRESETS.chinese, komi: 1 });
  });

  it('know the rules by the names of files', () => {
    const names: [string, RulePreset][] = [
      ['Japanese', 'japanese'],
      ['Chinese', 'chinese'],
      ['AGA', 'aga'],
      ['NZ', 'new-zealand'],
      ['Tromp-Taylor', 'tromp-taylor'],
      ['Korean', 'korean'],
    ];
    for (const [name, preset] of names) {
      const { rules } = readOne(`(;RU[${name}]KM[5.5])`);
      assert.deepEqual(rules, { ...RULE_PRESETS[preset], komi: 5.5 });
    }
  });

  it('keep handicaps with and without stones, and invent none', () => {
    const [placed, unplaced] = fixture('handicap.sgf');
    assert.equal(placed.handicap, 4);
    assert.equal(vertices(placed.board, placed.setup.black), 'D16 Q16 D4 Q4');
    assert.equal(placed.toMove, WHITE);
    assert.equal(placed.rules.komi, 0.5);
    assert.equal(unplaced.handicap, 2);
    assert.deepEqual(unplaced.setup, { black: [], white: [] });
    assert.equal(unplaced.toMove, WHITE);
    assert.equal(readOne('(;HA[3]AB[dd][pp][pd])').toMove, WHITE);
    assert.equal(readOne('(;HA[3])').toMove, BLACK);
    assert.equal(readOne('(;HA[2]AB[dd][pp]PL[B])').toMove, BLACK);
  });

  it('read rectangles, of boards and of stones', () => {
    const [wrong, right] = records(fixtureText('rectangle.sgf'));
    assert.ok(!wrong.ok && wrong.error.code === 'ERR_SGF_POINT');
    const { board, setup, toMove, rules, moves } = unwrap(right);
    assert.equal(board, Board.of(13, 7));
    assert.equal(vertices(board, setup.black), 'A7 B7 C7 B5');
    assert.equal(vertices(board, setup.white), 'M2 N2 L1 M1 N1');
    assert.equal(toMove, WHITE);
    assert.equal(rules.komi, -3);
    assert.equal(moves[1].point, board.pass);
  });

  it('read files of FF[3]', () => {
    const [record] = fixture('ff3.sgf');
    assert.equal(record.black.name, 'Honinbo Shusaku');
    assert.equal(movesOf(record), 'BR16 WD17 BQ3 WP17 BC4 Wpass');
  });

  it('take setup before the first move, and refuse it later', () => {
    const [before, after] = records(fixtureText('setup-later.sgf'), 'setup-later.sgf');
    const { board, setup, toMove } = unwrap(before);
    assert.equal(vertices(board, setup.black), 'B4');
    assert.equal(vertices(board, setup.white), 'D2');
    assert.equal(toMove, WHITE);
    assert.ok(!after.ok);
    assert.equal(after.error.code, 'ERR_SGF_SETUP_LATER');
    assert.match(
      after.error.message,
      /^setup-later\.sgf, game 2, line 2:1, node 4: .*after move 1/,
    );
  });

  it('put the stones of a node before its move', () => {
    const { setup, moves, toMove } = readOne('(;SZ[3]AB[aa]W[bb];B[])');
    assert.deepEqual(setup.black, [0]);
    assert.deepEqual(moves[0], { color: WHITE, point: 4 });
    assert.equal(toMove, WHITE);
  });

  it('keep moves of one colour in a row', () => {
    assert.equal(movesOf(readOne('(;SZ[9];B[aa];B[bb];W[];W[cc])')), 'BA9 BB8 Wpass WC7');
  });

  it('take what programs write in the place of nothing or of numbers', () => {
    const record = readOne('(;SZ[ 9 ]KM[]HA[]PL[black]RE[won by a lot]C[]GC[about the game])');
    assert.equal(record.board, Board.of(9));
    assert.equal(record.rules.komi, 0);
    assert.equal(record.handicap, 0);
    assert.deepEqual(record.outcome, UNKNOWN);
    assert.equal(record.comment, 'about the game');
    assert.equal(readOne('(;KM[6,5])').rules.komi, 6.5);
    assert.equal(readOne('(;SZ[9:9])').board, Board.of(9));
  });

  it('turn white space of texts into spaces', () => {
    const record = readOne('(;PB[ a\nb\tc ]C[a\tb\nc])');
    assert.equal(record.black.name, 'a b c');
    assert.equal(record.comment, 'a b\nc');
  });
});

describe('what no record can be made of', () => {
  const nested = '(;'.repeat(MAX_NESTING + 1) + ')'.repeat(MAX_NESTING + 1);
  /** The texts that each code is for, and the node. */
  const failures: Partial<Record<SgfErrorCode, [text: string, node?: number][]>> = {
    ERR_SGF_EMPTY: [['']],
    ERR_SGF_UNCLOSED: [['(;']],
    ERR_SGF_NESTING: [[nested]],
    ERR_SGF_VALUE_LENGTH: [[`(;C[${' '.repeat(MAX_VALUE_LENGTH)}])`]],
    ERR_SGF_SYNTAX: [['(;B)']],
    ERR_SGF_GAME: [['(;GM[11])', 1]],
    ERR_SGF_SIZE: ['26', '0', '', '9x9', '-9', '19:0', '19:26', '1e1', '9:9:9'].map((size) => [
      `(;SZ[${size}])`,
      1,
    ]),
    ERR_SGF_KOMI: ['a lot', '0x10', 'Infinity', '375', '-301', '1e999'].map((komi) => [
      `(;KM[${komi}])`,
      1,
    ]),
    ERR_SGF_HANDICAP: [
      ['(;HA[-2])', 1],
      ['(;HA[2.5])', 1],
      ['(;SZ[2]HA[5])', 1],
    ],
    ERR_SGF_COLOR: [
      ['(;PL[red])', 1],
      ['(;;PL[])', 2],
    ],
    ERR_SGF_POINT: [
      ['(;SZ[9];B[aa];W[jj])', 3],
      ['(;SZ[9]AB[])', 1],
      ['(;SZ[9];AW[aa:jj])', 2],
      ['(;SZ[9];B[a])', 2],
      ['(;SZ[20];B[tt];W[uu])', 3],
    ],
    ERR_SGF_MOVES: [
      ['(;;B[aa]W[bb])', 2],
      ['(;B[aa][bb])', 1],
    ],
    ERR_SGF_SETUP: [
      ['(;;AB[aa]AW[aa:bb])', 2],
      ['(;AB[cc]AE[cc])', 1],
    ],
    ERR_SGF_SETUP_LATER: [
      ['(;B[aa];AB[bb])', 2],
      ['(;AB[bb];B[aa];;AE[bb])', 4],
    ],
  };

  it('is refused with a code and a place', () => {
    for (const [code, texts] of Object.entries(failures)) {
      for (const [text, node] of texts) {
        const [result] = records(text, 'bad.sgf');
        assert.ok(!result.ok, text);
        assert.equal(result.error.code, code, text);
        assert.equal(result.error.place?.node, node, text);
        assert.match(result.error.message, /^bad\.sgf(: |, game 1, line 1:\d+(, node \d+)?: )/);
      }
    }
  });

  it('is every code of the catalogue, but those of bytes', () => {
    const ofBytes = ['ERR_SGF_GZIP', 'ERR_SGF_TOO_LARGE'];
    assert.deepEqual([...Object.keys(failures), ...ofBytes].sort(), Object.keys(SGF_ERRORS).sort());
  });

  it('leaves the other games of a collection alone', () => {
    const results = records('(;KM[1])(;SZ[99])(;KM[3])');
    assert.deepEqual(
      results.map((result) => (result.ok ? result.value.rules.komi : result.error.place?.game)),
      [1, 2, 3],
    );
  });

  it('is named even if it was read from no file', () => {
    const result = readRecord({ root: { properties: { SZ: ['x'] }, children: [] } });
    assert.ok(!result.ok && result.error.message.startsWith('game tree, game 1'));
  });
});

const side = fc.integer({ min: 1, max: MAX_SIDE });
const color = fc.constantFrom<Color>(BLACK, WHITE);
const simple = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\s+/g, ' ').trim());
const lines = fc.array(simple, { maxLength: 3 }).map((texts) => texts.join('\n').trim());
const player = fc.record({ name: simple, rank: simple }, { noNullPrototype: true });

/** Rules that have a name, and no other: SGF can tell of them only. */
const namedRules = fc
  .tuple(
    fc.constantFrom(...(Object.keys(RULE_PRESETS) as RulePreset[])),
    fc.double({ min: -MAX_KOMI, max: MAX_KOMI, noNaN: true }).map((komi) => komi + 0),
  )
  .map(([rulesName, komi]) => ({ rulesName, rules: { ...RULE_PRESETS[rulesName], komi } }));

const outcome = fc.oneof(
  fc.constantFrom(UNKNOWN, DRAW, VOID),
  fc
    .tuple(color, fc.constantFrom('resign', 'time', 'forfeit', 'untold', 0.5, 64))
    .map(([winner, by]) => win(winner, by as 'resign' | number)),
);

function setupOf(board: Board): fc.Arbitrary<GameRecord['setup']> {
  const stones = fc.uniqueArray(fc.nat(board.area - 1), { maxLength: 12 });
  return fc.tuple(stones, fc.nat(12)).map(([points, split]) => ({
    black: points.slice(0, split).sort((a, b) => a - b),
    white: points.slice(split).sort((a, b) => a - b),
  }));
}

const anyRecord: fc.Arbitrary<GameRecord> = fc.tuple(side, side).chain(([width, height]) => {
  const board = Board.of(width, height);
  const moves = fc.array(fc.tuple(color, fc.nat(board.pass)), { maxLength: 20 });
  return fc
    .record({
      named: namedRules,
      handicap: fc.nat(Math.min(9, board.area)),
      setup: setupOf(board),
      toMove: color,
      moves: moves.map((list) => list.map(([color, point]) => ({ color, point }))),
      outcome,
      black: player,
      white: player,
      date: simple,
      event: simple,
      round: simple,
      place: simple,
      gameName: simple,
      comment: lines,
    })
    .map(({ named, ...rest }) => ({ board, ...named, ...rest }));
});

describe('trees made from records', () => {
  it('give back every record', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        assert.deepEqual(readOne(makeSgf([makeTree(record)])), record);
      }),
      { numRuns: 500 },
    );
  });

  it('say what the standard asks', () => {
    const board = Board.of(9);
    const tengen = unwrap(parseVertex(board, 'E5'));
    const record = newRecord(board, RULE_PRESETS.chinese, {
      moves: [
        { color: BLACK, point: tengen },
        { color: WHITE, point: board.pass },
      ],
      outcome: win(BLACK, 'resign'),
    });
    const text = '(;GM[1]FF[4]CA[UTF-8]SZ[9]KM[7.5]RU[chinese]RE[B+R];B[ee];W[])\n';
    assert.equal(makeSgf([makeTree(record)]), text);
  });

  it('write the sides of a rectangle, columns first', () => {
    const record = newRecord(Board.of(5, 7), RULE_PRESETS.aga);
    assert.deepEqual(makeTree(record).root.properties['SZ'], ['5:7']);
  });
});
