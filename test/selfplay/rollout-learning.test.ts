import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { Position } from '../../engine/position.js';
import { Random } from '../../engine/random.js';
import { softmaxPolicy } from '../../engine/rollouts/softmax.js';
import { PatternClasses, RolloutTables } from '../../engine/rollouts/tables.js';
import {
  layoutOf,
  ROLLOUT_KINDS,
  type GroupName,
  type RolloutWeights,
} from '../../engine/rollouts/weights.js';
import { Corpus } from '../../selfplay/corpus/corpus.js';
import { allGames } from '../../selfplay/corpus/split.js';
import { Adagrad } from '../../selfplay/rollout-policy/adagrad.js';
import { Likelihood } from '../../selfplay/rollout-policy/likelihood.js';
import {
  measureRollout,
  RolloutLearning,
  USUAL_LEARNING,
} from '../../selfplay/rollout-policy/learning.js';
import { randomWeights } from '../engine/rollout-reference.js';

const BOARD = Board.of(7);

/** Games of a policy against itself. */
function gamesOf(weights: RolloutWeights, count: number, length: number): Corpus {
  const rollout = softmaxPolicy(weights).on(BOARD);
  const random = new Random(5);
  const games = Array.from({ length: count }, (_, game) => {
    rollout.begin(new Position(BOARD));
    const moves = Array.from({ length }, () => {
      const cell = rollout.draw(random);
      rollout.play(cell);
      return cell === 0 ? BOARD.pass : BOARD.pointOf[cell];
    });
    const told = { result: 1, margin: 1, komi: 7, rules: 'chinese', hash: game } as const;
    return { moves: Int16Array.from(moves), ...told };
  });
  return Corpus.of(BOARD, games);
}

/** Tells the loss of games under weights of those patterns, and its gradient. */
function lossOf(weights: RolloutWeights, corpus: Corpus): (values: Float32Array) => Likelihood {
  const classes = new PatternClasses(weights);
  const tables = new RolloutTables(weights, classes);
  const likelihood = new Likelihood(BOARD, tables, classes);
  return (values) => {
    tables.update(values, classes);
    likelihood.clear();
    for (let game = 0; game < corpus.games; game++) likelihood.add(corpus, game, true);
    likelihood.settle();
    return likelihood;
  };
}

describe('the likelihood of games', () => {
  for (const kind of ROLLOUT_KINDS) {
    it(`has the gradient that differences have: ${kind}`, () => {
      const weights = randomWeights(kind, BOARD, 3);
      const corpus = gamesOf(weights, 4, 60);
      const loss = lossOf(weights, corpus);
      const gradient = loss(weights.values).gradient.slice();
      const layout = layoutOf(weights);
      const starts = Object.entries(layout).sort(([, a], [, b]) => a - b) as [GroupName, number][];
      const tried = new Set<string>();
      // The steepest weights of every group.
      for (const [i, [group, start]] of starts.slice(0, -1).entries()) {
        const places = Array.from({ length: starts[i + 1][1] - start }, (_, n) => start + n);
        places.sort((a, b) => Math.abs(gradient[b]) - Math.abs(gradient[a]));
        for (const at of places.slice(0, 2)) {
          if (gradient[at] === 0) continue;
          tried.add(group);
          const [more, less] = [1, -1].map((sign) => {
            const values = weights.values.slice();
            values[at] += sign / 256;
            return loss(values).tally.loss;
          });
          const slope = (more - less) * 128;
          const bound = 0.01 * Math.abs(gradient[at]) + 0.01;
          assert.ok(Math.abs(slope - gradient[at]) < bound, `${group}: ${slope}, ${gradient[at]}`);
        }
      }
      const rare: string[] =
        kind === 'linear' ? ['diamond', 'last', 'before', 'nakade'] : ['nakade'];
      for (const [group] of starts.slice(0, -1)) {
        assert.ok(tried.has(group) || rare.includes(group), `${group} has a slope`);
      }
    });
  }

  it('counts a move as first or among five by its rank among all legal points', () => {
    const weights = randomWeights('linear', BOARD, 3);
    const corpus = gamesOf(weights, 3, 50);
    const rollout = softmaxPolicy(weights).on(BOARD);
    const [moves, probabilities] = [[] as number[], new Float32Array(BOARD.area + 1)];
    let [first, amongFive, loss] = [0, 0, 0];
    for (let game = 0; game < corpus.games; game++) {
      rollout.begin(new Position(BOARD));
      for (let ply = 0; ply < corpus.lengthOf(game); ply++) {
        const move = corpus.moveAt(game, ply);
        if (move !== BOARD.pass) {
          rollout.probabilities(probabilities);
          const better = probabilities.filter((p) => p > probabilities[move]).length;
          if (better === 0) first++;
          if (better < 5) amongFive++;
          loss -= Math.log(probabilities[move]);
          moves.push(move);
        }
        rollout.play(move === BOARD.pass ? 0 : BOARD.cellOf[move]);
      }
    }
    const tally = measureRollout(weights, corpus, allGames(corpus));
    assert.equal(tally.moves, moves.length);
    // Points that are alike by symmetry come in some order; that is one move in a hundred here.
    assert.ok(Math.abs(tally.first - first) <= 4, `${tally.first}, ${first}`);
    assert.ok(Math.abs(tally.amongFive - amongFive) <= 4);
    assert.ok(Math.abs(tally.loss - loss) < 0.01);
  });
});

describe('learning a rollout policy', () => {
  it('finds the policy that games were drawn from, as far as they tell', async () => {
    const teacher = randomWeights('linear', BOARD, 3);
    teacher.values.forEach((value, i) => (teacher.values[i] = 4 * value));
    const corpus = gamesOf(teacher, 160, 60);
    const games = allGames(corpus);
    const [training, test] = [games.slice(0, 130), games.slice(130)];
    const settings = { ...USUAL_LEARNING, kind: 'linear', least: 3, passes: 4, seed: 1 } as const;
    const learning = new RolloutLearning(corpus, training, { ...settings, batch: 8 });
    const learnt: RolloutWeights[] = [];
    await learning.learn(
      () => false,
      (weights) => learnt.push(weights),
    );
    assert.equal(learnt.length, 4);
    const nothing = { ...teacher, values: teacher.values.map(() => 0) };
    const [last, least, most] = [learnt[3], teacher, nothing].map((weights) => {
      const { loss, moves } = measureRollout(weights, corpus, test);
      return loss / moves;
    });
    assert.ok(last > least - 0.02, 'nobody foretells games better than who plays them');
    assert.ok((most - last) / (most - least) > 0.6, `${most} to ${last}, of ${least}`);
  });

  it('takes larger steps for what is met seldom', () => {
    const descent = new Adagrad(new Float64Array(2), 0.5, 0);
    for (let i = 0; i < 4; i++) descent.step(Float64Array.of(8, i === 3 ? 8 : 0), 2);
    // 0.5 · (1 + 1/√2 + 1/√3 + 1/√4), and one step of 0.5.
    const often = -0.5 * (1 + 1 / Math.sqrt(2) + 1 / Math.sqrt(3) + 1 / 2);
    assert.ok(Math.abs(descent.values[0] - often) < 1e-12);
    assert.equal(descent.values[1], -0.5);
  });
});
