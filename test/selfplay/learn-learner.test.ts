import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { win } from '../../engine/outcome.js';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { NetworkEvaluator } from '../../network/evaluator/network-evaluator.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { weightsOf, type SavedNetwork } from '../../network/files/saved-network.js';
import { cpuRuntime } from '../../network/runtime/onnx-runtime.js';
import { playable } from '../../network/runtime/playable-network.js';
import { parseNetworkSpec } from '../../network/spec/network-spec.js';
import { initialiseWeights } from '../../network/spec/weights.js';
import { ALPHAGO_ZERO_TRAINING } from '../../network/training/settings.js';
import { learn, type Learnt, type Lesson } from '../../selfplay/learn/learner.js';
import type { LessonReport } from '../../selfplay/learn/reporter.js';
import { ReplayWindow } from '../../selfplay/learn/window.js';
import type { LearningSettings } from '../../selfplay/settings/run-settings.js';
import { randomPlayedGame, type Policy } from './learn-games.js';

const SIDE = 5;
const CENTRE = 12;

const SPEC = unwrap(
  parseNetworkSpec({
    inputPlanes: PLANE_SETS['alphago-zero'].planes,
    stem: { filters: 8 },
    trunk: [{ type: 'residual', count: 1 }],
    heads: {
      policy: { type: 'global-pooling', filters: 4 },
      value: { type: 'global-pooling', filters: 4, hidden: 8 },
      ownership: { type: 'convolution' },
      score: { type: 'global-pooling', filters: 4, hidden: 8 },
    },
  }),
);

const SETTINGS: LearningSettings = {
  training: {
    ...ALPHAGO_ZERO_TRAINING,
    lossWeights: { policy: 1, value: 1, ownership: 1, score: 0.5 },
    statisticsDecay: 0.9,
    averageDecay: 0.9,
  },
  schedule: [{ from: 0, rate: 0.05 }],
  batch: 16,
  samplesPerPosition: 4,
  gamesBeforeFirst: 10,
  gamesPerCandidate: 10,
  window: { smallest: 10_000, largest: 10_000, growth: 0, exponent: 1 },
  valueFromSearch: 0,
};

/** A lesson that any network can learn: Black wins by 25; play in the centre, or else pass. */
const centreOrPass: Policy = (legal) => new Map([[legal.includes(CENTRE) ? CENTRE : SIDE ** 2, 1]]);

function blackWins(): ReplayWindow {
  const window = new ReplayWindow(Board.of(SIDE), SETTINGS.window);
  const random = new Random(1);
  for (let i = 0; i < 30; i++) {
    const game = randomPlayedGame(i, SIDE, 12, random, centreOrPass);
    const owners = game.owners.map(() => 1);
    window.add({ ...game, owners, margin: -25, outcome: win(BLACK, 25) });
  }
  return window;
}

const weights = initialiseWeights(weightsOf(SPEC, { width: SIDE, height: SIDE }), new Random(2));

const LESSON: Lesson = {
  spec: SPEC,
  planes: 'alphago-zero',
  settings: SETTINGS,
  seed: 3,
  from: { weights },
  history: {},
  window: blackWins(),
  steps: 12,
  device: 'cpu',
  threads: 1,
};

async function learnt(change: Partial<Lesson>): Promise<Learnt> {
  return unwrap(await learn({ ...LESSON, ...change }));
}

describe('the learner', () => {
  it('teaches what the games show: the averaged network says it of a position', async () => {
    const reports: LessonReport[] = [];
    const onReport = (report: LessonReport): number => reports.push(report);
    const lesson = { ...LESSON, steps: 150 };
    const { network } = unwrap(await learn(lesson, { onReport, reportEvery: 0 }));
    assert.equal(reports.length, 150);
    const { step, learningRate, means } = reports.at(-1)!;
    assert.deepEqual([step, learningRate], [150, 0.05]);
    for (const head of ['policy', 'value', 'ownership', 'score']) {
      const [before, after] = [reports[0].means, means].map((each) => each.get(`loss.${head}`)!);
      assert.ok(after < before / 4, `${head}: ${before} → ${after}`);
    }
    const answer = await answerTo(network);
    // Black is to move on the empty board.
    assert.ok(answer.policy[CENTRE] > 0.7, `centre: ${answer.policy[CENTRE]}`);
    assert.ok(answer.value[0] > 0.7, `value: ${answer.value[0]}`);
    assert.ok(answer.score![0] > 15, `score: ${answer.score![0]}`);
    assert.ok(answer.ownership!.every((owner) => owner > 0.5));
  });

  it('in two lessons learns exactly what it does in one', async () => {
    const whole = await learnt({});
    const first = await learnt({ steps: 5 });
    const { progress: from, network } = first;
    const second = await learnt({ steps: 7, from, history: network.history });
    assert.equal(second.progress.step, 12);
    assert.deepEqual(second.progress.slots, whole.progress.slots);
    assert.deepEqual(second.network, whole.network);
    assert.notDeepEqual((await learnt({ seed: 4 })).progress.slots, whole.progress.slots);
  });

  it('writes down what a network has behind it', async () => {
    const history = { steps: 100, samples: 3200, games: 7, run: 'test' };
    const { network } = await learnt({ history });
    const expected = { steps: 112, samples: 3200 + 12 * 16, games: 30, run: 'test' };
    assert.deepEqual(network.history, expected);
    assert.deepEqual(network.boards, [{ width: SIDE, height: SIDE }]);
    assert.doesNotThrow(() => makeNetworkFile(network));
  });

  it('stops between steps, keeps what it learnt, and reports the rest', async () => {
    const reports: LessonReport[] = [];
    let asked = 0;
    const { progress } = unwrap(
      await learn(LESSON, {
        onReport: (report) => reports.push(report),
        reportEvery: Infinity,
        stop: () => asked++ === 4,
      }),
    );
    assert.equal(progress.step, 4);
    assert.deepEqual(
      reports.map(({ done, step }) => [done, step]),
      [[4, 4]],
    );
  });

  it('says so where training fails', async () => {
    const settings = { ...SETTINGS, schedule: [{ from: 0, rate: 1e20 }] };
    const result = await learn({ ...LESSON, settings });
    assert.ok(!result.ok);
    assert.equal(result.error.code, 'ERR_LEARN_DIVERGED');
    assert.match(result.error.message, /lower the learning rate/);
  });
});

/** What a network says of the empty board. */
async function answerTo(network: SavedNetwork) {
  const evaluator = new NetworkEvaluator(playable(network, 'test'), cpuRuntime());
  const batch = evaluator.batch(Board.of(SIDE), 1);
  batch.add(new Game(Board.of(SIDE), RULE_PRESETS['tromp-taylor']));
  await evaluator.evaluate(batch);
  await evaluator.close();
  return batch;
}
