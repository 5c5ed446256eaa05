import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { parseDiagram } from '../../engine/diagram.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { candidates } from '../../engine/search/result.js';
import { run } from '../../engine/search/run.js';
import { Search } from '../../engine/search/search.js';
import { uct } from '../../engine/search/uct.js';

interface Problem {
  readonly name: string;
  readonly toMove: Color;
  readonly komi: number;
  readonly diagram: string;
  readonly answer: readonly string[];
}

/** White has three bent points for eyes: 33 points for Black if she lives, 49 if she does not. */
const BENT_THREE = `
      . . O X . . .
      . O O X . . .
      O O X X . . .
      X X X . . . .
      . . . . . . .
      . . . . . . .
      . . . . . . .`;

/** Black has two liberties, and must throw a stone into White's two points at once. */
const SNAPBACK = `
      . . O X . O
      O O O X . O
      X X X X O O
      O O O O O O
      O . O O . O
      O O O O O O`;

const PROBLEMS: readonly Problem[] = [
  { name: 'the point that kills', toMove: BLACK, komi: 40.5, diagram: BENT_THREE, answer: ['A7'] },
  { name: 'the point that lives', toMove: WHITE, komi: 40.5, diagram: BENT_THREE, answer: ['A7'] },
  { name: 'the snapback', toMove: BLACK, komi: -15, diagram: SNAPBACK, answer: ['A6', 'B6'] },
];

describe('UCT with playouts finds', () => {
  for (const { name, toMove, komi, diagram, answer } of PROBLEMS) {
    it(name, async () => {
      const setup = unwrap(parseDiagram(diagram, toMove));
      const rules = { ...RULE_PRESETS['tromp-taylor'], komi };
      const game = new Game(setup.board, rules, { setup });
      const evaluator = rolloutEvaluator(new Random(1));
      const choose = uct(0.8);
      const search = new Search(game, { root: choose, interior: choose }, 100_000);
      await run(search, evaluator, evaluator.batch(game.board, 1), { visits: 6000 });
      const [best] = candidates(search.tree);
      assert.ok(
        answer.includes(makeVertex(game.board, best.move)),
        makeVertex(game.board, best.move),
      );
    });
  }
});
