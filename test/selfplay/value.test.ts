import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import { BLACK } from '../../engine/color.js';
import { Game } from '../../engine/game.js';
import { unwrap } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { RuntimeThread } from '../../network/runtime/shared/thread.js';
import { openShared } from '../../selfplay/play/open-saved.js';
import { outcomeFor } from '../../selfplay/reinforce/game.js';
import { meanError } from '../../selfplay/value/errors.js';
import { prepareValueFolder, valueFolder } from '../../selfplay/value/folder.js';
import { SampleMaking, type SampleMakers } from '../../selfplay/value/make-all.js';
import { parseValueSettings } from '../../selfplay/value/parse-settings.js';
import { partsOf, SampleBatches } from '../../selfplay/value/positions.js';
import { SampleFile } from '../../selfplay/value/sample-file.js';
import { makeSample, type Sample, type Samples } from '../../selfplay/value/sample.js';
import { USUAL_VALUE, type ValueSettings } from '../../selfplay/value/settings.js';
import { readErrors, ValueTraining, type ValueProgress } from '../../selfplay/value/training.js';
import { makeFrame } from '../../selfplay/records/frame.js';
import { scanFrames } from '../../selfplay/value/scan-frames.js';
import { fakeEvaluator } from '../engine/fake-evaluator.js';
import { smallPolicy } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'value-'));
after(() => {
  rmSync(path, { recursive: true });
});

const BOARD = Board.of(3, 3);
const POLICY = smallPolicy({ side: 3 });
const SETTINGS: ValueSettings = {
  ...USUAL_VALUE,
  board: 3,
  komi: 0.5,
  positions: 300,
  batch: 16,
  checks: 3,
  epochs: 8,
  training: { ...USUAL_VALUE.training, averageDecay: null },
  rate: { ...USUAL_VALUE.rate, peak: 5e-3, warmUp: 0 },
};

async function samples(count: number, seed = 1): Promise<Sample[]> {
  const evaluator = await openShared(POLICY, 'policy', BOARD, count);
  const table = {
    board: BOARD,
    rules: { ...RULE_PRESETS['tromp-taylor'], komi: 0.5 },
    seed,
    latest: 6,
    longest: 18,
    before: evaluator,
    after: evaluator,
    isStopped: () => false,
  };
  const made = await Promise.all(Array.from({ length: count }, (_, i) => makeSample(table, i)));
  await evaluator.close();
  return made.map((sample) => sample!);
}

/** Samples at hand, as those of a file. */
function listed(made: readonly Sample[]): Samples {
  return { length: made.length, get: (n) => made[n] };
}

function all(list: Samples): Sample[] {
  return Array.from({ length: list.length }, (_, n) => list.get(n));
}

describe('samples for a value network', () => {
  it('are positions after legal moves, of lengths spread over those asked for', async () => {
    const made = await samples(400);
    const lengths = new Set<number>();
    for (const { moves, result } of made) {
      const game = new Game(BOARD, RULE_PRESETS['tromp-taylor']);
      for (const move of moves) assert.ok(game.tryPlay(move).ok);
      assert.ok([-1, 0, 1].includes(result));
      lengths.add(moves.length);
    }
    assert.deepEqual([...lengths].sort(), [1, 2, 3, 4, 5, 6]);
  });

  it('have one random move, whatever the policy prefers', async () => {
    const first = (await samples(900)).filter(({ moves }) => moves.length === 1);
    const counts = Array.from(
      { length: 9 },
      (_, point) => first.filter(({ moves }) => moves[0] === point).length,
    );
    // χ² with 8 degrees of freedom exceeds 26 once in a thousand.
    const expected = first.length / 9;
    const chi2 = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    assert.ok(first.length > 100 && chi2 < 26, `${counts.join(' ')}: χ² ${chi2}`);
  });

  it('are the same again with the same seed', async () => {
    assert.deepEqual(await samples(10), await samples(10));
    assert.notDeepEqual(await samples(10), await samples(10, 2));
  });

  it('are worth as the game is counted', () => {
    const game = new Game(BOARD, { ...RULE_PRESETS['tromp-taylor'], komi: 0.5 });
    assert.equal(outcomeFor(game, BLACK), -1); // nobody has a point but White's komi
    game.play(BOARD.point(1, 1));
    game.play(BOARD.pass);
    game.play(BOARD.pass);
    assert.equal(outcomeFor(game, BLACK), 1);
  });
});

describe('the file of samples', () => {
  it('gives back what was written, but for a torn tail', async () => {
    const file = join(path, 'samples');
    const made = await samples(4);
    const order = [2, 0, 3, 1];
    const written = unwrap(SampleFile.open(file, 5));
    for (const number of order) unwrap(written.add(number, made[number]));
    written.close();
    writeFileSync(file, readFileSync(file).subarray(0, -3));
    const read = unwrap(SampleFile.open(file, 5));
    assert.equal(read.size, 3);
    assert.deepEqual([...new Uint8Array(read.known())], [1, 0, 1, 1, 0]);
    for (const number of [0, 2, 3]) assert.deepEqual(read.get(number), made[number]);
    unwrap(read.add(1, made[1]));
    assert.deepEqual(read.get(1), made[1]);
    read.close();
    const again = unwrap(SampleFile.open(file, 4));
    assert.equal(again.size, 4);
    assert.deepEqual(all(again), made);
    again.close();
  });

  it('is read block by block, whatever frame the end of a block cuts, and past damage', () => {
    const file = join(path, 'frames');
    const payloads = Array.from({ length: 200 }, (_, i) => new Uint8Array(1 + (i % 50)).fill(i));
    const bytes = Buffer.concat(payloads.map((payload) => makeFrame(payload)));
    const scan = (blockBytes: number): { found: number[]; end: number } => {
      const found: number[] = [];
      const end = scanFrames(
        file,
        ({ payload, offset, bytes: length }) => {
          assert.equal(bytes.readUInt8(offset + length - 1), payload[0]);
          found.push(payload[0]);
        },
        blockBytes,
      );
      return { found, end: unwrap(end) };
    };
    const numbers = [...payloads.keys()];
    writeFileSync(file, bytes.subarray(0, -1));
    const last = bytes.length - makeFrame(payloads[199]).length;
    for (const block of [64, 100, 101, 4096, 1 << 20]) {
      assert.deepEqual(scan(block), { found: numbers.slice(0, -1), end: last });
    }
    const damaged = Buffer.from(bytes);
    damaged[20] ^= 1; // within the second frame
    writeFileSync(file, damaged);
    assert.deepEqual(scan(1 << 20).found, [0, ...numbers.slice(2)]);
    rmSync(file);
    assert.deepEqual(scan(64), { found: [], end: 0 });
  });
});

describe('batches of samples', () => {
  it('have every position once in each epoch', async () => {
    const made = await samples(24);
    const told = made.map((sample, i) => ({ ...sample, result: (i - 12) / 12 }));
    const batches = new SampleBatches(listed(told), { ...SETTINGS, batch: 8 }, 'tengen');
    const values = (first: number): number[] =>
      [0, 1, 2]
        .flatMap((step) => [...batches.ofStep(first + step).targets.value!])
        .map((value) => Math.abs(value))
        .sort();
    const expected = told.map(({ result }) => Math.fround(Math.abs(result))).sort();
    assert.deepEqual(values(0), expected);
    assert.deepEqual(values(3), expected);
    assert.notDeepEqual(batches.ofStep(0).targets.value, batches.ofStep(3).targets.value);
  });

  it('divide into parts as large as asked for', async () => {
    const made = await samples(50);
    const { training, test } = partsOf(listed(made), { testShare: 0.1 });
    assert.equal(test.length, 5);
    assert.equal(training.length, 45);
    assert.equal(new Set([...all(training), ...all(test)]).size, 50);
  });
});

describe('the error of values', () => {
  it('is the mean square of what is missing, for the side to move', async () => {
    const sample = (moves: number[], result: number): Sample => ({
      moves: Uint16Array.from(moves),
      result,
    });
    const evaluator = fakeEvaluator(({ length }) => ({
      policy: Array(10).fill(0.1),
      value: length / 4,
    }));
    // White to move, who lost: −1 − 0.25; Black to move, who won: 1 − 0.5; White, who won: 1 − 0.75.
    const three = [sample([0], 1), sample([0, 1], 1), sample([0, 1, 2], -1)];
    const { error, positions, phases } = await meanError(evaluator, listed(three), SETTINGS);
    assert.equal(positions, 3);
    assert.ok(Math.abs(error - (1.25 ** 2 + 0.5 ** 2 + 0.25 ** 2) / 3) < 1e-6);
    assert.equal(phases['opening'].positions, 2);
    assert.ok(Math.abs(phases['middle game'].error - 0.0625) < 1e-6);
  });
});

describe('the making of samples', () => {
  it('keeps every game that has ended when it is stopped, and makes the others later', async () => {
    const positions = 600; // more than are played at once
    const settings = { ...SETTINGS, positions, latestMove: 6 / 9 };
    const makers = { before: POLICY, after: POLICY, threads: 1 };
    const make = async (name: string, stopAt: number): Promise<Sample[] | number> => {
      const file = unwrap(SampleFile.open(join(path, name), positions));
      const making = new SampleMaking(file, settings, makers);
      const add = file.add.bind(file);
      file.add = (number, sample) => {
        if (file.size === stopAt) making.stop();
        return add(number, sample);
      };
      unwrap(await making.make());
      const { size } = file;
      const made = size === positions ? all(file) : size;
      file.close();
      return made;
    };
    const size = await make('cut', 20);
    assert.ok(typeof size === 'number' && size > 20 && size < positions, JSON.stringify(size));
    const made = await make('cut', Infinity);
    assert.deepEqual(made, await make('whole', Infinity));
  });

  it('makes the same where a thread of a device computes for all others', async () => {
    const settings = { ...SETTINGS, positions: 40 };
    const device = unwrap(await RuntimeThread.start({ device: 'cpu', maxBatch: 40 }));
    const make = async (name: string, makers: Partial<SampleMakers>): Promise<Sample[]> => {
      const file = unwrap(SampleFile.open(join(path, name), settings.positions));
      const usual = { before: POLICY, after: smallPolicy({ side: 3, seed: 2 }), threads: 1 };
      unwrap(await new SampleMaking(file, settings, { ...usual, ...makers }).make());
      const made = all(file);
      file.close();
      return made;
    };
    const remote = await make('remote', { device, threads: 2 });
    await device.close();
    assert.deepEqual(remote, await make('own', {}));
  });
});

describe('the training of a value network', () => {
  for (const start of ['new', 'policy'] as const) {
    it(`makes samples and learns outcomes (${start})`, async () => {
      const folder = valueFolder(join(path, start));
      unwrap(prepareValueFolder(folder));
      const settings = { ...SETTINGS, start };
      const file = unwrap(SampleFile.open(folder.samples, settings.positions));
      const makers = { before: POLICY, after: POLICY, threads: 1 };
      unwrap(await new SampleMaking(file, settings, makers).make());
      assert.equal(file.size, 300);
      const parts = partsOf(file, settings);
      let stop = false;
      const open = async () =>
        unwrap(
          await ValueTraining.open(folder, settings, parts, {
            policy: POLICY,
            device: 'cpu',
            threads: 1,
            stop: () => stop,
            onCheck: () => (stop = true), // it is cut after each check
          }),
        );
      for (let cuts = 0, done = false; !done; cuts++) {
        assert.ok(cuts < 10);
        stop = false;
        const training = await open();
        done = unwrap(await training.learn());
        await training.close();
      }
      const curve = readErrors(folder.curve);
      file.close();
      assert.ok(curve.length >= 3);
      assert.deepEqual(
        curve.map(({ step }) => step),
        curve.map(({ step }) => step).toSorted((a, b) => a - b),
      );
      assert.ok(curve.at(-1)!.training < curve[0].training, JSON.stringify(curve));
      assert.ok(curve.at(-1)!.training < 0.8); // who always says 0 is off by 1
    });
  }
});

describe('a check of a value network', () => {
  it('is counted, and made again where it was stopped', async () => {
    const folder = valueFolder(join(path, 'checked'));
    unwrap(prepareValueFolder(folder));
    const settings = { ...SETTINGS, positions: 100, testShare: 0.5, epochs: 1, checks: 1 };
    const made = await samples(100);
    const parts = partsOf(listed(made), settings);
    const learn = async (stopAtCheck: boolean): Promise<boolean> => {
      const counts: ValueProgress['check'][] = [];
      let stopped = false;
      const stop = (): boolean => {
        const { check } = training.progress;
        if (check !== undefined) counts.push(check);
        return (stopped ||= stopAtCheck && check !== undefined);
      };
      const means = { policy: POLICY, device: 'cpu', threads: 1 } as const;
      const options = { ...means, stop, onCheck: () => undefined };
      const training = unwrap(await ValueTraining.open(folder, settings, parts, options));
      const done = unwrap(await training.learn());
      await training.close();
      // Asked once those that are learnt from are measured, and the others are not.
      assert.deepEqual(counts, [{ done: 50, positions: 100 }]);
      return done;
    };
    assert.equal(await learn(true), false);
    assert.deepEqual(readErrors(folder.curve), []);
    assert.equal(await learn(false), true);
    assert.equal(readErrors(folder.curve).length, 1);
  });
});

describe('settings of a value network', () => {
  it('are read as they are written, and refused by name', () => {
    const read = parseValueSettings(JSON.parse(JSON.stringify(USUAL_VALUE)));
    assert.deepEqual(parseValueSettings(JSON.parse(JSON.stringify(unwrap(read)))), read);
    const { network } = USUAL_VALUE;
    const heads = { ...network.spec.heads, policy: { type: 'alphago-zero' } };
    const wrong = parseValueSettings({
      ...USUAL_VALUE,
      network: { ...network, spec: { ...network.spec, heads } },
    });
    assert.match(wrong.ok ? '' : wrong.error.message, /head value, and no other/);
  });
});
