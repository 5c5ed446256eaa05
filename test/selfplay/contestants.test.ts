import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Board } from '../../engine/board.js';
import type { Evaluator } from '../../engine/evaluator.js';
import { UNIFORM } from '../../engine/evaluators/uniform.js';
import { Game } from '../../engine/game.js';
import { Random } from '../../engine/random.js';
import { unwrap, type Result } from '../../engine/result.js';
import { RULE_PRESETS } from '../../engine/rules.js';
import { PUCT_SETTINGS } from '../../engine/search/settings.js';
import { makeNetworkFile } from '../../network/files/network-file.js';
import { writeWhole } from '../../selfplay/disk/whole-file.js';
import { openContestant } from '../../selfplay/match/open-contestant.js';
import { openMixed } from '../../selfplay/match/open-mixed.js';
import { parseContestant } from '../../selfplay/match/parse-contestant.js';
import type { Contestant } from '../../selfplay/match/player.js';
import { timedContestant } from '../../selfplay/match/timed-contestant.js';
import { randomGames } from '../network/support/positions.js';
import { smallPolicy } from './support/small-policy.js';

const path = mkdtempSync(join(tmpdir(), 'contestants-'));
after(() => {
  rmSync(path, { recursive: true });
});

const BOARD = Board.of(3, 3);

function write(name: string, heads: { readonly policy: boolean; readonly value: boolean }): string {
  const file = join(path, name);
  unwrap(writeWhole(file, makeNetworkFile(smallPolicy({ side: 3, ...heads }))));
  return file;
}

const DUAL = write('dual.onnx', { policy: true, value: true });
const POLICY = write('policy.onnx', { policy: true, value: false });
const VALUE = write('value.onnx', { policy: false, value: true });

function open(name: string): Promise<Result<Contestant>> {
  return openContestant(unwrap(parseContestant(name)), {
    game: new Game(BOARD, RULE_PRESETS['tromp-taylor']),
    atOnce: 2,
    device: 'cpu',
    seed: 1,
    searchPath: '',
    onForfeit: ({ message }) => assert.fail(message),
  });
}

async function evaluatorOf(name: string): Promise<Evaluator> {
  const spec = unwrap(parseContestant(name));
  assert.ok(spec.kind === 'network');
  const symmetry = { kind: 'random', random: new Random(1) } as const;
  const plan = { board: BOARD, capacity: 8, device: 'cpu', form: 'tiles', symmetry } as const;
  return unwrap(await openMixed(spec, plan, 1));
}

describe('a contestant', () => {
  for (const [name, file, head, remedy] of [
    [`${POLICY}+rollouts`, POLICY, 'value', '+lambda=1'],
    [`${POLICY}+rollouts+lambda=0.9`, POLICY, 'value', '+value=FILE'],
    [POLICY, POLICY, 'value', 'best:FILE'],
    [`${POLICY}+value=${POLICY}`, POLICY, 'value', '+value='],
    [VALUE, VALUE, 'policy', '+value=FILE'],
    [`${VALUE}+rollouts+lambda=1`, VALUE, 'policy', '+value=FILE'],
    [`best:${VALUE}`, VALUE, 'policy', '+value=FILE'],
    [`policy:${VALUE}`, VALUE, 'policy', '+value=FILE'],
  ] as const) {
    it(`${name.replaceAll(`${path}/`, '')} is refused for want of a ${head} head`, async () => {
      const opened = await open(name);
      assert.ok(!opened.ok);
      assert.equal(opened.error.code, 'ERR_NETWORK_CONTENT');
      assert.ok(opened.error.message.startsWith(`${file} has no ${head} head: `));
      assert.ok(opened.error.message.includes(remedy), opened.error.message);
    });
  }

  for (const mix of [
    `${DUAL}+rollouts`,
    `${POLICY}+rollouts=patterns+lambda=1`,
    `${POLICY}+value=${VALUE}`,
    `${POLICY}+value=${DUAL}+rollouts=patterns+lambda=0.25`,
  ]) {
    it(`${mix.replaceAll(`${path}/`, '')} says the same, bit for bit, by two threads`, async () => {
      const [one, two] = await Promise.all([evaluatorOf(mix), evaluatorOf(`${mix}+async`)]);
      assert.doesNotMatch(one.description, /a thread of its own/);
      assert.match(two.description, /a thread of its own/);
      const batches = [one.batch(BOARD, 8), two.batch(BOARD, 8)];
      for (const size of [8, 3, 5]) {
        for (const game of randomGames(BOARD, size, new Random(size))) {
          for (const batch of batches) batch.add(game);
        }
        await Promise.all([one.evaluate(batches[0]), two.evaluate(batches[1])]);
        const [expected, actual] = batches.map(({ policy, value }) => ({
          policy: policy.slice(0, size * (BOARD.area + 1)),
          value: value.slice(0, size),
        }));
        assert.deepEqual(actual, expected);
        assert.ok(new Set(expected.value).size > 1);
        for (const batch of batches) batch.clear();
      }
      await Promise.all([one.close(), two.close()]);
    });
  }

  it('needs no head that does not count', async () => {
    for (const name of [
      DUAL,
      `best:${POLICY}`,
      `${POLICY}+value=${VALUE}`,
      `${POLICY}+rollouts+lambda=1`,
      `${POLICY}+value=${DUAL}+rollouts`,
    ]) {
      await unwrap(await open(name)).close();
    }
  });
});

describe('a contestant by the clock', () => {
  it('thinks until its time is over, however many positions that makes', async (t) => {
    const board = Board.of(5, 5);
    let evaluated = 0;
    // The clock stands still until so many have been evaluated.
    t.mock.method(performance, 'now', () => (evaluated < 120_000 ? 0 : 1001));
    const counting: Evaluator = {
      ...UNIFORM,
      evaluate: ({ size }) => {
        evaluated += size;
      },
    };
    const options = { search: PUCT_SETTINGS, time: 1000, leaves: 8 };
    const game = new Game(board, RULE_PRESETS['tromp-taylor']);
    const player = await timedContestant('counting', counting, options).seat(game, 1);
    await player.choose(game);
    assert.ok(evaluated >= 120_000, `${evaluated}`);
    assert.ok(evaluated < 120_100, 'and no longer');
  });
});
