import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, EMPTY, WHITE, type Color } from '../../engine/color.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Position } from '../../engine/position.js';
import { unwrap } from '../../engine/result.js';
import { Answers } from '../../engine/rollouts/answers.js';
import { fieldOf, FIELDS, type AnswerName } from '../../engine/rollouts/features.js';
import { nakadePoint } from '../../engine/rollouts/nakade.js';
import { PatternBoard } from '../../engine/rollouts/pattern-board.js';
import { RolloutTables } from '../../engine/rollouts/tables.js';
import { cellOf, randomMoves, randomWeights, responseTo } from './rollout-reference.js';

function position(rows: string, toMove: Color = BLACK): Position {
  return unwrap(Position.from(unwrap(parseDiagram(rows, toMove))));
}

describe('answers to the last move', () => {
  const board = Board.of(7);
  const weights = randomWeights('linear', board, 5);

  it('have the response that the diamond of the last stone says, and where in it they are', () => {
    const tables = new RolloutTables(weights);
    const state = new PatternBoard(board, tables);
    const answers = new Answers(board, state, tables.responseIndex);
    state.begin(new Position(board));
    let listed = 0;
    for (const move of randomMoves(board, 2 * board.area, 5)) {
      state.play(cellOf(board, move));
      answers.find(cellOf(board, move));
      if (move === board.pass || state.position.at(move) === EMPTY) continue;
      const { code, slots } = responseTo(state.position, move);
      const row = weights.responses.indexOf(code);
      if (row >= 0) listed++;
      for (const [point, slot] of slots) {
        if (state.position.at(point) !== EMPTY) continue;
        const place = 12 * (row < 0 ? weights.responses.length : row) + slot;
        assert.equal(answers.responses[board.cellOf[point]], place);
      }
    }
    assert.ok(listed > 20, `${listed} patterns are listed`);
  });

  /** The fields of the answers in a position after a move. */
  function fieldsAfter(start: Position, ...moves: readonly [x: number, y: number][]): Fields {
    const { board } = start;
    const tables = new RolloutTables(weights);
    const state = new PatternBoard(board, tables);
    const answers = new Answers(board, state, tables.responseIndex);
    state.begin(start);
    for (const [x, y] of moves) state.play(board.cellOf[board.point(x, y)]);
    const [x, y] = moves.at(-1)!;
    answers.find(board.cellOf[board.point(x, y)]);
    return (name, ax, ay) => {
      const cell = board.cellOf[board.point(ax, ay)];
      return fieldOf(
        answers.words[cell],
        FIELDS.find((field) => field.name === name)!,
      );
    };
  }
  type Fields = (name: AnswerName, x: number, y: number) => number;

  it('know what is near', () => {
    const field = fieldsAfter(new Position(board), [3, 3]);
    assert.deepEqual(
      [[3, 2], [4, 4], [3, 5], [5, 4], [0, 0]].map(([x, y]) => field('neighbour', x, y)),
      [1, 2, 3, 0, 0],
    ); // prettier-ignore
  });

  it('escape from atari, or cannot, and rescue by taking', () => {
    const open = position('.......\n...O...\n..OX...\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(open, [4, 2])('escape', 3, 3), 4); // one stone, gets away
    const corner = position('X......\n.O.....\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(corner, [1, 0])('escape', 0, 1), 1); // one stone, in atari still
    const two = position('X......\nXO.....\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(two, [0, 2])('escape', 1, 0), 2); // two stones, in atari still
    const taking = position('..X....\nOXO....\n..X....\n.......\n.......\n.......\n.......', WHITE);
    const field = fieldsAfter(taking, [1, 2]);
    assert.equal(field('escape', 1, 0), 4);
    assert.equal(field('rescue', 3, 1), 1); // takes the white stone at its right
  });

  it('retake, attack and defend', () => {
    const corner = position('.X.....\n.......\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(corner, [0, 0])('retake', 0, 1), 1);
    const wall = position('..X....\n.......\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(wall, [1, 0])('attack', 1, 1), 1);
    assert.equal(fieldsAfter(wall, [1, 0])('attack', 0, 0), 1);
    const thin = position('.O.....\nX......\n.......\n.......\n.......\n.......\n.......', WHITE);
    assert.equal(fieldsAfter(thin, [1, 1])('defence', 0, 0), 1);
    assert.equal(fieldsAfter(thin, [1, 1])('defence', 0, 2), 1);
  });

  it('play inside where stones were taken', () => {
    const rows = 'XXXO...\nO.O....\n.......\n.......\n.......\n.......\n.......';
    assert.equal(fieldsAfter(position(rows, WHITE), [1, 1])('nakade', 1, 0), 1);
  });
});

describe('nakade', () => {
  const board = Board.of(9);
  /** The vital point of the cells marked X. */
  function vital(rows: string): [number, number] | undefined {
    const { black } = unwrap(parseDiagram(rows.padEnd(90, '.........\n'), BLACK));
    const cells: number[] = [];
    for (let point = 0; point < board.area; point++) {
      if (((black[board.y(point)] >> board.x(point)) & 1) === 1) cells.push(board.cellOf[point]);
    }
    const cell = nakadePoint(board, Int32Array.from(cells), cells.length);
    return cell === 0 ? undefined : [board.x(board.pointOf[cell]), board.y(board.pointOf[cell])];
  }
  const row = (text: string): string => `${text.padEnd(9, '.')}\n`;

  it('is in the middle of spaces of three to six points that one move divides', () => {
    assert.deepEqual(vital(row('XXX')), [1, 0]);
    assert.deepEqual(vital(row('XX') + row('X')), [0, 0]);
    assert.deepEqual(vital(row('XXX') + row('.X')), [1, 0]);
    assert.deepEqual(vital(row('.X') + row('XXX') + row('.X')), [1, 1]);
    assert.deepEqual(vital(row('XX') + row('XX') + row('.X')), [1, 1]);
    assert.deepEqual(vital(row('XX') + row('XXX') + row('.X')), [1, 1]);
  });

  it('is nowhere in others', () => {
    for (const shape of ['XX', 'XXXX', 'XXXXX', 'XXXXXXX'])
      assert.equal(vital(row(shape)), undefined);
    assert.equal(vital(row('XX') + row('XX')), undefined);
    assert.equal(vital(row('XXX') + row('X')), undefined);
    assert.equal(vital(row('XXX') + row('XXX')), undefined);
  });
});
