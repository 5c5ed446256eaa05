import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Board, MAX_SIDE } from '../../engine/board.js';
import {
  columnLabel,
  makeSgfMove,
  makeVertex,
  parseSgfMove,
  parseSgfPoint,
  parseSgfPoints,
  parseVertex,
  rowLabel,
} from '../../engine/coordinates.js';
import { type Result, unwrap } from '../../engine/result.js';

const board19 = Board.of(19);
const side = fc.integer({ min: 1, max: MAX_SIDE });
const boards = fc.tuple(side, side).map(([width, height]) => Board.of(width, height));

/** A board and one of its points, or its pass. */
const moves = boards.chain((board) =>
  fc.record({ board: fc.constant(board), point: fc.nat(board.pass) }),
);

function code(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

/** Every board of 1×1 to 25×25, rectangles too. */
function everyBoard(check: (board: Board) => void): void {
  for (let width = 1; width <= MAX_SIDE; width++) {
    for (let height = 1; height <= MAX_SIDE; height++) check(Board.of(width, height));
  }
}

describe('GTP vertices', () => {
  it('come back from every point of every board', () => {
    everyBoard((board) => {
      for (let point = 0; point <= board.pass; point++) {
        assert.equal(unwrap(parseVertex(board, makeVertex(board, point))), point);
      }
    });
  });

  it('stand where the field says', () => {
    const facts: [string, number, number][] = [
      ['D4', 3, 15],
      ['Q16', 15, 3],
      ['K10', 9, 9],
      ['T1', 18, 18],
      ['A19', 0, 0],
      ['J1', 8, 18],
    ];
    for (const [vertex, x, y] of facts) {
      assert.equal(makeVertex(board19, board19.point(x, y)), vertex);
      assert.equal(unwrap(parseVertex(board19, vertex.toLowerCase())), board19.point(x, y));
    }
    assert.equal(makeVertex(Board.of(25), 24), 'Z25');
    assert.equal(unwrap(parseVertex(board19, 'PASS')), board19.pass);
  });

  it('count columns by the width and rows by the height', () => {
    const board = Board.of(5, 3);
    assert.equal(unwrap(parseVertex(board, 'E3')), 4);
    assert.equal(code(parseVertex(board, 'C5')), 'ERR_VERTEX_OFF_BOARD');
    assert.equal(code(parseVertex(board, 'F1')), 'ERR_VERTEX_OFF_BOARD');
  });

  it('are refused with a code and a remedy', () => {
    for (const text of ['', 'D', '4', '4D', 'D4 ', 'D-4', 'D4.5', 'DD4', 'resign', 'Ä1', 'D٤']) {
      assert.equal(code(parseVertex(board19, text)), 'ERR_VERTEX_SYNTAX', text);
    }
    for (const text of ['D0', 'D20', 'U1', 'Z1', 'D99999999999999999999']) {
      assert.equal(code(parseVertex(board19, text)), 'ERR_VERTEX_OFF_BOARD', text);
    }
    const noI = parseVertex(board19, 'I4');
    assert.ok(!noI.ok);
    assert.equal(noI.error.code, 'ERR_VERTEX_SYNTAX');
    assert.match(noI.error.message, /no column I/);
  });

  it('never throw on any text', () => {
    fc.assert(
      fc.property(boards, fc.string({ unit: 'binary' }), (board, text) => {
        const result = parseVertex(board, text);
        assert.ok(result.ok || result.error.code.startsWith('ERR_VERTEX_'));
      }),
    );
  });

  it('are made of points only', () => {
    for (const point of [-1, 362, 1.5, NaN]) {
      assert.throws(() => makeVertex(board19, point), RangeError);
      assert.throws(() => makeSgfMove(board19, point), RangeError);
    }
  });
});

describe('SGF moves', () => {
  it('come back from every point of every board', () => {
    everyBoard((board) => {
      for (let point = 0; point <= board.pass; point++) {
        assert.equal(unwrap(parseSgfMove(board, makeSgfMove(board, point))), point);
      }
    });
  });

  it('name the same points as vertices', () => {
    const facts: [string, string][] = [
      ['dp', 'D4'],
      ['pd', 'Q16'],
      ['jj', 'K10'],
      ['ss', 'T1'],
      ['aa', 'A19'],
    ];
    for (const [sgf, vertex] of facts) {
      assert.equal(makeSgfMove(board19, unwrap(parseVertex(board19, vertex))), sgf);
    }
  });

  it('pass with nothing, and with tt on boards of at most 19', () => {
    assert.equal(unwrap(parseSgfMove(board19, '')), board19.pass);
    assert.equal(unwrap(parseSgfMove(board19, 'tt')), board19.pass);
    assert.equal(unwrap(parseSgfMove(Board.of(9, 13), 'tt')), 9 * 13);
    const board25 = Board.of(25);
    assert.equal(unwrap(parseSgfMove(board25, 'tt')), board25.point(19, 19));
    assert.equal(code(parseSgfMove(Board.of(25, 13), 'tt')), 'ERR_POINT_OFF_BOARD');
    assert.equal(code(parseSgfPoint(board19, 'tt')), 'ERR_POINT_OFF_BOARD');
    assert.equal(code(parseSgfPoint(board19, '')), 'ERR_POINT_SYNTAX');
  });

  it('are refused with a code', () => {
    for (const text of ['a', 'aaa', '11', 'a ', 'D4', 'äb']) {
      assert.equal(code(parseSgfMove(board19, text)), 'ERR_POINT_SYNTAX', text);
    }
    for (const text of ['at', 'ta', 'aA', 'Zz']) {
      assert.equal(code(parseSgfMove(board19, text)), 'ERR_POINT_OFF_BOARD', text);
    }
  });
});

describe('SGF point lists', () => {
  it('expand rectangles, whichever corners are named', () => {
    const board = Board.of(4, 3);
    const points = [1, 2, 5, 6];
    for (const text of ['ba:cb', 'cb:ba', 'bb:ca', 'ca:bb']) {
      assert.deepEqual(unwrap(parseSgfPoints(board, text)), points);
    }
    assert.deepEqual(unwrap(parseSgfPoints(board, 'bb')), [5]);
    assert.deepEqual(unwrap(parseSgfPoints(board, 'bb:bb')), [5]);
  });

  it('cover all between any two points', () => {
    fc.assert(
      fc.property(moves, fc.nat(), ({ board, point }, seed) => {
        const a = point % board.area;
        const b = seed % board.area;
        const list = unwrap(
          parseSgfPoints(board, `${makeSgfMove(board, a)}:${makeSgfMove(board, b)}`),
        );
        const wide = Math.abs(board.x(a) - board.x(b)) + 1;
        const high = Math.abs(board.y(a) - board.y(b)) + 1;
        assert.equal(list.length, wide * high);
        assert.equal(new Set(list).size, list.length);
        assert.ok(list.includes(a) && list.includes(b));
      }),
    );
  });

  it('are refused with a code', () => {
    assert.equal(code(parseSgfPoints(board19, 'aa:bb:cc')), 'ERR_POINT_SYNTAX');
    assert.equal(code(parseSgfPoints(board19, 'aa:')), 'ERR_POINT_SYNTAX');
    assert.equal(code(parseSgfPoints(board19, 'tt')), 'ERR_POINT_OFF_BOARD');
    assert.equal(code(parseSgfPoints(board19, 'aa:zz')), 'ERR_POINT_OFF_BOARD');
  });
});

describe('labels', () => {
  it('skip I and count rows from the bottom', () => {
    const columns = Array.from({ length: MAX_SIDE }, (_, x) => columnLabel(x)).join('');
    assert.equal(columns, 'ABCDEFGHJKLMNOPQRSTUVWXYZ');
    assert.equal(rowLabel(board19, 0), '19');
    assert.equal(rowLabel(board19, 18), '1');
  });

  it('make up the vertices', () => {
    fc.assert(
      fc.property(moves, ({ board, point }) => {
        fc.pre(point !== board.pass);
        const label = columnLabel(board.x(point)) + rowLabel(board, board.y(point));
        assert.equal(makeVertex(board, point), label);
      }),
    );
  });
});
