import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listLiberties } from '../../engine/chains.js';
import { BLACK, WHITE, type Color } from '../../engine/color.js';
import { makeVertex } from '../../engine/coordinates.js';
import { parseDiagram } from '../../engine/diagram.js';
import { rolloutEvaluator } from '../../engine/evaluators/rollout.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { PUCT, puct } from '../../engine/search/puct.js';
import { candidates } from '../../engine/search/result.js';
import { run } from '../../engine/search/run.js';
import { Search } from '../../engine/search/search.js';
import { uct } from '../../engine/search/uct.js';
import { fakeEvaluator, type Opinion } from './fake-evaluator.js';

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

/** White's stone can be caught from below in a ladder, unless `*` is hers. Then a net catches her. */
const LADDER = `
      . . . . . . . . .
      . . X X . . . . .
      . X O . . . . . .
      . . . . . . . . .
      . . . . * . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .
      . . . . . . . . .`;
const PREY = 20;

/** Knows only when the prey has been caught, or has got away with three liberties, and where those are. */
function hunt({ board, position, toMove }: Game): Opinion {
  const policy = Array<number>(board.area + 1).fill(1);
  const prey = board.cellOf[PREY];
  const isCaught = position.color[prey] !== WHITE;
  const liberties = new Int32Array(3);
  const count = isCaught ? 0 : listLiberties(position, prey, liberties, 3);
  for (const cell of liberties.subarray(0, count)) policy[board.pointOf[cell]] = 50;
  const forBlack = isCaught ? 1 : count === 3 ? -1 : 0;
  return { policy, value: toMove === BLACK ? forBlack : -forBlack };
}

async function hunted(diagram: string): Promise<Map<string, number>> {
  const setup = unwrap(parseDiagram(diagram, BLACK));
  const game = new Game(setup.board, RULE_PRESETS['tromp-taylor'], { setup });
  const evaluator = fakeEvaluator(hunt);
  const choose = puct(PUCT);
  const search = new Search(game, { root: choose, interior: choose }, 10_000);
  await run(search, evaluator, evaluator.batch(game.board, 1), { visits: 4000 });
  const found = candidates(search.tree);
  return new Map(found.map(({ move, value }) => [makeVertex(game.board, move), value]));
}

describe('PUCT that knows what is caught when it sees it', () => {
  it('reads a ladder across the board', async () => {
    const values = await hunted(LADDER.replace('*', '.'));
    const [best] = values.keys();
    assert.equal(best, 'C6');
    assert.ok(values.get(best)! > 0.6);
  });

  it('sees that a breaker spoils it, and casts a net', async () => {
    const values = await hunted(LADDER.replace('*', 'O'));
    const [best] = values.keys();
    assert.equal(best, 'D6');
    assert.ok(values.get(best)! > 0.6);
    assert.ok(values.get('C6')! < -0.3);
  });
});
