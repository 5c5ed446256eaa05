import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK, WHITE } from '../../engine/color.js';
import { parseDiagram } from '../../engine/diagram.js';
import { Game } from '../../engine/game.js';
import { makeOutcome } from '../../engine/outcome.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS, type KoRule, type Rules } from '../../engine/rules.js';
import { score } from '../../engine/scoring.js';

const RULES: Rules = RULE_PRESETS['tromp-taylor'];

/** A position that White's capture at A2, with two passes, brings back with the other to move. */
function beforeSendingBack(ko: KoRule): Game {
  const setup = unwrap(parseDiagram('XO.\n.X.\nX..', WHITE));
  return new Game(Board.of(3), { ...RULES, ko }, { setup });
}

describe('rules replaced in mid-game', () => {
  for (const [from, to] of [
    ['situational', 'positional'],
    ['positional', 'situational'],
    ['simple', 'positional'],
  ] as const) {
    it(`from ${from} to ${to} superko forbid what they always would have`, () => {
      const changed = beforeSendingBack(from);
      changed.rules = { ...RULES, ko: to };
      const always = beforeSendingBack(to);
      const points = [3, 9, 9, 0];
      for (const point of points) {
        assert.equal(changed.isLegal(point), always.isLegal(point), `point ${point}`);
        if (!always.isLegal(point)) return;
        changed.play(point);
        always.play(point);
      }
    });
  }

  it('take a new komi at once', () => {
    const game = new Game(Board.of(9), RULES);
    game.rules = { ...game.rules, komi: -3.25 };
    assert.equal(score(game.position, game.rules).margin, -3.25);
  });
});

describe('the end of a game', () => {
  const game = new Game(Board.of(3), RULES);

  it('comes with two passes, and goes with the first of them taken back', () => {
    game.play(4);
    game.play(game.board.pass);
    assert.equal(game.end, undefined);
    game.play(game.board.pass);
    assert.equal(game.end, 'passes');
    assert.ok(game.undo());
    assert.equal(game.end, undefined);
  });

  it('comes with resignation', () => {
    game.resign(WHITE);
    assert.equal(game.end, 'declared');
    assert.equal(makeOutcome(game.outcome), 'B+R');
    game.rewind(0);
    assert.equal(game.end, undefined);
    assert.ok(!game.undo());
  });
});

describe('a copy of a game', () => {
  it('has the handicap, the rules and the moves, and goes its own way', () => {
    const game = new Game(Board.of(5), RULE_PRESETS.chinese, { handicap: 2 });
    for (const point of [6, 18, 12]) game.play(point, BLACK);
    const copy = new Game(Board.of(5), RULES);
    copy.copyFrom(game);
    assert.equal(copy.handicap, 2);
    assert.deepEqual(copy.rules, RULE_PRESETS.chinese);
    assert.deepEqual([copy.length, copy.moveAt(1), copy.colorAt(1)], [3, 18, BLACK]);
    copy.play(7);
    assert.deepEqual([game.length, game.position.at(7)], [3, 0]);
    copy.rewind(1);
    assert.deepEqual([copy.position.at(6), copy.position.at(18)], [BLACK, 0]);
    assert.equal(game.position.at(18), BLACK);
  });
});

describe('a refused move', () => {
  it('is told why, and changes nothing', () => {
    const ko = new Game(Board.of(4, 3), RULES, {
      setup: unwrap(parseDiagram('.XO.\nXO.O\n.XO.')),
    });
    const codes = [-1, 12, 1.5, 1].map((point) => {
      const result = ko.tryPlay(point);
      return result.ok ? 'played' : result.error.code;
    });
    assert.deepEqual(codes, [
      'ERR_MOVE_OFF_BOARD',
      'played',
      'ERR_MOVE_OFF_BOARD',
      'ERR_MOVE_OCCUPIED',
    ]);
    ko.undo();
    assert.ok(ko.tryPlay(6).ok);
    const back = ko.tryPlay(5);
    assert.ok(!back.ok && back.error.code === 'ERR_MOVE_KO');
    assert.equal(ko.length, 1);
    const corner = new Game(Board.of(3, 2), RULES, { setup: unwrap(parseDiagram('.O.\nO..')) });
    const suicide = corner.tryPlay(0, BLACK);
    assert.ok(!suicide.ok && suicide.error.code === 'ERR_MOVE_SUICIDE');
  });
});
