import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { PLANE_SETS } from '../../engine/planes/table.js';
import { Random } from '../../engine/random.js';
import { unwrap } from '../../engine/result.js';
import { symmetryMap } from '../../engine/symmetry.js';
import { readNetworkFile } from '../../network/files/network-file.js';
import { readTrainingState } from '../../network/files/training-state.js';
import { weightsOf } from '../../network/files/saved-network.js';
import { elements } from '../../network/spec/weights.js';
import { buildNetwork } from '../../network/spec/build.js';
import type { Corpus } from '../../selfplay/corpus/corpus.js';
import { openCorpus } from '../../selfplay/corpus/open-corpus.js';
import { PositionSet } from '../../selfplay/corpus/positions.js';
import { Replay } from '../../selfplay/corpus/replay.js';
import { gamesOfPart } from '../../selfplay/corpus/split.js';
import { applyOverride, parseOverride } from '../../selfplay/settings/overrides.js';
import { Batches } from '../../selfplay/supervised/batches.js';
import { shareDone } from '../../selfplay/supervised/clock.js';
import { readCurve, type CurvePoint } from '../../selfplay/supervised/curve.js';
import { prepareTrainingFolder, trainingFolder } from '../../selfplay/supervised/folder.js';
import { parseSupervisedSettings } from '../../selfplay/supervised/parse-settings.js';
import { SUPERVISED_PRESETS } from '../../selfplay/supervised/presets.js';
import { rateAt } from '../../selfplay/supervised/rate.js';
import type { SupervisedSettings } from '../../selfplay/supervised/settings.js';
import { SupervisedTraining, type TrainingOptions } from '../../selfplay/supervised/training.js';
import { BOARD, followingGame, sgfOf, SIDE } from './corpus-games.js';
import { temporaryFolder } from './support/temporary.js';

const HUMAN = SUPERVISED_PRESETS['human-19x19'];

/** A small network on a small board. */
const TINY: SupervisedSettings = {
  ...HUMAN,
  preset: 'tiny',
  board: SIDE,
  network: {
    planes: 'tengen',
    spec: {
      ...HUMAN.network.spec,
      stem: { kernel: 3, filters: 12 },
      trunk: [{ type: 'residual', count: 1 }],
      heads: {
        policy: { type: 'global-pooling', filters: 8 },
        value: { type: 'global-pooling', filters: 4, hidden: 8 },
      },
    },
  },
  rate: { peak: 1e-2, warmUp: 5, end: 0.05, decay: 'cosine' },
  batch: 16,
  games: { leastMoves: 4, leastRank: null },
  split: { validation: 0.25, test: 0.1 },
  checks: { count: 4, positions: 64, patience: null },
};

/** Black wins; by the komi, a network can tell Black from White. */
const ROOT = `SZ[${SIDE}]KM[28]RE[B+R]`;

async function tinyCorpus(t: TestContext, count = 60): Promise<Corpus> {
  const file = join(temporaryFolder(t), 'games.sgf');
  const random = new Random(4);
  writeFileSync(
    file,
    Array.from({ length: count }, () => sgfOf(followingGame(random), ROOT)).join('\n'),
  );
  const rules = { board: BOARD, leastMoves: 4, needsResult: true, leastRank: null };
  return unwrap(await openCorpus([file], rules)).corpus;
}

/** Learns in a folder, until the end or until it has asked so often whether to stop. */
async function learnIn(
  path: string,
  corpus: Corpus,
  settings: SupervisedSettings,
  options: Partial<TrainingOptions>,
  asked = Infinity,
) {
  const folder = trainingFolder(path);
  unwrap(prepareTrainingFolder(folder));
  let left = asked;
  const training = unwrap(
    await SupervisedTraining.open(folder, settings, corpus, {
      device: 'cpu',
      threads: 1,
      stop: () => left-- <= 0,
      ...options,
    }),
  );
  const end = unwrap(await training.learn());
  await training.close();
  return { end, folder, step: training.status.step };
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.every((x, i) => x === b[i]);
}

/** A check without what depends on the time of day. */
function timeless({ hours, ...point }: CurvePoint) {
  assert.ok(hours > 0);
  return point;
}

describe('supervised learning', () => {
  it('learns what can be foretold, and knows it in games that it has not seen', async (t) => {
    const corpus = await tinyCorpus(t, 120);
    const { end, folder } = await learnIn(temporaryFolder(t), corpus, TINY, { steps: 240 });
    assert.equal(end, 'done');
    const curve = readCurve(folder.curve);
    assert.deepEqual(
      curve.map(({ step }) => step),
      [60, 120, 180, 240],
    );
    const [first, last] = [curve[0], curve.at(-1)!];
    // ln 26 = 3.3 at first. Two moves of eight are drawn from some 25; the third may go on from the
    // second in as many directions as the board has sides to be seen from: 1.1 is what must be lost.
    assert.ok(last.learnt['loss.policy'] < 1.9, String(last.learnt['loss.policy']));
    assert.ok(last.heldOut.policyLoss < 1.9, String(last.heldOut.policyLoss));
    assert.ok(last.heldOut.policyLoss < first.heldOut.policyLoss);
    assert.ok(last.heldOut.top1 > 0.5, String(last.heldOut.top1));
    assert.ok(last.samples === 240 * 16 && last.share === 1);
    // Black has won every game.
    assert.ok((last.heldOut['signAccuracy'] as number) > 0.9);
    const best = unwrap(readNetworkFile(readFileSync(folder.best), 'best'));
    assert.deepEqual(best.boards, [{ width: SIDE, height: SIDE }]);
    assert.equal(best.history.run, 'tiny');
    assert.equal(best.history.games, gamesOfPart(corpus, 'training', TINY.split).length);
  });

  it('checks as often again where more steps are asked for after the end', async (t) => {
    const corpus = await tinyCorpus(t);
    const path = temporaryFolder(t);
    await learnIn(path, corpus, TINY, { steps: 8 });
    const { end, folder } = await learnIn(path, corpus, TINY, { steps: 40 });
    assert.equal(end, 'done');
    assert.deepEqual(
      readCurve(folder.curve).map(({ step }) => step),
      [2, 4, 6, 8, 10, 20, 30, 40],
    );
  });

  it('goes on exactly where it was cut', async (t) => {
    const corpus = await tinyCorpus(t);
    const [whole, parted] = [temporaryFolder(t), temporaryFolder(t)];
    const once = await learnIn(whole, corpus, TINY, { steps: 24 });
    const first = await learnIn(parted, corpus, TINY, { steps: 24 }, 17);
    assert.equal(first.end, 'asked');
    assert.ok(first.step > 6 && first.step < 18, String(first.step));
    // As if it had been killed after a check that was not yet kept.
    const told = readCurve(first.folder.curve);
    const line = JSON.stringify({ ...told.at(-1)!, step: first.step + 1 });
    writeFileSync(first.folder.curve, `${readFileSync(first.folder.curve, 'utf8')}${line}\n{"st`);
    const second = await learnIn(parted, corpus, TINY, { steps: 24 });
    assert.deepEqual([once.end, second.end, second.step], ['done', 'done', 24]);
    const curves = [once, second].map(({ folder }) => readCurve(folder.curve).map(timeless));
    assert.deepEqual(curves[1], curves[0]);
    assert.equal(curves[0].length, 4);
    assert.deepEqual(readFileSync(second.folder.best), readFileSync(once.folder.best));
    const [a, b] = [once, second].map(({ folder: { state } }) =>
      unwrap(readTrainingState(readFileSync(state), state)),
    );
    assert.deepEqual(b.slots, a.slots);
    const other = await learnIn(temporaryFolder(t), corpus, { ...TINY, seed: 2 }, { steps: 24 });
    assert.notDeepEqual(readCurve(other.folder.curve).map(timeless), curves[0]);
    // A third time there is nothing to do.
    assert.deepEqual(await learnIn(parted, corpus, TINY, { steps: 24 }), second);
  });

  it('spreads each batch over threads', async (t) => {
    const corpus = await tinyCorpus(t);
    const { end, folder } = await learnIn(temporaryFolder(t), corpus, TINY, {
      steps: 60,
      threads: 2,
    });
    assert.equal(end, 'done');
    const [first, last] = [readCurve(folder.curve)[0], readCurve(folder.curve).at(-1)!];
    assert.ok(last.learnt['loss.policy'] < first.learnt['loss.policy']);
  });

  it('ends where checks show nothing better any more, and keeps the best network', async (t) => {
    const corpus = await tinyCorpus(t);
    // Nothing is learnt: neither weights nor statistics change.
    const settings = {
      ...TINY,
      rate: { ...TINY.rate, peak: 0 },
      training: { ...TINY.training, statisticsDecay: 1 },
      checks: { count: 40, positions: 64, patience: 3 },
    };
    const { end, folder, step } = await learnIn(temporaryFolder(t), corpus, settings, {
      steps: 80,
    });
    const curve = readCurve(folder.curve);
    assert.deepEqual([end, step], ['stalled', 8]);
    assert.deepEqual(
      curve.map((point) => point.best),
      [true, false, false, false],
    );
    const kept = unwrap(readNetworkFile(readFileSync(folder.best), 'best'));
    assert.equal(kept.history.steps, 2);
  });

  it('is refused with other settings, and where no game is left to check with', async (t) => {
    const corpus = await tinyCorpus(t);
    const { folder } = await learnIn(temporaryFolder(t), corpus, TINY, { steps: 4 });
    const options = { device: 'cpu' as const, threads: 1, steps: 4 };
    const open = (settings: SupervisedSettings) =>
      SupervisedTraining.open(folder, settings, corpus, options);
    const other = await open({ ...TINY, batch: 32 });
    assert.ok(!other.ok && other.error.code === 'ERR_RUN_SETTINGS');
    assert.match(other.error.message, /\(batch\)/);
    const few = await open({ ...TINY, split: { validation: 0, test: 0 } });
    assert.ok(!few.ok && few.error.code === 'ERR_GAMES_FEW');
    assert.match(few.error.message, /none is left to check with/);
  });
});

describe('batches', () => {
  it('show positions and what was played there under one symmetry', async (t) => {
    const corpus = await tinyCorpus(t);
    const plan = {
      planes: 'tengen' as const,
      heads: ['policy', 'value'] as const,
      rows: 32,
      seed: 7,
    };
    const set = new PositionSet(corpus, Uint32Array.of(0, 3));
    const { planes, targets } = new Batches(corpus, set, plan).ofStep(5);
    const { planes: count } = PLANE_SETS.tengen;
    const writer = PLANE_SETS.tengen.writer(BOARD);
    const replay = new Replay(corpus);
    const length = count * BOARD.area;
    const symmetries = new Set<number>();
    for (let row = 0; row < plan.rows; row++) {
      const seen = planes.subarray(row * length, (row + 1) * length);
      const policy = targets.policy!.subarray(row * (BOARD.area + 1), (row + 1) * (BOARD.area + 1));
      // Early positions look the same from several sides; one of them must fit all that is shown.
      const found = [...examples()].find(
        ({ shown, target }) => isSame(shown, seen) && isSame(target, policy),
      );
      assert.ok(found !== undefined, `row ${row} is a position of the games, and its move`);
      symmetries.add(found.symmetry);
      assert.equal(targets.value![row], found.ply % 2 === 0 ? 1 : -1);
    }
    assert.ok(symmetries.size > 4);

    function* examples() {
      for (const game of [0, 3]) {
        for (let ply = 0; ply < corpus.lengthOf(game); ply++) {
          for (let symmetry = 0; symmetry < 8; symmetry++) {
            const shown = new Float32Array(length);
            writer.write(replay.at(game, ply), symmetry, shown, 0);
            const target = new Float32Array(BOARD.area + 1);
            target[symmetryMap(BOARD, symmetry)[corpus.moveAt(game, ply)]] = 1;
            yield { ply, symmetry, shown, target };
          }
        }
      }
    }
  });

  it('depend on seed and step alone', async (t) => {
    const corpus = await tinyCorpus(t);
    const plan = { planes: 'tengen' as const, heads: ['policy'] as const, rows: 8, seed: 7 };
    const set = new PositionSet(corpus, gamesOfPart(corpus, 'training', TINY.split));
    const planesOf = (batches: Batches, step: number) => batches.ofStep(step).planes.slice();
    const batches = new Batches(corpus, set, plan);
    const [three, four] = [planesOf(batches, 3), planesOf(batches, 4)];
    assert.deepEqual(planesOf(new Batches(corpus, set, plan), 4), four);
    assert.notDeepEqual(three, four);
    assert.notDeepEqual(planesOf(new Batches(corpus, set, { ...plan, seed: 8 }), 3), three);
    // The batch before stays as it is while the next is made.
    const [a, b] = [batches.ofStep(10), batches.ofStep(11)];
    assert.notEqual(a.planes.buffer, b.planes.buffer);
  });
});

describe('the learning rate', () => {
  const settings = { peak: 0.1, warmUp: 9, end: 0.01, decay: 'cosine' as const };

  it('rises to its peak and falls to its end', () => {
    assert.ok(Math.abs(rateAt(settings, 0, 0) - 0.01) < 1e-12);
    assert.ok(Math.abs(rateAt(settings, 9, 0) - 0.1) < 1e-12);
    assert.ok(Math.abs(rateAt(settings, 99, 0.5) - 0.1 * 0.505) < 1e-12);
    assert.ok(Math.abs(rateAt(settings, 99, 1) - 0.001) < 1e-12);
    assert.equal(rateAt(settings, 99, 2), rateAt(settings, 99, 1));
  });

  it('of AlphaGo is halved every 80 of 340 million steps', () => {
    const { rate } = SUPERVISED_PRESETS['alphago-policy'];
    for (const [halvings, millions] of [80, 160, 240, 320].entries()) {
      const expected = 0.003 / 2 ** (halvings + 1);
      assert.ok(Math.abs(rateAt(rate, millions * 1e6, millions / 340) / expected - 1) < 1e-9);
    }
  });

  it('follows whichever of steps and hours ends first', () => {
    assert.equal(shareDone({ steps: 100 }, 25, 1e9), 0.25);
    assert.equal(shareDone({ hours: 2 }, 1e9, 1800), 0.25);
    assert.equal(shareDone({ hours: 1, steps: 100 }, 25, 1800), 0.5);
    assert.equal(shareDone({ steps: 100 }, 300, 0), 1);
  });
});

describe('supervised settings', () => {
  for (const [name, preset] of Object.entries(SUPERVISED_PRESETS)) {
    it(`are those of ${name} after they were written and read`, () => {
      const read = unwrap(parseSupervisedSettings(JSON.parse(JSON.stringify(preset))));
      assert.deepEqual(read, preset);
    });
  }

  const refused: [string, RegExp][] = [
    ['batch=0', /^batch must be a whole number/],
    ['rate.decay=steps', /^rate\.decay must be one of: cosine, exponential/],
    ['checks.patience=0', /^checks\.patience must be/],
    ['split={"validation":0.5,"test":0.5}', /^split must leave games to learn from/],
    ['network.planes=alphago', /^network\.spec must have as many inputPlanes .*alphago 48/],
    ['network.spec.heads={"ownership":{"type":"convolution"}}', /no heads but policy and value/],
    ['speed=3', /^speed is unknown/],
  ];
  for (const [text, message] of refused) {
    it(`are refused with ${text}`, () => {
      const settings = parseSupervisedSettings(applyOverride(HUMAN, unwrap(parseOverride(text))));
      assert.ok(!settings.ok);
      assert.match(settings.error.message, message);
    });
  }
});

describe('the policy network of AlphaGo', () => {
  const { spec } = SUPERVISED_PRESETS['alphago-policy'].network;
  const board = { width: 19, height: 19 };

  it('has the layers of Silver et al. 2016: 5×5, eleven of 3×3 with 192 filters, 1×1', () => {
    const kernels = weightsOf(spec, board).filter(({ shape }) => shape.length === 4);
    const expected = [
      [192, 48, 5, 5],
      ...Array.from({ length: 11 }, () => [192, 192, 3, 3]),
      [1, 192, 1, 1],
    ];
    assert.deepEqual(
      kernels.map(({ shape }) => shape),
      expected,
    );
    const weights = kernels.reduce((sum, { shape }) => sum + elements(shape), 0);
    assert.equal(weights, 25 * 48 * 192 + 11 * 9 * 192 * 192 + 192);
  });

  it('takes 48 planes and gives a logit for each point and the pass', () => {
    const { planes, heads } = buildNetwork(spec, { board, mode: 'inference', batch: 3 });
    assert.deepEqual(planes.shape, [3, 48, 19, 19]);
    assert.deepEqual(heads.policy!.shape, [3, 362]);
    assert.equal(heads.value, undefined);
  });
});
